/** The low-level git API: blobs, trees and commits one at a time. */
import type { Actor } from '../actor.ts';
import { filesOfTree, writeBlob, writeCommit, writeTree } from '../git/objects.ts';
import { personByEmail } from '../queries/person-by-email.ts';
import type { FileMode, GitBlob, GitCommit, GitTree, Signature } from '../records/git.ts';
import type { Repository } from '../records/repository.ts';
import type { Result } from '../result.ts';
import { notFound, ok, unprocessable } from '../result.ts';
import { authorize } from '../roles.ts';
import { register } from '../world.ts';
import type { World } from '../world.ts';
import { signatureOf } from './contents.ts';

/** Stores a blob. */
export function createBlob(
  world: World,
  actor: Actor,
  input: { readonly repository: Repository; readonly content: Buffer },
): Result<GitBlob> {
  const allowed = authorize(world, actor, input.repository, 'push');
  return allowed.ok ? ok(writeBlob(input.repository.objects, input.content)) : allowed;
}

/** Stores a tree of full paths on top of another one. An entry without content and SHA deletes. */
export function createTree(
  world: World,
  actor: Actor,
  input: {
    readonly repository: Repository;
    readonly baseTree?: string;
    readonly entries: readonly {
      readonly path: string;
      readonly mode: FileMode;
      readonly content?: string;
      readonly sha?: string | null;
    }[];
  },
): Result<GitTree> {
  const { objects } = input.repository;
  const allowed = authorize(world, actor, input.repository, 'push');
  if (!allowed.ok) return allowed;
  const { baseTree } = input;
  if (baseTree !== undefined && !objects.trees.has(baseTree)) return notFound();
  const files = baseTree === undefined ? new Map() : filesOfTree(objects, baseTree);
  for (const { path, mode, content, sha } of input.entries) {
    if (content !== undefined) files.set(path, { mode, sha: writeBlob(objects, content).sha });
    else if (sha == null) files.delete(path);
    else if (objects.blobs.has(sha)) files.set(path, { mode, sha });
    else return unprocessable(`tree.sha ${sha} is not a valid blob`);
  }
  return ok(writeTree(objects, files));
}

/** Stores a commit that no branch points to yet. An App's commits are signed when no author is given. */
export function createCommit(
  world: World,
  actor: Actor,
  input: {
    readonly repository: Repository;
    readonly message: string;
    readonly tree: string;
    readonly parents: readonly string[];
    readonly author?: Signature;
  },
): Result<GitCommit> {
  const { repository } = input;
  const { objects } = repository;
  const allowed = authorize(world, actor, repository, 'push');
  if (!allowed.ok) return allowed;
  if (!objects.trees.has(input.tree)) return unprocessable('Tree SHA does not exist');
  if (input.parents.some((sha) => !objects.commits.has(sha))) {
    return unprocessable('Parent SHA does not exist or is not a commit object');
  }
  const signature = input.author ?? signatureOf(world, allowed.value);
  const account =
    input.author === undefined
      ? allowed.value.account
      : (personByEmail(world, input.author.email) ?? null);
  const commit = writeCommit(objects, {
    tree: input.tree,
    parents: input.parents,
    message: input.message,
    author: signature,
    committer: signature,
    authorAccount: account,
    committerAccount: account,
    verified: input.author === undefined && allowed.value.installation !== null,
  });
  register(world, { type: 'Commit', record: commit, repository });
  return ok(commit);
}
