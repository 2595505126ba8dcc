import type { Instant } from '../../core/time.ts';

/** GitHub's time: the local clock corrected by the `Date` header of GitHub's latest answer. */
export interface GitHubClock {
  now(): Instant;
}
