/** People with a role of their own in one repository. */
import type { Actor } from '../actor.ts';
import type { Role, User } from '../records/accounts.ts';
import type { Repository } from '../records/repository.ts';
import type { Result } from '../result.ts';
import { notFound, ok, unprocessable } from '../result.ts';
import { authorize } from '../roles.ts';
import type { World } from '../world.ts';

/** Gives a person a role (an invitation counts as accepted at once), or changes it. */
export function addCollaborator(
  world: World,
  actor: Actor,
  input: { readonly repository: Repository; readonly user: User; readonly role?: Role },
): Result<User> {
  const { repository, user } = input;
  const allowed = authorize(world, actor, repository, 'administer');
  if (!allowed.ok) return allowed;
  if (repository.owner === user) return unprocessable('Repository owner cannot be a collaborator');
  const before = repository.collaborators.get(user.id)?.role;
  const role = input.role ?? 'write';
  repository.collaborators.set(user.id, { user, role });
  const { account } = allowed.value;
  if (before === undefined) {
    world.emit(repository, account, { name: 'member', action: 'added', member: user, role });
  } else if (before !== role) {
    world.emit(repository, account, {
      name: 'member',
      action: 'edited',
      member: user,
      from: before,
      to: role,
    });
  }
  return ok(user);
}

/** Takes a person's own role away; what teams give them stays. */
export function removeCollaborator(
  world: World,
  actor: Actor,
  input: { readonly repository: Repository; readonly user: User },
): Result<User> {
  const { repository, user } = input;
  const allowed = authorize(world, actor, repository, 'administer');
  if (!allowed.ok) return allowed;
  if (!repository.collaborators.delete(user.id)) return notFound();
  world.emit(repository, allowed.value.account, {
    name: 'member',
    action: 'removed',
    member: user,
  });
  return ok(user);
}
