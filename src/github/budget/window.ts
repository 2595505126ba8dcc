/** A sum over the last so many milliseconds. Times must not decrease. */
export interface Window {
  add(at: number, weight: number): void;
  sum(now: number): number;
  count(now: number): number;
  latest(): number | undefined;
  /** When so much has left that the sum is at most `most`; 0 when it is already. */
  whenAtMost(most: number, now: number): number;
}

export function createWindow(length: number): Window {
  let entries: { readonly at: number; readonly weight: number }[] = [];
  let first = 0;
  let total = 0;

  const forget = (now: number): void => {
    for (let entry = entries[first]; entry !== undefined; entry = entries[first]) {
      if (now - entry.at < length) break;
      total -= entry.weight;
      first += 1;
    }
    if (first > 1000 && first > entries.length / 2) {
      entries = entries.slice(first);
      first = 0;
    }
  };

  return {
    add: (at, weight) => {
      forget(at);
      entries.push({ at, weight });
      total += weight;
    },
    sum: (now) => {
      forget(now);
      return total;
    },
    count: (now) => {
      forget(now);
      return entries.length - first;
    },
    latest: () => entries.at(-1)?.at,
    whenAtMost: (most, now) => {
      forget(now);
      let rest = total;
      for (let i = first; rest > most; i += 1) {
        const entry = entries[i];
        if (entry === undefined) return now + length;
        rest -= entry.weight;
        if (rest <= most) return entry.at + length;
      }
      return 0;
    },
  };
}
