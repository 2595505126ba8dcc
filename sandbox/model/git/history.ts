/** Questions about the graph of commits. */
import type { GitCommit, ObjectStore } from '../records/git.ts';

/** A commit and everything it stands on, by SHA. */
export function ancestors(store: ObjectStore, sha: string): Set<string> {
  const seen = new Set<string>();
  const waiting = [sha];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    waiting.push(...(store.commits.get(next)?.parents ?? []));
  }
  return seen;
}

/** Whether the first commit is the second or one that the second stands on. */
export function isAncestor(store: ObjectStore, ancestor: string, descendant: string): boolean {
  return ancestors(store, descendant).has(ancestor);
}

/** The best common ancestor of two commits: the common one that no other common one stands on. */
export function mergeBase(store: ObjectStore, first: string, second: string): string | null {
  const ofSecond = ancestors(store, second);
  const common = [...ancestors(store, first)].filter((sha) => ofSecond.has(sha));
  const below = new Set<string>();
  for (const sha of common) {
    for (const parent of store.commits.get(sha)?.parents ?? []) {
      for (const covered of ancestors(store, parent)) below.add(covered);
    }
  }
  return common.find((sha) => !below.has(sha)) ?? null;
}

/** The commits that the head has and the base has not, oldest first (`git log base..head`). */
export function commitsBetween(store: ObjectStore, base: string | null, head: string): GitCommit[] {
  const excluded = base === null ? new Set<string>() : ancestors(store, base);
  const ordered: GitCommit[] = [];
  const seen = new Set<string>();
  const visit = (start: string): void => {
    // Depth first without recursion, so that long histories do not exhaust the stack.
    const stack: { readonly sha: string; readonly done: boolean }[] = [{ sha: start, done: false }];
    for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
      const commit = store.commits.get(top.sha);
      if (commit === undefined || excluded.has(top.sha)) continue;
      if (top.done) {
        ordered.push(commit);
        continue;
      }
      if (seen.has(top.sha)) continue;
      seen.add(top.sha);
      stack.push({ sha: top.sha, done: true });
      for (const parent of [...commit.parents].reverse()) stack.push({ sha: parent, done: false });
    }
  };
  visit(head);
  return ordered;
}

/** First-parent and other history of a commit, newest first (`git log`). */
export function log(store: ObjectStore, sha: string): GitCommit[] {
  return commitsBetween(store, null, sha).reverse();
}
