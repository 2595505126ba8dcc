/** How long to wait after a failure. */

export interface Backoff {
  /** Wait after the first failure, doubled with each further one. */
  readonly firstMs: number;
  readonly longestMs: number;
}

/**
 * Milliseconds until the next try after `attempt` tries (1 for the first). Half of it is chance, so that
 * what failed together does not come back together. `random` gives numbers in [0, 1).
 */
export function backoffMs(attempt: number, backoff: Backoff, random: () => number): number {
  const doublings = Math.min(Math.max(attempt - 1, 0), 40);
  const whole = Math.min(backoff.firstMs * 2 ** doublings, backoff.longestMs);
  return Math.round(whole / 2 + (whole / 2) * random());
}
