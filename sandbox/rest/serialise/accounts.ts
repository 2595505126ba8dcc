import type {
  Account,
  App,
  Installation,
  Organization,
  Team,
  User,
} from '../../model/records/accounts.ts';
import { iso, isoOrNull, type Json, type Render } from './render.ts';

/** GitHub's "simple user": people, bots and organisations where they are owners. */
export function simpleUser(render: Render, account: Account): Json {
  const { api, html } = render.site();
  const url = `${api}/users/${encodeURIComponent(account.login)}`;
  const path = account.type === 'Bot' ? `apps/${account.app.slug}` : account.login;
  return {
    login: account.login,
    id: account.id,
    node_id: account.nodeId,
    avatar_url: `${html}/_assets/avatars/${account.id}.svg`,
    gravatar_id: '',
    url,
    html_url: `${html}/${path}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: account.type,
    user_view_type: 'public',
    site_admin: false,
  };
}

export function simpleUserOrNull(render: Render, account: Account | null): Json | null {
  return account === null ? null : simpleUser(render, account);
}

/** A person's or organisation's public profile. */
export function profile(render: Render, account: Account): Json {
  const repositories = [...render.world.state.repositories.values()];
  return {
    ...simpleUser(render, account),
    name: account.name,
    company: null,
    blog: '',
    location: null,
    email: null,
    hireable: null,
    bio: null,
    twitter_username: null,
    public_repos: repositories.filter(
      ({ owner, visibility }) => owner === account && visibility === 'public',
    ).length,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: iso(account.createdAt),
    updated_at: iso(account.createdAt),
  };
}

export function organizationSimple(render: Render, organization: Organization): Json {
  const { api, html } = render.site();
  const url = `${api}/orgs/${organization.login}`;
  return {
    login: organization.login,
    id: organization.id,
    node_id: organization.nodeId,
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${html}/_assets/avatars/${organization.id}.svg`,
    description: '',
  };
}

export function organizationFull(render: Render, organization: Organization): Json {
  const owned = [...render.world.state.repositories.values()].filter(
    ({ owner }) => owner === organization,
  );
  return {
    ...organizationSimple(render, organization),
    ...(organization.name === null ? {} : { name: organization.name }),
    has_organization_projects: false,
    has_repository_projects: false,
    public_repos: owned.filter(({ visibility }) => visibility === 'public').length,
    public_gists: 0,
    followers: 0,
    following: 0,
    html_url: `${render.site().html}/${organization.login}`,
    created_at: iso(organization.createdAt),
    updated_at: iso(organization.createdAt),
    archived_at: null,
    type: 'Organization',
  };
}

/** A team as lists and webhooks show it. */
export function team(render: Render, record: Team): Json {
  const parent = record.parent;
  return { ...teamSimple(render, record), parent: parent && teamSimple(render, parent) };
}

export function teamFull(render: Render, record: Team): Json {
  return {
    ...team(render, record),
    members_count: record.members.size,
    repos_count: record.repositories.size,
    created_at: iso(record.createdAt),
    updated_at: iso(record.updatedAt),
    organization: organizationFull(render, record.organization),
  };
}

function teamSimple(render: Render, record: Team): Json {
  const { api, html } = render.site();
  const url = `${api}/organizations/${record.organization.id}/team/${record.id}`;
  return {
    id: record.id,
    node_id: record.nodeId,
    name: record.name,
    slug: record.slug,
    description: record.description,
    privacy: record.privacy,
    notification_setting: 'notifications_enabled',
    permission: 'pull',
    url,
    html_url: `${html}/orgs/${record.organization.login}/teams/${record.slug}`,
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    type: 'organization',
    organization_id: record.organization.id,
  };
}

/** A GitHub App as everybody sees it. */
export function appJson(render: Render, app: App): Json {
  return {
    id: app.id,
    client_id: app.clientId,
    slug: app.slug,
    node_id: app.nodeId,
    owner: simpleUser(render, app.owner),
    name: app.name,
    description: app.description ?? '',
    external_url: app.externalUrl,
    html_url: `${render.site().html}/apps/${app.slug}`,
    created_at: iso(app.createdAt),
    updated_at: iso(app.updatedAt),
    permissions: app.permissions,
    events: app.events,
  };
}

export function appOrNull(render: Render, app: App | null): Json | null {
  return app === null ? null : appJson(render, app);
}

export function installationJson(render: Render, installation: Installation): Json {
  const { api, html } = render.site();
  const { account } = installation;
  return {
    id: installation.id,
    account: simpleUser(render, account),
    repository_selection: installation.repositorySelection,
    access_tokens_url: `${api}/app/installations/${installation.id}/access_tokens`,
    repositories_url: `${api}/installation/repositories`,
    html_url:
      account.type === 'Organization'
        ? `${html}/organizations/${account.login}/settings/installations/${installation.id}`
        : `${html}/settings/installations/${installation.id}`,
    app_id: installation.app.id,
    client_id: installation.app.clientId,
    app_slug: installation.app.slug,
    target_id: account.id,
    target_type: account.type,
    permissions: installation.permissions,
    events: installation.events,
    created_at: iso(installation.createdAt),
    updated_at: iso(installation.updatedAt),
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: simpleUserOrNull(render, installation.suspendedBy),
    suspended_at: isoOrNull(installation.suspendedAt),
  };
}

/** How a person belongs to an organisation. */
export function organizationMembership(
  render: Render,
  organization: Organization,
  user: User,
): Json | null {
  const membership = organization.members.get(user.id);
  if (membership === undefined) return null;
  const { api } = render.site();
  return {
    url: `${api}/orgs/${organization.login}/memberships/${user.login}`,
    state: 'active',
    role: membership.role,
    organization_url: `${api}/orgs/${organization.login}`,
    organization: organizationSimple(render, organization),
    user: simpleUser(render, user),
    direct_membership: true,
    enterprise_teams_providing_indirect_membership: [],
  };
}
