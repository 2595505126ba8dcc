import type { RealTime } from '../../../src/github/time.ts';

export interface JumpingTime extends RealTime {
  /** Lets so many milliseconds be over. */
  skip(ms: number): void;
}

/** Longer waits are not waited for but come back to: the limits of patience of the request budget. */
const LONGEST_JUMP = 10_000;

/**
 * This machine's time for the app under test, without the waiting: whatever waits a few seconds (the pause
 * between two writes, the next try) is woken at once and finds that the seconds have passed.
 */
export function jumpingTime(): JumpingTime {
  let ahead = 0;
  const now = (): number => Date.now() + ahead;
  return {
    now,
    skip: (ms) => {
      ahead += ms;
    },
    after: (ms, what) => {
      const due = now() + ms;
      const isShort = ms <= LONGEST_JUMP;
      const timer = setTimeout(
        () => {
          if (isShort) ahead += Math.max(0, due - now());
          what();
        },
        isShort ? Math.min(ms, 2) : ms,
      );
      return () => {
        clearTimeout(timer);
      };
    },
  };
}
