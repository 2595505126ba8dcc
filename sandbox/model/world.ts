/**
 * The world: state, clock, ids and the event bus, with the look-ups everybody needs.
 * Create one with `createWorld` (create-world.ts), change it with the verbs in `actions/`.
 */
import type { Clock } from './clock.ts';
import type {
  EventBus,
  InstallationHappening,
  OrganizationHappening,
  RepositoryHappening,
} from './events.ts';
import type {
  Account,
  App,
  Installation,
  Organization,
  Person,
  Team,
  User,
} from './records/accounts.ts';
import type { Issue, IssueComment } from './records/issue.ts';
import type { Repository } from './records/repository.ts';
import type { Node, State } from './state.ts';

export interface World {
  readonly clock: Clock;
  readonly state: State;
  readonly events: EventBus;
  /** The next number of the one id sequence. */
  nextId(): number;
  /** Emits what happened in a repository. */
  emit(repository: Repository, sender: Person, happening: RepositoryHappening): void;
  emitInOrganization(
    organization: Organization,
    sender: Person,
    happening: OrganizationHappening,
  ): void;
  emitToApp(sender: Person, happening: InstallationHappening): void;
}

/** A node id in the shape of GitHub's: a prefix for the type, an opaque unique rest. */
export function nodeId(prefix: string, id: number): string {
  return `${prefix}_kwDO${id.toString(36).padStart(8, '0')}`;
}

/** Makes a record findable by its node id. */
export function register(world: World, node: Node): void {
  world.state.nodes.set(node.record.nodeId, node);
}

/** A person, bot or organisation by login, whatever the case. */
export function findAccount(world: World, login: string): Account | undefined {
  const wanted = login.toLowerCase();
  for (const account of world.state.accounts.values()) {
    if (account.login.toLowerCase() === wanted) return account;
  }
  return undefined;
}

/** A human being by login. */
export function findUser(world: World, login: string): User | undefined {
  const account = findAccount(world, login);
  return account?.type === 'User' ? account : undefined;
}

/** An organisation by login. */
export function findOrganization(world: World, login: string): Organization | undefined {
  const account = findAccount(world, login);
  return account?.type === 'Organization' ? account : undefined;
}

/** A repository by its present owner and name, whatever the case. See `findRenamedRepository`. */
export function findRepository(world: World, owner: string, name: string): Repository | undefined {
  const wanted = `${owner}/${name}`.toLowerCase();
  for (const repository of world.state.repositories.values()) {
    if (fullName(repository).toLowerCase() === wanted) return repository;
  }
  return undefined;
}

/** A repository by a name it used to have: GitHub answers 301 with its new place. */
export function findRenamedRepository(
  world: World,
  owner: string,
  name: string,
): Repository | undefined {
  return world.state.formerNames.get(`${owner}/${name}`.toLowerCase());
}

/** `owner/name`. */
export function fullName(repository: Repository): string {
  return `${repository.owner.login}/${repository.name}`;
}

/** An issue or pull request by its id (not its number), over all repositories. */
export function findIssueById(world: World, id: number): Issue | undefined {
  for (const repository of world.state.repositories.values()) {
    for (const issue of repository.issues.values()) {
      if (issue.id === id) return issue;
    }
  }
  return undefined;
}

/** A comment of an issue or pull request in this repository. */
export function findComment(
  world: World,
  repository: Repository,
  id: number,
): IssueComment | undefined {
  const comment = world.state.comments.get(id);
  return comment?.issue.repository === repository ? comment : undefined;
}

/** A team by organisation and slug. */
export function findTeam(world: World, organization: string, slug: string): Team | undefined {
  const org = organization.toLowerCase();
  for (const team of world.state.teams.values()) {
    if (team.slug === slug.toLowerCase() && team.organization.login.toLowerCase() === org)
      return team;
  }
  return undefined;
}

/** An App by slug. */
export function findApp(world: World, slug: string): App | undefined {
  for (const app of world.state.apps.values()) if (app.slug === slug) return app;
  return undefined;
}

/** Where an App is installed on an account. */
export function findInstallation(
  world: World,
  app: App,
  account: Account,
): Installation | undefined {
  for (const installation of world.state.installations.values()) {
    if (installation.app === app && installation.account === account) return installation;
  }
  return undefined;
}

/** Whether an installation reaches a repository (suspended ones do not). */
export function installationCovers(installation: Installation, repository: Repository): boolean {
  if (installation.account !== repository.owner || installation.suspendedAt !== null) return false;
  return installation.repositorySelection === 'all' || installation.selected.has(repository.id);
}

/** The repositories an installation reaches, by id. */
export function installationRepositories(world: World, installation: Installation): Repository[] {
  return [...world.state.repositories.values()].filter((repository) =>
    installationCovers(installation, repository),
  );
}
