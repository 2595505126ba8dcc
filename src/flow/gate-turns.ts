import { issueKey, type IssueRef } from '../core/ids.ts';

/**
 * Which pull requests were looked at by themselves since when. Whoever judges many from one read may
 * write an older verdict over the newer one of a pull request's own job; then that one looks again. Only
 * for jobs of this process: one process works on a store.
 */
export interface GateTurns {
  /** To be called before the pull request is read. */
  began(pull: IssueRef): void;
  /** A moment to ask about later. */
  now(): number;
  beganSince(pull: IssueRef, moment: number): boolean;
}

/** So many are remembered; of one forgotten it is said that it began. */
const MOST = 10_000;

export function countTurns(): GateTurns {
  const latest = new Map<string, number>();
  let turn = 0;
  let forgottenUpTo = 0;
  return {
    began: (pull) => {
      turn += 1;
      const key = issueKey(pull);
      latest.delete(key);
      latest.set(key, turn);
      const [oldest] = latest;
      if (latest.size <= MOST || oldest === undefined) return;
      forgottenUpTo = oldest[1];
      latest.delete(oldest[0]);
    },
    now: () => turn,
    beganSince: (pull, moment) => (latest.get(issueKey(pull)) ?? forgottenUpTo) > moment,
  };
}
