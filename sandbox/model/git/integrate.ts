/** The three ways a head reaches a base: a merge commit, one squashed commit, rebased commits. */
import type { GitCommit, ObjectStore, Signature } from '../records/git.ts';
import type { Person } from '../records/accounts.ts';
import type { MergeMethod } from '../records/pull-request.ts';
import { commitsBetween, isAncestor } from './history.ts';
import { applyCommit, mergeCommits } from './merge.ts';
import { writeCommit } from './objects.ts';

export interface Integration {
  readonly base: string;
  readonly head: string;
  readonly method: MergeMethod;
  /** The message of the merge or squash commit; rebased commits keep theirs. */
  readonly message: string;
  readonly author: { readonly account: Person; readonly signature: Signature };
  readonly committer: { readonly account: Person; readonly signature: Signature };
}

/** Writes the new commits; answers the last one, or null when there are conflicts. */
export function integrate(store: ObjectStore, wanted: Integration): GitCommit | null {
  if (wanted.method === 'rebase') return rebase(store, wanted);
  const outcome = mergeCommits(store, wanted.base, wanted.head);
  if (outcome.kind === 'conflicts') return null;
  const parents = wanted.method === 'merge' ? [wanted.base, wanted.head] : [wanted.base];
  return writeCommit(store, {
    tree: outcome.tree,
    parents,
    message: wanted.message,
    author: wanted.author.signature,
    committer: wanted.committer.signature,
    authorAccount: wanted.author.account,
    committerAccount: wanted.committer.account,
    verified: true,
  });
}

function rebase(store: ObjectStore, { base, head, committer }: Integration): GitCommit | null {
  let tip = store.commits.get(base) ?? null;
  for (const commit of commitsBetween(store, base, head)) {
    // Merge commits fall away in a rebase, as git does it.
    if (commit.parents.length > 1 || tip === null) continue;
    if (isAncestor(store, commit.sha, tip.sha)) continue;
    const outcome = applyCommit(store, tip.sha, commit);
    if (outcome.kind === 'conflicts') return null;
    tip = writeCommit(store, {
      ...commit,
      tree: outcome.tree,
      parents: [tip.sha],
      committer: committer.signature,
      committerAccount: committer.account,
      verified: false,
    });
  }
  return tip;
}
