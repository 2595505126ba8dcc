import type { RepoRef } from '../core/ids.ts';
import { MINUTE, plus, type Instant } from '../core/time.ts';
import type { GitHubClock } from './ports/github-clock.ts';
import type { InstalledRepositories } from './ports/issue-lists.ts';

/** For so long a repository that was taken away may still be written to, which then fails and is tried again. */
const FRESH = 10 * MINUTE;

/** What the app sees, asked for once in a while: for work of which much falls due in the same minute. */
export function rememberRepositories(
  installed: InstalledRepositories,
  clock: GitHubClock,
): InstalledRepositories {
  let kept: { readonly until: Instant; readonly all: readonly RepoRef[] } | null = null;
  return {
    repositories: async () => {
      const now = clock.now();
      if (kept !== null && now < kept.until) return kept.all;
      const all = await installed.repositories();
      kept = { until: plus(now, FRESH), all };
      return all;
    },
  };
}
