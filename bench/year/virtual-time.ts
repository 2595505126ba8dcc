/** One clock for the whole year: the sandbox's, by which the app waits, too. It moves only when it is moved. */
import { fixedClock, type Clock } from '../../sandbox/model/clock.ts';
import type { RealTime } from '../../src/github/time.ts';

/** Longer waits are for the real clock: nothing that the year depends on waits so long. */
const LONGEST_JUMP = 10_000;

export interface VirtualTime {
  readonly clock: Clock;
  readonly time: RealTime;
}

/** Whoever waits a little lets the time go by; the pause between two writes is such a wait. */
export function virtualTime(start: number): VirtualTime {
  const clock = fixedClock(start);
  return {
    clock,
    time: {
      now: () => clock.now(),
      after: (ms, what) => {
        const due = clock.now() + ms;
        const isShort = ms <= LONGEST_JUMP;
        const timer = setTimeout(
          () => {
            if (isShort && clock.now() < due) clock.set(due);
            what();
          },
          isShort ? 1 : ms,
        );
        return () => {
          clearTimeout(timer);
        };
      },
    },
  };
}
