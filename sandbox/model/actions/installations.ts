/** Installing Apps, choosing their repositories, suspending them, accepting permissions. */
import type { Actor } from '../actor.ts';
import { performerOf } from '../actor.ts';
import type { App, Installation, Organization, Permissions, User } from '../records/accounts.ts';
import type { Repository } from '../records/repository.ts';
import type { Result } from '../result.ts';
import { forbidden, ok, unprocessable } from '../result.ts';
import { isOrganizationOwner } from '../roles.ts';
import { findInstallation, installationRepositories, nodeId } from '../world.ts';
import type { World } from '../world.ts';

type Selection = 'all' | readonly Repository[];

/** Installs an App on an account with everything its registration asks for today. */
export function installApp(
  world: World,
  actor: Actor,
  input: {
    readonly app: App;
    readonly account: User | Organization;
    readonly repositories: Selection;
  },
): Result<Installation> {
  const allowed = asAccountOwner(world, actor, input.account);
  if (!allowed.ok) return allowed;
  if (findInstallation(world, input.app, input.account) !== undefined) {
    return unprocessable('The App is already installed on this account.');
  }
  const id = world.nextId();
  const installation: Installation = {
    id,
    nodeId: nodeId('IN', id),
    app: input.app,
    account: input.account,
    repositorySelection: input.repositories === 'all' ? 'all' : 'selected',
    selected: new Map(
      input.repositories === 'all' ? [] : input.repositories.map((each) => [each.id, each]),
    ),
    permissions: input.app.permissions,
    events: input.app.events,
    suspendedAt: null,
    suspendedBy: null,
    createdAt: world.clock.now(),
    updatedAt: world.clock.now(),
  };
  world.state.installations.set(id, installation);
  tell(world, allowed.value, installation, 'created');
  return ok(installation);
}

/** Removes an installation; its tokens stop working. */
export function uninstallApp(
  world: World,
  actor: Actor,
  input: { readonly installation: Installation },
): Result<Installation> {
  const { installation } = input;
  const allowed = asAccountOwner(world, actor, installation.account);
  if (!allowed.ok) return allowed;
  const repositories = installationRepositories(world, installation);
  world.state.installations.delete(installation.id);
  world.emitToApp(allowed.value, {
    name: 'installation',
    action: 'deleted',
    installation,
    repositories,
  });
  return ok(installation);
}

/** Changes which repositories the installation reaches. */
export function changeInstallationRepositories(
  world: World,
  actor: Actor,
  input: { readonly installation: Installation; readonly repositories: Selection },
): Result<Installation> {
  const { installation, repositories } = input;
  const allowed = asAccountOwner(world, actor, installation.account);
  if (!allowed.ok) return allowed;
  const before = new Set(installationRepositories(world, installation));
  installation.repositorySelection = repositories === 'all' ? 'all' : 'selected';
  installation.selected.clear();
  if (repositories !== 'all') {
    for (const each of repositories) installation.selected.set(each.id, each);
  }
  installation.updatedAt = world.clock.now();
  const after = new Set(installationRepositories(world, installation));
  tellDifference(world, allowed.value, installation, { before, after });
  return ok(installation);
}

/** Blocks the App from the account's resources until it is unsuspended. */
export function suspendInstallation(
  world: World,
  actor: Actor,
  input: { readonly installation: Installation },
): Result<Installation> {
  const { installation } = input;
  const allowed = asAccountOwner(world, actor, installation.account);
  if (!allowed.ok) return allowed;
  installation.suspendedAt = world.clock.now();
  installation.suspendedBy = allowed.value;
  tell(world, allowed.value, installation, 'suspend');
  return ok(installation);
}

/** Lets a suspended App work again. */
export function unsuspendInstallation(
  world: World,
  actor: Actor,
  input: { readonly installation: Installation },
): Result<Installation> {
  const { installation } = input;
  const allowed = asAccountOwner(world, actor, installation.account);
  if (!allowed.ok) return allowed;
  installation.suspendedAt = null;
  installation.suspendedBy = null;
  tell(world, allowed.value, installation, 'unsuspend');
  return ok(installation);
}

/**
 * Changes what the App's registration asks for. Fewer permissions are in force at once; new ones only
 * after each installation's owner accepted them. Event subscriptions follow at once where the
 * permissions allow.
 */
export function changeRegistration(
  world: World,
  input: {
    readonly app: App;
    readonly permissions?: Permissions;
    readonly events?: readonly string[];
  },
): App {
  const { app } = input;
  app.permissions = { metadata: 'read', ...(input.permissions ?? app.permissions) };
  app.events = input.events ?? app.events;
  app.updatedAt = world.clock.now();
  for (const installation of world.state.installations.values()) {
    if (installation.app !== app) continue;
    installation.permissions = lesser(installation.permissions, app.permissions);
    installation.events = app.events;
  }
  return app;
}

/** Accepts what the registration asks for by now. */
export function acceptPermissions(
  world: World,
  actor: Actor,
  input: { readonly installation: Installation },
): Result<Installation> {
  const { installation } = input;
  const allowed = asAccountOwner(world, actor, installation.account);
  if (!allowed.ok) return allowed;
  installation.permissions = installation.app.permissions;
  installation.events = installation.app.events;
  installation.updatedAt = world.clock.now();
  tell(world, allowed.value, installation, 'new_permissions_accepted');
  return ok(installation);
}

/** What the registration asks for and the installation has not granted yet. */
export function pendingPermissions(installation: Installation): Permissions {
  return Object.fromEntries(
    Object.entries(installation.app.permissions).filter(
      ([name, level]) => rank(installation.permissions[name]) < rank(level),
    ),
  );
}

function lesser(granted: Permissions, asked: Permissions): Permissions {
  return Object.fromEntries(
    Object.entries(granted).flatMap(([name, level]) => {
      const limit = asked[name];
      if (limit === undefined) return [];
      return [[name, rank(level) < rank(limit) ? level : limit]];
    }),
  );
}

function rank(level: string | undefined): number {
  return level === undefined ? 0 : ['read', 'write', 'admin'].indexOf(level) + 1;
}

function asAccountOwner(world: World, actor: Actor, account: User | Organization): Result<User> {
  const { account: person, system } = performerOf(world, actor);
  if (person.type !== 'User') return forbidden('Resource not accessible by integration');
  const owns = account.type === 'User' ? account === person : isOrganizationOwner(account, person);
  return system || owns ? ok(person) : forbidden('Must be an owner of the account.');
}

function tell(
  world: World,
  sender: User,
  installation: Installation,
  action: 'created' | 'suspend' | 'unsuspend' | 'new_permissions_accepted',
): void {
  const repositories = installationRepositories(world, installation);
  world.emitToApp(sender, { name: 'installation', action, installation, repositories });
}

function tellDifference(
  world: World,
  sender: User,
  installation: Installation,
  sets: { readonly before: ReadonlySet<Repository>; readonly after: ReadonlySet<Repository> },
): void {
  const added = [...sets.after].filter((each) => !sets.before.has(each));
  const removed = [...sets.before].filter((each) => !sets.after.has(each));
  const name = 'installation_repositories';
  if (added.length > 0) {
    world.emitToApp(sender, { name, action: 'added', installation, added, removed: [] });
  }
  if (removed.length > 0) {
    world.emitToApp(sender, { name, action: 'removed', installation, added: [], removed });
  }
}
