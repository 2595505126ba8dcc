/** Making, renaming, moving and deleting repositories. */
import type { Actor, Performer } from '../actor.ts';
import { performerOf } from '../actor.ts';
import { emptyStore, writeBlob, writeCommit, writeTree } from '../git/objects.ts';
import type { Organization, User } from '../records/accounts.ts';
import type { Repository, RepositorySettings } from '../records/repository.ts';
import type { Result } from '../result.ts';
import { forbidden, invalid, ok } from '../result.ts';
import { authorize, isOrganizationOwner } from '../roles.ts';
import { findRepository, fullName, nodeId, register } from '../world.ts';
import type { World } from '../world.ts';
import { addDefaultLabels } from './labels.ts';

export interface NewRepository {
  readonly owner: User | Organization;
  readonly name: string;
  readonly visibility?: Repository['visibility'];
  readonly defaultBranch?: string;
  readonly description?: string;
  /** Path to text: the content of the first commit. Without files the repository is empty. */
  readonly files?: Readonly<Record<string, string>>;
  /** GitHub gives every new repository nine labels; `none` leaves them out. */
  readonly labels?: 'default' | 'none';
  readonly settings?: Partial<RepositorySettings>;
}

/** A new repository. */
export function createRepository(
  world: World,
  actor: Actor,
  input: NewRepository,
): Result<Repository> {
  const performer = performerOf(world, actor);
  if (!mayCreate(performer, input.owner)) {
    return forbidden('You need admin access to the organization before adding a repository to it.');
  }
  if (!/^[\w.-]{1,100}$/.test(input.name)) {
    return invalid({ resource: 'Repository', field: 'name', code: 'invalid' });
  }
  if (findRepository(world, input.owner.login, input.name) !== undefined) {
    return invalid({
      resource: 'Repository',
      field: 'name',
      code: 'custom',
      message: 'name already exists on this account',
    });
  }
  const repository = addRepository(world, input, emptyStore());
  if (input.labels !== 'none') addDefaultLabels(world, repository);
  if (input.files !== undefined) firstCommit(world, repository, performer, input.files);
  world.emit(repository, performer.account, { name: 'repository', action: 'created' });
  return ok(repository);
}

/** The bare record, also used for forks: no rights asked, nothing emitted. */
export function addRepository(
  world: World,
  input: NewRepository & { readonly parent?: Repository },
  objects: Repository['objects'],
): Repository {
  const id = world.nextId();
  const now = world.clock.now();
  const repository: Repository = {
    id,
    nodeId: nodeId('R', id),
    owner: input.owner,
    name: input.name,
    visibility: input.visibility ?? 'public',
    archived: false,
    defaultBranch: input.defaultBranch ?? 'main',
    settings: { ...defaultSettings, description: input.description ?? null, ...input.settings },
    parent: input.parent ?? null,
    isFork: input.parent !== undefined,
    createdAt: now,
    updatedAt: now,
    pushedAt: now,
    collaborators: new Map(),
    labels: new Map(),
    issues: new Map(),
    nextNumber: 1,
    deletedNumbers: new Set(),
    transferred: new Map(),
    pinned: [],
    objects,
    branches: new Map(),
    tags: new Map(),
    protections: new Map(),
    rulesets: new Map(),
    mergeQueues: new Map(),
    checkSuites: new Map(),
    checkRuns: new Map(),
    statuses: [],
    deployments: new Map(),
  };
  world.state.repositories.set(id, repository);
  world.state.formerNames.delete(fullName(repository).toLowerCase());
  register(world, { type: 'Repository', record: repository });
  return repository;
}

/** Renames a repository; the old name answers with a redirect until somebody takes it. */
export function renameRepository(
  world: World,
  actor: Actor,
  input: { readonly repository: Repository; readonly name: string },
): Result<Repository> {
  const { repository, name } = input;
  const allowed = authorize(world, actor, repository, 'administer');
  if (!allowed.ok) return allowed;
  const taken = findRepository(world, repository.owner.login, name);
  if (!/^[\w.-]{1,100}$/.test(name) || (taken !== undefined && taken !== repository)) {
    return invalid({ resource: 'Repository', field: 'name', code: 'invalid' });
  }
  const from = repository.name;
  rememberName(world, repository);
  repository.name = name;
  repository.updatedAt = world.clock.now();
  world.state.formerNames.delete(fullName(repository).toLowerCase());
  world.emit(repository, allowed.value.account, { name: 'repository', action: 'renamed', from });
  return ok(repository);
}

/** Moves a repository to another owner the actor may create repositories for. */
export function transferRepository(
  world: World,
  actor: Actor,
  input: { readonly repository: Repository; readonly owner: User | Organization },
): Result<Repository> {
  const { repository, owner } = input;
  const allowed = authorize(world, actor, repository, 'administer');
  if (!allowed.ok) return allowed;
  if (!mayCreate(allowed.value, owner) || findRepository(world, owner.login, repository.name)) {
    return invalid({ resource: 'Repository', field: 'new_owner', code: 'invalid' });
  }
  const from = repository.owner;
  rememberName(world, repository);
  for (const team of world.state.teams.values()) team.repositories.delete(repository.id);
  for (const installation of world.state.installations.values()) {
    installation.selected.delete(repository.id);
  }
  repository.owner = owner;
  repository.updatedAt = world.clock.now();
  world.emit(repository, allowed.value.account, {
    name: 'repository',
    action: 'transferred',
    from,
  });
  return ok(repository);
}

/** Changes settings, visibility, default branch or archived state. */
export function editRepository(
  world: World,
  actor: Actor,
  input: {
    readonly repository: Repository;
    readonly settings?: Partial<RepositorySettings>;
    readonly visibility?: Repository['visibility'];
    readonly defaultBranch?: string;
    readonly archived?: boolean;
  },
): Result<Repository> {
  const { repository } = input;
  const allowed = authorize(world, actor, repository, 'administer');
  if (!allowed.ok) return allowed;
  const branch = input.defaultBranch ?? repository.defaultBranch;
  if (branch !== repository.defaultBranch && !repository.branches.has(branch)) {
    return invalid({ resource: 'Repository', field: 'default_branch', code: 'invalid' });
  }
  changeDetails(world, allowed.value, repository, { branch, settings: input.settings ?? {} });
  changeVisibility(world, allowed.value, repository, input.visibility ?? repository.visibility);
  if (input.archived !== undefined && input.archived !== repository.archived) {
    repository.archived = input.archived;
    const action = input.archived ? 'archived' : 'unarchived';
    world.emit(repository, allowed.value.account, { name: 'repository', action });
  }
  repository.updatedAt = world.clock.now();
  return ok(repository);
}

/**
 * Deletes a repository. Forks of it stay, without a parent. Pull requests from it lose their head and are
 * closed; those from before GitHub did that stay open without a head (`keepPullsOpen`).
 */
export function deleteRepository(
  world: World,
  actor: Actor,
  input: { readonly repository: Repository; readonly keepPullsOpen?: boolean },
): Result<Repository> {
  const { repository } = input;
  const allowed = authorize(world, actor, repository, 'administer');
  if (!allowed.ok) return allowed;
  world.state.repositories.delete(repository.id);
  world.state.nodes.delete(repository.nodeId);
  if (input.keepPullsOpen === true) {
    for (const other of world.state.repositories.values()) forget(other, repository);
  }
  world.emit(repository, allowed.value.account, { name: 'repository', action: 'deleted' });
  for (const [name, former] of world.state.formerNames) {
    if (former === repository) world.state.formerNames.delete(name);
  }
  for (const installation of world.state.installations.values()) {
    installation.selected.delete(repository.id);
  }
  for (const team of world.state.teams.values()) team.repositories.delete(repository.id);
  for (const other of world.state.repositories.values()) forget(other, repository);
  return ok(repository);
}

function forget(other: Repository, deleted: Repository): void {
  if (other.parent === deleted) other.parent = null;
  for (const issue of other.issues.values()) {
    if (issue.pull?.headRepository === deleted) issue.pull.headRepository = null;
    if (issue.parent?.repository === deleted) issue.parent = null;
    issue.subIssues = issue.subIssues.filter((sub) => sub.repository !== deleted);
  }
}

function firstCommit(
  world: World,
  repository: Repository,
  performer: Performer,
  contents: Readonly<Record<string, string>>,
): void {
  const { objects } = repository;
  const files = Object.entries(contents).map(
    ([path, text]) => [path, { mode: '100644', sha: writeBlob(objects, text).sha }] as const,
  );
  const { account } = performer;
  const email = account.type === 'User' ? account.email : 'noreply@github.com';
  const signature = { name: account.name ?? account.login, email, at: world.clock.now() };
  const commit = writeCommit(objects, {
    tree: writeTree(objects, new Map(files)).sha,
    parents: [],
    message: 'Initial commit',
    author: signature,
    committer: signature,
    authorAccount: account,
    committerAccount: account,
    verified: false,
  });
  repository.branches.set(repository.defaultBranch, commit.sha);
  register(world, { type: 'Commit', record: commit, repository });
}

function changeDetails(
  world: World,
  performer: Performer,
  repository: Repository,
  next: { readonly branch: string; readonly settings: Partial<RepositorySettings> },
): void {
  const { description, homepage } = repository.settings;
  const from = repository.defaultBranch;
  repository.defaultBranch = next.branch;
  Object.assign(repository.settings, next.settings);
  const changes = {
    ...(from === next.branch ? {} : { default_branch: { from } }),
    ...(description === repository.settings.description
      ? {}
      : { description: { from: description } }),
    ...(homepage === repository.settings.homepage ? {} : { homepage: { from: homepage } }),
  };
  if (Object.keys(changes).length > 0) {
    world.emit(repository, performer.account, { name: 'repository', action: 'edited', changes });
  }
}

function changeVisibility(
  world: World,
  performer: Performer,
  repository: Repository,
  visibility: Repository['visibility'],
): void {
  if (visibility === repository.visibility) return;
  repository.visibility = visibility;
  const action = visibility === 'public' ? 'publicized' : 'privatized';
  world.emit(repository, performer.account, { name: 'repository', action });
  if (visibility === 'public') world.emit(repository, performer.account, { name: 'public' });
}

function rememberName(world: World, repository: Repository): void {
  world.state.formerNames.set(fullName(repository).toLowerCase(), repository);
}

function mayCreate(performer: Performer, owner: User | Organization): boolean {
  if (performer.system || owner === performer.account) return true;
  if (owner.type === 'User') return false;
  if (performer.installation?.account === owner) {
    return performer.installation.permissions['administration'] === 'write';
  }
  return isOrganizationOwner(owner, performer.account) || owner.members.has(performer.account.id);
}

const defaultSettings: RepositorySettings = {
  description: null,
  homepage: null,
  hasIssues: true,
  allowMergeCommit: true,
  allowSquashMerge: true,
  allowRebaseMerge: true,
  allowAutoMerge: false,
  deleteBranchOnMerge: false,
};
