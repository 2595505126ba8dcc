import type { DomainEvent, OrganizationEvent, RepositoryEvent } from '../model/events.ts';
import type { Installation } from '../model/records/accounts.ts';
import {
  installationJson,
  organizationMembership,
  organizationSimple,
  simpleUser,
  team,
} from '../rest/serialise/accounts.ts';
import { repositoryJson, repositoryStub } from '../rest/serialise/repositories.ts';
import type { Json, Render } from '../rest/serialise/render.ts';
import { checkPayload } from './check-payloads.ts';
import { codePayload } from './code-payloads.ts';
import { issuePayload } from './issue-payloads.ts';
import { pullPayload } from './pull-payloads.ts';
import { rulesetFull } from '../rest/serialise/rules.ts';
import { repositoryPayload } from './repository-payloads.ts';

/**
 * The payload GitHub would send for an event to an installation, made from the state as it is now: call
 * it while the event is being emitted. Null when the sandbox has no payload for this event.
 */
export function payloadFor(
  render: Render,
  event: DomainEvent,
  installation: Installation,
): Json | null {
  const sender = simpleUser(render, event.sender);
  if (event.scope === 'installation') {
    return { ...installationParts(render, event), sender };
  }
  const stub = { id: installation.id, node_id: installation.nodeId };
  if (event.scope === 'organization') {
    return {
      ...organizationParts(render, event),
      organization: organizationSimple(render, event.organization),
      sender,
      installation: stub,
    };
  }
  const parts = repositoryParts(render, event);
  if (parts === null) return null;
  const { owner } = event.repository;
  return {
    repository: repositoryJson(render, event.repository),
    ...(owner.type === 'Organization' ? { organization: organizationSimple(render, owner) } : {}),
    sender,
    installation: stub,
    ...parts,
  };
}

function repositoryParts(render: Render, event: RepositoryEvent): Json | null {
  switch (event.name) {
    case 'issues':
    case 'issue_comment':
    case 'label':
    case 'sub_issues':
      return issuePayload(render, event);
    case 'pull_request':
    case 'pull_request_review':
      return pullPayload(render, event);
    case 'pull_request_review_comment':
    case 'pull_request_review_thread':
      // No App can subscribe to these here (`recipients.ts`).
      return null;
    default:
      return otherParts(render, event);
  }
}

function otherParts(
  render: Render,
  event: Exclude<
    RepositoryEvent,
    { readonly name: 'issues' | 'issue_comment' | 'label' | 'sub_issues' | `pull_request${string}` }
  >,
): Json {
  switch (event.name) {
    case 'check_run':
    case 'check_suite':
    case 'status':
    case 'merge_group':
    case 'deployment':
    case 'deployment_status':
      return checkPayload(render, event);
    case 'push':
    case 'create':
    case 'delete':
    case 'repository_dispatch':
      return codePayload(render, event);
    case 'repository':
    case 'fork':
    case 'public':
    case 'member':
    case 'repository_ruleset':
      return repositoryPayload(render, event);
  }
}

function organizationParts(render: Render, event: OrganizationEvent): Json {
  switch (event.name) {
    case 'organization': {
      const { api } = render.site();
      const membership = organizationMembership(render, event.organization, event.member) ?? {
        url: `${api}/orgs/${event.organization.login}/memberships/${event.member.login}`,
        state: 'inactive',
        role: event.role,
        organization_url: `${api}/orgs/${event.organization.login}`,
        user: simpleUser(render, event.member),
      };
      return { action: event.action, membership };
    }
    case 'repository_ruleset':
      return { action: event.action, repository_ruleset: rulesetFull(render, event.ruleset) };
    case 'membership':
      return {
        action: event.action,
        scope: 'team',
        member: simpleUser(render, event.member),
        team: team(render, event.team),
      };
    case 'team':
      return {
        action: event.action,
        team: team(render, event.team),
        ...('changes' in event ? { changes: event.changes } : {}),
        ...('teamRepository' in event
          ? { repository: repositoryJson(render, event.teamRepository) }
          : {}),
      };
  }
}

function installationParts(
  render: Render,
  event: Extract<DomainEvent, { readonly scope: 'installation' }>,
): Json {
  const installation = installationJson(render, event.installation);
  if (event.name === 'installation') {
    return {
      action: event.action,
      installation,
      repositories: event.repositories.map(repositoryStub),
      requester: null,
    };
  }
  return {
    action: event.action,
    installation,
    repository_selection: event.installation.repositorySelection,
    repositories_added: event.added.map(repositoryStub),
    repositories_removed: event.removed.map(repositoryStub),
    requester: null,
  };
}
