/** A small organisation to try GitHub's rules in: one person per role, one repository, one App. */
import type { Actor } from '../../../sandbox/model/actor.ts';
import {
  createApp,
  createOrganization,
  createUser,
} from '../../../sandbox/model/actions/accounts.ts';
import { addCollaborator } from '../../../sandbox/model/actions/collaborators.ts';
import { installApp } from '../../../sandbox/model/actions/installations.ts';
import { openIssue } from '../../../sandbox/model/actions/issues.ts';
import { addOrganizationMember } from '../../../sandbox/model/actions/organizations.ts';
import { createRepository } from '../../../sandbox/model/actions/repositories.ts';
import { fixedClock } from '../../../sandbox/model/clock.ts';
import { createWorld } from '../../../sandbox/model/create-world.ts';
import type { DomainEvent } from '../../../sandbox/model/events.ts';
import type { Permissions, Role, User } from '../../../sandbox/model/records/accounts.ts';
import type { Issue } from '../../../sandbox/model/records/issue.ts';
import type { Repository } from '../../../sandbox/model/records/repository.ts';
import type { Refusal, Result } from '../../../sandbox/model/result.ts';
import type { World } from '../../../sandbox/model/world.ts';

export const system: Actor = { kind: 'system' };
export const start = Date.UTC(2026, 0, 15, 12, 0, 0);

const appPermissions: Permissions = {
  issues: 'write',
  pull_requests: 'write',
  contents: 'write',
  checks: 'write',
  statuses: 'write',
  deployments: 'write',
  members: 'read',
  merge_queues: 'read',
};

/** owner, admin, maintainer, writer, triager, reader (members) and outsider. */
export function aSetting(options: { readonly visibility?: Repository['visibility'] } = {}) {
  const world = createWorld({ clock: fixedClock(start) });
  const owner = createUser(world, { login: 'alice' });
  const acme = createOrganization(world, {
    login: 'acme',
    owners: [owner],
    basePermission: 'read',
  });
  const repository = value(
    createRepository(world, system, {
      owner: acme,
      name: 'incidents',
      visibility: options.visibility ?? 'public',
      files: { 'README.md': '# Incidents\n' },
    }),
  );
  const person = (login: string, role: Role): User => {
    const user = createUser(world, { login });
    value(addOrganizationMember(world, system, { organization: acme, user }));
    value(addCollaborator(world, system, { repository, user, role }));
    return user;
  };
  const people = {
    owner,
    admin: person('ada', 'admin'),
    maintainer: person('mia', 'maintain'),
    writer: person('bob', 'write'),
    triager: person('tom', 'triage'),
    reader: person('rob', 'read'),
    outsider: createUser(world, { login: 'eve' }),
  };
  const app = createApp(world, {
    slug: 'norepeat',
    owner: acme,
    permissions: appPermissions,
    events: [],
  });
  const installation = value(
    installApp(world, as(owner), { app, account: acme, repositories: 'all' }),
  );
  const bot: Actor = { kind: 'app', appId: app.id, installationId: installation.id };
  return { world, acme, repository, ...people, app, installation, bot };
}

export function as(user: User): Actor {
  return { kind: 'user', login: user.login };
}

export function anIssue(
  world: World,
  repository: Repository,
  input: { readonly by?: Actor; readonly title?: string; readonly body?: string } = {},
): Issue {
  const { by = system, title = 'Checkout is down', body = 'Nobody can pay.' } = input;
  return value(openIssue(world, by, { repository, title, body }));
}

/** The value, or a failed test with the refusal. */
export function value<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(`Refused: ${JSON.stringify(result.refusal)}`);
  return result.value;
}

/** The refusal, or a failed test. */
export function refusal(result: Result<unknown>): Refusal {
  if (result.ok) throw new Error('This should have been refused.');
  return result.refusal;
}

/** Names of the events since a point, as `name.action`. */
export function eventsDuring(world: World, act: () => void): string[] {
  return during(world, act).map(label);
}

/** The events since a point. */
export function during(world: World, act: () => void): readonly DomainEvent[] {
  const before = world.events.history.length;
  act();
  return world.events.history.slice(before);
}

function label(event: DomainEvent): string {
  return 'action' in event ? `${event.name}.${event.action}` : event.name;
}
