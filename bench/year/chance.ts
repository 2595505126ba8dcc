/** Chance from a seed: the same seed, the same year. */
export interface Chance {
  /** At least `least`, below `most`. */
  readonly between: (least: number, most: number) => number;
  readonly isOf: (share: number) => boolean;
  readonly pick: <T>(...all: readonly [T, ...T[]]) => T;
}

/** Mulberry32: 32 bits of state, good enough to spread incidents over a year. */
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    between: (least, most) => least + next() * (most - least),
    isOf: (share) => next() < share,
    pick: (...all) => all[Math.floor(next() * all.length)] ?? all[0],
  };
}
