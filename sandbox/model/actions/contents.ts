/** Changing files: `createCommitOnBranch`, ordinary pushes, and the contents API. */
import type { Actor, Performer } from '../actor.ts';
import { isBranchName, setBranch } from '../branches.ts';
import { entryAt, filesAt, writeBlob, writeCommit, writeTree } from '../git/objects.ts';
import type { TreeFile } from '../git/objects.ts';
import { pushViolations } from '../queries/push-rules.ts';
import type { GitCommit, Signature } from '../records/git.ts';
import type { Repository } from '../records/repository.ts';
import type { Result } from '../result.ts';
import { conflict, notFound, ok, unprocessable } from '../result.ts';
import { authorize } from '../roles.ts';
import { register } from '../world.ts';
import type { World } from '../world.ts';

export interface FileAddition {
  readonly path: string;
  /** Text, or the bytes. */
  readonly content: string | Buffer;
}

export interface FilesCommit {
  readonly repository: Repository;
  readonly branch: string;
  readonly message: string;
  readonly additions?: readonly FileAddition[];
  readonly deletions?: readonly string[];
  /** Refused with STALE_DATA when the branch is elsewhere (`expectedHeadOid`). */
  readonly expectedHead?: string;
  /** Where to begin a branch that does not exist yet; a branch name. */
  readonly from?: string;
  /** Commits made through the API are signed by GitHub; a plain `git push` is not (`false`). */
  readonly signed?: boolean;
}

/** One commit with any number of files added, changed and deleted on a branch. */
export function commitToBranch(world: World, actor: Actor, input: FilesCommit): Result<GitCommit> {
  const { repository, branch } = input;
  const allowed = authorize(world, actor, repository, 'push');
  if (!allowed.ok) return allowed;
  const before = repository.branches.get(branch) ?? null;
  const parent = before ?? repository.branches.get(input.from ?? '') ?? null;
  if (parent === null && repository.branches.size > 0)
    return notFound(`Branch ${branch} not found`);
  if (!isBranchName(branch)) return unprocessable('The branch name is malformed.');
  if (input.expectedHead !== undefined && input.expectedHead !== before) {
    return conflict(
      `Expected branch to point to "${input.expectedHead}" but it did not. Pull and try again.`,
    );
  }
  const files = changedFiles(repository, parent, input);
  if (!files.ok) return files;
  const tree = writeTree(repository.objects, files.value).sha;
  const commit = newCommit(world, allowed.value, input, { tree, parent });
  const after = commit.sha;
  const violations = pushViolations(world, allowed.value, { repository, branch, before, after });
  if (violations.length > 0)
    return conflict(`Repository rule violations found\n\n${violations.join('\n\n')}`);
  register(world, { type: 'Commit', record: commit, repository });
  setBranch(world, allowed.value, repository, { branch, sha: after });
  return ok(commit);
}

interface FileWrite {
  readonly repository: Repository;
  readonly path: string;
  readonly message: string;
  /** Default: the default branch. */
  readonly branch?: string;
}

/** Contents API: makes a file, or replaces it when `sha` names its present blob. */
export function putFile(
  world: World,
  actor: Actor,
  input: FileWrite & { readonly content: string | Buffer; readonly sha?: string },
): Result<GitCommit> {
  const { repository, path, message, content } = input;
  const branch = input.branch ?? repository.defaultBranch;
  const allowed = authorize(world, actor, repository, 'push');
  if (!allowed.ok) return allowed;
  const existing = blobOn(repository, branch, path);
  if (existing !== undefined && input.sha === undefined) {
    return unprocessable('Invalid request.\n\n"sha" wasn\'t supplied.');
  }
  if (input.sha !== undefined && existing !== input.sha) {
    return conflict(`${path} does not match ${input.sha}`);
  }
  const additions = [{ path, content }];
  return commitToBranch(world, actor, { repository, branch, message, additions });
}

/** Contents API: deletes a file whose present blob is `sha`. */
export function deleteFile(
  world: World,
  actor: Actor,
  input: FileWrite & { readonly sha: string },
): Result<GitCommit> {
  const { repository, path, message, sha } = input;
  const branch = input.branch ?? repository.defaultBranch;
  const allowed = authorize(world, actor, repository, 'push');
  if (!allowed.ok) return allowed;
  const existing = blobOn(repository, branch, path);
  if (existing === undefined) return notFound();
  if (existing !== sha) return conflict(`${path} does not match ${sha}`);
  return commitToBranch(world, actor, { repository, branch, message, deletions: [path] });
}

/** Who signs what an actor commits. */
export function signatureOf(world: World, { account }: Performer): Signature {
  const email =
    account.type === 'User'
      ? account.email
      : `${account.id}+${account.login}@users.noreply.github.com`;
  return { name: account.name ?? account.login, email, at: world.clock.now() };
}

function newCommit(
  world: World,
  performer: Performer,
  input: FilesCommit,
  on: { readonly tree: string; readonly parent: string | null },
): GitCommit {
  const signature = signatureOf(world, performer);
  return writeCommit(input.repository.objects, {
    tree: on.tree,
    parents: on.parent === null ? [] : [on.parent],
    message: input.message,
    author: signature,
    committer: signature,
    authorAccount: performer.account,
    committerAccount: performer.account,
    verified: input.signed ?? true,
  });
}

function changedFiles(
  repository: Repository,
  parent: string | null,
  input: FilesCommit,
): Result<Map<string, TreeFile>> {
  const files = filesAt(repository.objects, parent);
  for (const path of input.deletions ?? []) {
    if (!files.delete(path))
      return unprocessable(
        `A path was requested for deletion which does not exist as of commit oid ${parent ?? ''}: ${path}`,
      );
  }
  const folders = new Set([...files.keys()].flatMap(foldersOf));
  for (const { path, content } of input.additions ?? []) {
    if (!isPath(path)) return unprocessable('path contains a malformed path component');
    const above = foldersOf(path);
    const clash = folders.has(path) ? path : above.find((folder) => files.has(folder));
    if (clash !== undefined) return unprocessable(`${path} clashes with ${clash}`);
    for (const folder of above) folders.add(folder);
    const mode = files.get(path)?.mode ?? '100644';
    files.set(path, { mode, sha: writeBlob(repository.objects, content).sha });
  }
  return ok(files);
}

/** `a/b/c.txt` lies in `a` and in `a/b`. */
function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_part, index) => parts.slice(0, index + 1).join('/'));
}

function isPath(path: string): boolean {
  return path
    .split('/')
    .every((part) => part !== '' && !['.', '..', '.git'].includes(part.toLowerCase()));
}

function blobOn(repository: Repository, branch: string, path: string): string | undefined {
  const head = repository.branches.get(branch);
  const entry = head === undefined ? undefined : entryAt(repository.objects, head, path);
  return entry?.type === 'blob' ? entry.sha : undefined;
}
