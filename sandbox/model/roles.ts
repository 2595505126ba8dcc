/**
 * Who may do what in a repository, after GitHub's table "Repository roles for an organization".
 * People have roles; Apps have the permissions their installation was granted.
 */
import type { Actor, Performer } from './actor.ts';
import { performerOf } from './actor.ts';
import type { Account, Organization, Role, Team, User } from './records/accounts.ts';
import type { Repository } from './records/repository.ts';
import type { Result } from './result.ts';
import { forbidden, notFound, ok } from './result.ts';
import { installationCovers } from './world.ts';
import type { World } from './world.ts';

const ranks: readonly Role[] = ['read', 'triage', 'write', 'maintain', 'admin'];

/** What a verb needs: the least role of a person, and which grants of an App suffice. */
interface Requirement {
  readonly role: Role;
  /** Any one of these at `write`, or `read` for capabilities that only look. */
  readonly grants: readonly string[];
  readonly level: 'read' | 'write';
}

const need = (role: Role, ...grants: readonly string[]): Requirement => ({
  role,
  grants,
  level: 'write',
});

const requirements = {
  read: { role: 'read', grants: ['metadata'], level: 'read' },
  openIssue: need('read', 'issues'),
  comment: need('read', 'issues', 'pull_requests'),
  triage: need('triage', 'issues', 'pull_requests'),
  /** Edit and delete what others wrote, lock, transfer, pin, manage labels. */
  moderate: need('write', 'issues', 'pull_requests'),
  openPull: need('read', 'pull_requests'),
  managePull: need('write', 'pull_requests'),
  push: need('write', 'contents'),
  merge: need('write', 'contents'),
  checks: need('write', 'checks'),
  rerun: need('write', 'checks', 'actions'),
  status: need('write', 'statuses'),
  deploy: need('write', 'deployments'),
  dispatch: need('write', 'contents'),
  administer: need('admin', 'administration'),
} as const satisfies Record<string, Requirement>;

export type Capability = keyof typeof requirements;

/**
 * The actor, if it may. Refusals: 404 where the repository is not visible, 403 where the right is
 * missing or the repository is archived.
 */
export function authorize(
  world: World,
  actor: Actor,
  repository: Repository,
  capability: Capability,
): Result<Performer> {
  const performer = performerOf(world, actor);
  if (!canRead(world, performer, repository)) return notFound();
  if (repository.archived && capability !== 'read' && capability !== 'administer') {
    return forbidden('Repository was archived so is read-only.');
  }
  return may(world, performer, repository, capability)
    ? ok(performer)
    : refuse(performer, capability);
}

/** Whether the actor has a right, leaving aside archived repositories. */
export function may(
  world: World,
  performer: Performer,
  repository: Repository,
  capability: Capability,
): boolean {
  if (performer.system) return true;
  const requirement: Requirement = requirements[capability];
  if (performer.installation !== null) {
    const { permissions } = performer.installation;
    return (
      installationCovers(performer.installation, repository) &&
      requirement.grants.some((grant) => suffices(permissions[grant], requirement.level))
    );
  }
  return hasRole(world, performer.account, repository, requirement.role);
}

/** Whether the repository is visible to the actor at all. */
export function canRead(world: World, performer: Performer, repository: Repository): boolean {
  if (performer.system || repository.visibility === 'public') return true;
  if (performer.installation !== null)
    return installationCovers(performer.installation, repository);
  return roleOf(world, performer.account, repository) !== null;
}

/** Whether an account has at least this role. */
export function hasRole(
  world: World,
  account: Account,
  repository: Repository,
  role: Role,
): boolean {
  const actual = roleOf(world, account, repository);
  return actual !== null && ranks.indexOf(actual) >= ranks.indexOf(role);
}

/**
 * The highest role an account has in a repository: by ownership, base permission, teams (child teams
 * inherit), direct collaboration, or because the repository is public. Null: no access.
 */
export function roleOf(world: World, account: Account, repository: Repository): Role | null {
  const explicit = explicitRole(world, account, repository);
  if (explicit !== null) return explicit;
  return repository.visibility === 'public' && account.type === 'User' ? 'read' : null;
}

/** As `roleOf`, without what everybody has in a public repository. */
export function explicitRole(world: World, account: Account, repository: Repository): Role | null {
  if (account.type !== 'User') return null;
  if (repository.owner === account) return 'admin';
  const roles: (Role | undefined)[] = [repository.collaborators.get(account.id)?.role];
  if (repository.owner.type === 'Organization') {
    roles.push(...rolesThroughOrganization(world, account, repository.owner, repository));
  }
  return highest(roles);
}

/** The role in the words of the older API: maintain counts as write, triage as read. */
export function legacyPermission(role: Role | null): 'admin' | 'write' | 'read' | 'none' {
  switch (role) {
    case 'admin':
      return 'admin';
    case 'maintain':
    case 'write':
      return 'write';
    case 'triage':
    case 'read':
      return 'read';
    case null:
      return 'none';
  }
}

/** Whether an account owns the organisation. */
export function isOrganizationOwner(organization: Organization, account: Account): boolean {
  return organization.members.get(account.id)?.role === 'admin';
}

/** Members of a team, those of its child teams included, as GitHub counts them. */
export function allTeamMembers(world: World, team: Team): User[] {
  const found = new Map([...team.members.values()].map(({ user }) => [user.id, user]));
  for (const child of world.state.teams.values()) {
    if (child.parent !== team) continue;
    for (const user of allTeamMembers(world, child)) found.set(user.id, user);
  }
  return [...found.values()];
}

/** A team's own role in a repository, or the one it inherits from its parents. */
export function teamRole(team: Team, repository: Repository): Role | null {
  const inherited = team.parent === null ? null : teamRole(team.parent, repository);
  return highest([team.repositories.get(repository.id)?.role, inherited ?? undefined]);
}

function rolesThroughOrganization(
  world: World,
  user: User,
  organization: Organization,
  repository: Repository,
): Role[] {
  const membership = organization.members.get(user.id);
  if (membership === undefined) return [];
  if (membership.role === 'admin') return ['admin'];
  const roles: Role[] = [];
  if (organization.basePermission !== 'none') roles.push(organization.basePermission);
  if (repository.visibility === 'internal') roles.push('read');
  for (const team of world.state.teams.values()) {
    if (team.organization !== organization || !team.members.has(user.id)) continue;
    const role = teamRole(team, repository);
    if (role !== null) roles.push(role);
  }
  return roles;
}

function highest(roles: readonly (Role | undefined)[]): Role | null {
  const rank = Math.max(
    -1,
    ...roles.map((role) => (role === undefined ? -1 : ranks.indexOf(role))),
  );
  return ranks[rank] ?? null;
}

function suffices(granted: string | undefined, level: 'read' | 'write'): boolean {
  if (granted === undefined) return false;
  return level === 'read' || granted === 'write' || granted === 'admin';
}

function refuse(performer: Performer, capability: Capability): Result<Performer> {
  if (performer.installation !== null) return forbidden('Resource not accessible by integration');
  switch (requirements[capability].role) {
    case 'admin':
      return forbidden('Must have admin rights to Repository.');
    case 'maintain':
    case 'write':
      return forbidden('Must have push access to repository');
    case 'triage':
      return forbidden('Must have triage access to repository');
    case 'read':
      return forbidden('Must have access to repository');
  }
}
