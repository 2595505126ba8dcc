/** Teams, who is in them and what they may reach. */
import type { Actor, Performer } from '../actor.ts';
import { performerOf } from '../actor.ts';
import type { Organization, Role, Team, User } from '../records/accounts.ts';
import type { Repository } from '../records/repository.ts';
import type { Result } from '../result.ts';
import { forbidden, invalid, notFound, ok } from '../result.ts';
import { isOrganizationOwner } from '../roles.ts';
import { findTeam, nodeId, register } from '../world.ts';
import type { World } from '../world.ts';
import { asOwner } from './organizations.ts';

/** A new team; its slug is made from its name. */
export function createTeam(
  world: World,
  actor: Actor,
  input: {
    readonly organization: Organization;
    readonly name: string;
    readonly description?: string;
    readonly parent?: Team;
    readonly privacy?: Team['privacy'];
    readonly members?: readonly User[];
  },
): Result<Team> {
  const { organization, name } = input;
  const performer = performerOf(world, actor);
  if (!performer.system && !organization.members.has(performer.account.id)) return notFound();
  const slug = slugOf(name);
  if (slug === '') return invalid({ resource: 'Team', field: 'name', code: 'invalid' });
  if (findTeam(world, organization.login, slug) !== undefined) {
    return invalid({ resource: 'Team', field: 'name', code: 'already_exists' });
  }
  const id = world.nextId();
  const team: Team = {
    id,
    nodeId: nodeId('T', id),
    organization,
    name,
    slug,
    description: input.description ?? null,
    privacy: input.privacy ?? 'closed',
    parent: input.parent ?? null,
    members: new Map(),
    repositories: new Map(),
    createdAt: world.clock.now(),
    updatedAt: world.clock.now(),
  };
  world.state.teams.set(id, team);
  register(world, { type: 'Team', record: team });
  world.emitInOrganization(organization, performer.account, {
    name: 'team',
    action: 'created',
    team,
  });
  for (const user of input.members ?? []) addTeamMember(world, { kind: 'system' }, { team, user });
  return ok(team);
}

/** Renames a team; its slug changes with it. */
export function renameTeam(
  world: World,
  actor: Actor,
  input: { readonly team: Team; readonly name: string },
): Result<Team> {
  const { team, name } = input;
  const allowed = asMaintainer(world, actor, team);
  if (!allowed.ok) return allowed;
  const slug = slugOf(name);
  const taken = findTeam(world, team.organization.login, slug);
  if (slug === '' || (taken !== undefined && taken !== team)) {
    return invalid({ resource: 'Team', field: 'name', code: 'already_exists' });
  }
  const from = team.name;
  team.name = name;
  team.slug = slug;
  team.updatedAt = world.clock.now();
  world.emitInOrganization(team.organization, allowed.value.account, {
    name: 'team',
    action: 'edited',
    team,
    changes: { name: { from } },
  });
  return ok(team);
}

/** Deletes a team and its child teams. */
export function deleteTeam(
  world: World,
  actor: Actor,
  input: { readonly team: Team },
): Result<Team> {
  const { team } = input;
  const allowed = asMaintainer(world, actor, team);
  if (!allowed.ok) return allowed;
  for (const child of [...world.state.teams.values()]) {
    if (child.parent === team) deleteTeam(world, { kind: 'system' }, { team: child });
  }
  world.state.teams.delete(team.id);
  world.state.nodes.delete(team.nodeId);
  world.emitInOrganization(team.organization, allowed.value.account, {
    name: 'team',
    action: 'deleted',
    team,
  });
  return ok(team);
}

/** Puts a person into a team, or changes their role there. They become a member of the organisation. */
export function addTeamMember(
  world: World,
  actor: Actor,
  input: { readonly team: Team; readonly user: User; readonly role?: 'member' | 'maintainer' },
): Result<Team> {
  const { team, user } = input;
  const allowed = asMaintainer(world, actor, team);
  if (!allowed.ok) return allowed;
  const isNew = !team.members.has(user.id);
  team.members.set(user.id, { user, role: input.role ?? 'member' });
  if (!team.organization.members.has(user.id)) {
    team.organization.members.set(user.id, { user, role: 'member', public: false });
  }
  if (isNew) {
    world.emitInOrganization(team.organization, allowed.value.account, {
      name: 'membership',
      action: 'added',
      member: user,
      team,
    });
  }
  return ok(team);
}

/** Takes a person out of a team; they stay in the organisation. */
export function removeTeamMember(
  world: World,
  actor: Actor,
  input: { readonly team: Team; readonly user: User },
): Result<Team> {
  const { team, user } = input;
  const allowed = asMaintainer(world, actor, team);
  if (!allowed.ok) return allowed;
  if (!team.members.delete(user.id)) return notFound();
  world.emitInOrganization(team.organization, allowed.value.account, {
    name: 'membership',
    action: 'removed',
    member: user,
    team,
  });
  return ok(team);
}

/** Gives a team a role in a repository of its organisation. */
export function grantTeam(
  world: World,
  actor: Actor,
  input: { readonly team: Team; readonly repository: Repository; readonly role: Role },
): Result<Team> {
  const { team, repository, role } = input;
  const allowed = asOwner(world, actor, team.organization);
  if (!allowed.ok) return allowed;
  if (repository.owner !== team.organization) return notFound();
  const isNew = !team.repositories.has(repository.id);
  team.repositories.set(repository.id, { repository, role });
  const action = isNew ? 'added_to_repository' : undefined;
  if (action !== undefined) {
    world.emitInOrganization(team.organization, allowed.value.account, {
      name: 'team',
      action,
      team,
      teamRepository: repository,
    });
  }
  return ok(team);
}

/** Takes a repository from a team. */
export function revokeTeam(
  world: World,
  actor: Actor,
  input: { readonly team: Team; readonly repository: Repository },
): Result<Team> {
  const { team, repository } = input;
  const allowed = asOwner(world, actor, team.organization);
  if (!allowed.ok) return allowed;
  if (!team.repositories.delete(repository.id)) return notFound();
  world.emitInOrganization(team.organization, allowed.value.account, {
    name: 'team',
    action: 'removed_from_repository',
    team,
    teamRepository: repository,
  });
  return ok(team);
}

function asMaintainer(world: World, actor: Actor, team: Team): Result<Performer> {
  const performer = performerOf(world, actor);
  const maintains = team.members.get(performer.account.id)?.role === 'maintainer';
  if (maintains || isOrganizationOwner(team.organization, performer.account)) return ok(performer);
  const asAdmin = asOwner(world, actor, team.organization);
  return asAdmin.ok ? asAdmin : forbidden('Must be an organization owner or team maintainer.');
}

function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '-')
    .replace(/^-+|-+$/g, '');
}
