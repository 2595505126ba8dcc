/** Membership of organisations. */
import type { Actor, Performer } from '../actor.ts';
import { performerOf } from '../actor.ts';
import type { Membership, Organization, User } from '../records/accounts.ts';
import type { Result } from '../result.ts';
import { forbidden, notFound, ok } from '../result.ts';
import { isOrganizationOwner } from '../roles.ts';
import type { World } from '../world.ts';

/** Makes a person a member or changes their role (invitations count as accepted). */
export function addOrganizationMember(
  world: World,
  actor: Actor,
  input: {
    readonly organization: Organization;
    readonly user: User;
    readonly role?: Membership['role'];
    readonly public?: boolean;
  },
): Result<Membership> {
  const allowed = asOwner(world, actor, input.organization);
  if (!allowed.ok) return allowed;
  const { organization, user } = input;
  const existing = organization.members.get(user.id);
  if (existing !== undefined) {
    existing.role = input.role ?? existing.role;
    existing.public = input.public ?? existing.public;
    return ok(existing);
  }
  const membership: Membership = {
    user,
    role: input.role ?? 'member',
    public: input.public ?? false,
  };
  organization.members.set(user.id, membership);
  world.emitInOrganization(organization, allowed.value.account, {
    name: 'organization',
    action: 'member_added',
    member: user,
    role: membership.role,
  });
  return ok(membership);
}

/** Removes a person from the organisation and from all its teams. */
export function removeOrganizationMember(
  world: World,
  actor: Actor,
  input: { readonly organization: Organization; readonly user: User },
): Result<User> {
  const allowed = asOwner(world, actor, input.organization);
  if (!allowed.ok) return allowed;
  const { organization, user } = input;
  const membership = organization.members.get(user.id);
  if (membership === undefined) return notFound();
  organization.members.delete(user.id);
  for (const team of world.state.teams.values()) {
    if (team.organization === organization) team.members.delete(user.id);
  }
  world.emitInOrganization(organization, allowed.value.account, {
    name: 'organization',
    action: 'member_removed',
    member: user,
    role: membership.role,
  });
  return ok(user);
}

/** The actor, if it owns the organisation or is an App with `members: write` there. */
export function asOwner(world: World, actor: Actor, organization: Organization): Result<Performer> {
  const performer = performerOf(world, actor);
  const { installation } = performer;
  const granted =
    installation?.account === organization && installation.permissions['members'] === 'write';
  if (performer.system || granted || isOrganizationOwner(organization, performer.account)) {
    return ok(performer);
  }
  return forbidden('You must be an admin to perform this action on this organization.');
}
