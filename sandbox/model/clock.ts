/** The sandbox's own time: real by default, fixed for tests, and movable in both cases. */

export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Moves time by so many milliseconds, also backwards (a negative number). */
  advance(milliseconds: number): void;
  /** Jumps to an instant in epoch milliseconds. */
  set(epochMilliseconds: number): void;
}

/** Runs with real time, shifted by whatever `advance` and `set` asked for. */
export function realClock(): Clock {
  let shift = 0;
  return {
    now: () => Date.now() + shift,
    advance: (milliseconds) => {
      shift += milliseconds;
    },
    set: (instant) => {
      shift = instant - Date.now();
    },
  };
}

/** Stands still until it is moved. */
export function fixedClock(start: number): Clock {
  let now = start;
  return {
    now: () => now,
    advance: (milliseconds) => {
      now += milliseconds;
    },
    set: (instant) => {
      now = instant;
    },
  };
}
