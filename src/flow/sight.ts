import { repoKey, type RepoRef } from '../core/ids.ts';

/**
 * Incident repositories that a sweep could not list, and that nobody has listed before: the app is not
 * installed there, or issues are off. Nothing that is read can tell what they hold. Only for jobs of this
 * process; after a start the first who waits for such a repository has it looked for again.
 */
export interface Sight {
  lost(repo: RepoRef): void;
  seen(repo: RepoRef): void;
  isLost(repo: RepoRef): boolean;
}

export function rememberSight(): Sight {
  const out = new Set<string>();
  return {
    lost: (repo) => {
      out.add(repoKey(repo));
    },
    seen: (repo) => {
      out.delete(repoKey(repo));
    },
    isLost: (repo) => out.has(repoKey(repo)),
  };
}
