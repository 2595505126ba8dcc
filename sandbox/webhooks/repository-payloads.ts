import type { RepositoryEvent } from '../model/events.ts';
import { organizationSimple, simpleUser } from '../rest/serialise/accounts.ts';
import { repositoryJson } from '../rest/serialise/repositories.ts';
import type { Json, Render } from '../rest/serialise/render.ts';
import { rulesetFull } from '../rest/serialise/rules.ts';

type RepositoryEvents = Extract<
  RepositoryEvent,
  { readonly name: 'repository' | 'fork' | 'public' | 'member' | 'repository_ruleset' }
>;

/** What is particular to events about a repository as such and who is in it. */
export function repositoryPayload(render: Render, event: RepositoryEvents): Json {
  switch (event.name) {
    case 'repository':
      return { action: event.action, ...repositoryExtras(render, event) };
    case 'fork':
      return { forkee: repositoryJson(render, event.forkee) };
    case 'public':
      return {};
    case 'member':
      return {
        action: event.action,
        member: simpleUser(render, event.member),
        ...memberChanges(event),
      };
    case 'repository_ruleset':
      return {
        action: event.action,
        repository_ruleset: rulesetFull(render, event.ruleset),
      };
  }
}

function repositoryExtras(
  render: Render,
  event: Extract<RepositoryEvents, { readonly name: 'repository' }>,
): Json {
  switch (event.action) {
    case 'renamed':
      return { changes: { repository: { name: { from: event.from } } } };
    case 'edited':
      return { changes: event.changes };
    case 'transferred': {
      const from =
        event.from.type === 'Organization'
          ? { organization: organizationSimple(render, event.from) }
          : { user: simpleUser(render, event.from) };
      return { changes: { owner: { from } } };
    }
    default:
      return {};
  }
}

function memberChanges(event: Extract<RepositoryEvents, { readonly name: 'member' }>): Json {
  switch (event.action) {
    case 'added':
      return { changes: { permission: { to: event.role }, role_name: { to: event.role } } };
    case 'edited':
      return { changes: { permission: { from: event.from, to: event.to } } };
    case 'removed':
      return {};
  }
}
