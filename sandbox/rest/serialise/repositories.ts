import type { Account, Role } from '../../model/records/accounts.ts';
import type { Repository } from '../../model/records/repository.ts';
import { fullName } from '../../model/world.ts';
import { simpleUser } from './accounts.ts';
import { iso, type Json, type Render } from './render.ts';

/** The API address of a repository. */
export function repositoryUrl(render: Render, repository: Repository): string {
  return `${render.site().api}/repos/${fullName(repository)}`;
}

/** The page of a repository. */
export function repositoryPage(render: Render, repository: Repository): string {
  return `${render.site().html}/${fullName(repository)}`;
}

/** A repository as lists, pull requests and webhooks show it. */
export function repositoryJson(render: Render, repository: Repository): Json {
  const open = [...repository.issues.values()].filter(({ state }) => state === 'open').length;
  const forks = [...render.world.state.repositories.values()].filter(
    ({ parent }) => parent === repository,
  ).length;
  const { settings } = repository;
  return {
    id: repository.id,
    node_id: repository.nodeId,
    name: repository.name,
    full_name: fullName(repository),
    private: repository.visibility !== 'public',
    owner: simpleUser(render, repository.owner),
    html_url: repositoryPage(render, repository),
    description: settings.description,
    fork: repository.isFork,
    ...addresses(render, repository),
    created_at: iso(repository.createdAt),
    updated_at: iso(repository.updatedAt),
    pushed_at: iso(repository.pushedAt),
    homepage: settings.homepage,
    size: 0,
    stargazers_count: 0,
    watchers_count: 0,
    language: null,
    has_issues: settings.hasIssues,
    has_projects: false,
    has_downloads: false,
    has_wiki: false,
    has_pages: false,
    has_discussions: false,
    forks_count: forks,
    mirror_url: null,
    archived: repository.archived,
    disabled: false,
    open_issues_count: open,
    license: null,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    topics: [],
    visibility: repository.visibility,
    forks,
    open_issues: open,
    watchers: 0,
    default_branch: repository.defaultBranch,
  };
}

/** A repository as `GET /repos/{owner}/{repo}` shows it to somebody with this role. */
export function repositoryFull(render: Render, repository: Repository, role: Role | null): Json {
  const { settings, owner, parent } = repository;
  return {
    ...repositoryJson(render, repository),
    ...permissionsOf(role),
    ...(owner.type === 'Organization' ? { organization: simpleUser(render, owner) } : {}),
    ...(parent === null
      ? {}
      : { parent: repositoryJson(render, parent), source: repositoryJson(render, parent) }),
    allow_squash_merge: settings.allowSquashMerge,
    allow_merge_commit: settings.allowMergeCommit,
    allow_rebase_merge: settings.allowRebaseMerge,
    allow_auto_merge: settings.allowAutoMerge,
    delete_branch_on_merge: settings.deleteBranchOnMerge,
    allow_update_branch: false,
    network_count: 0,
    subscribers_count: 0,
  };
}

/** `permissions` and `role_name` as repository lists show them. */
export function permissionsOf(role: Role | null): Json {
  if (role === null) return {};
  const order: readonly Role[] = ['read', 'triage', 'write', 'maintain', 'admin'];
  const rank = order.indexOf(role);
  return {
    permissions: {
      admin: rank >= 4,
      maintain: rank >= 3,
      push: rank >= 2,
      triage: rank >= 1,
      pull: true,
    },
  };
}

/** A collaborator: a person with what they may do. */
export function collaborator(render: Render, account: Account, role: Role): Json {
  return { ...simpleUser(render, account), ...permissionsOf(role), role_name: role };
}

/** The short form that installation webhooks carry. */
export function repositoryStub(repository: Repository): Json {
  return {
    id: repository.id,
    node_id: repository.nodeId,
    name: repository.name,
    full_name: fullName(repository),
    private: repository.visibility !== 'public',
  };
}

function addresses(render: Render, repository: Repository): Json {
  const url = repositoryUrl(render, repository);
  const page = repositoryPage(render, repository);
  const templates = {
    keys: '/keys{/key_id}',
    collaborators: '/collaborators{/collaborator}',
    issue_events: '/issues/events{/number}',
    assignees: '/assignees{/user}',
    branches: '/branches{/branch}',
    blobs: '/git/blobs{/sha}',
    git_tags: '/git/tags{/sha}',
    git_refs: '/git/refs{/sha}',
    trees: '/git/trees{/sha}',
    statuses: '/statuses/{sha}',
    commits: '/commits{/sha}',
    git_commits: '/git/commits{/sha}',
    comments: '/comments{/number}',
    issue_comment: '/issues/comments{/number}',
    contents: '/contents/{+path}',
    compare: '/compare/{base}...{head}',
    archive: '/{archive_format}{/ref}',
    issues: '/issues{/number}',
    pulls: '/pulls{/number}',
    milestones: '/milestones{/number}',
    notifications: '/notifications{?since,all,participating}',
    labels: '/labels{/name}',
    releases: '/releases{/id}',
    forks: '/forks',
    teams: '/teams',
    hooks: '/hooks',
    events: '/events',
    tags: '/tags',
    languages: '/languages',
    stargazers: '/stargazers',
    contributors: '/contributors',
    subscribers: '/subscribers',
    subscription: '/subscription',
    merges: '/merges',
    downloads: '/downloads',
    deployments: '/deployments',
  };
  return {
    url,
    ...Object.fromEntries(
      Object.entries(templates).map(([name, path]) => [`${name}_url`, url + path]),
    ),
    git_url: page.replace(/^\w+:/, 'git:') + '.git',
    ssh_url: `git@${new URL(page).hostname}:${fullName(repository)}.git`,
    clone_url: `${page}.git`,
    svn_url: page,
  };
}
