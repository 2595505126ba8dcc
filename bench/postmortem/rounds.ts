/**
 * What several pieces of work take, measured beside each other: in milliseconds of the processor, so that
 * what else the machine does counts as little as it can.
 */

export interface Piece<Name extends string = string> {
  readonly name: Name;
  readonly work: () => unknown;
}

/**
 * The median of each piece over so many rounds. In every round each piece runs once, in an order that is
 * turned around from one to the next; two rounds before that are not counted.
 */
export function medians<Name extends string>(
  pieces: readonly Piece<Name>[],
  rounds: number,
): ReadonlyMap<Name, number> {
  const times = new Map<Name, number[]>(pieces.map(({ name }) => [name, []]));
  for (let round = -WARM_UP; round < rounds; round += 1) {
    for (const { name, work } of round % 2 === 0 ? pieces : pieces.toReversed()) {
      const taken = millisecondsOf(work);
      if (round >= 0) times.get(name)?.push(taken);
    }
  }
  return new Map([...times].map(([name, all]) => [name, median(all)]));
}

const WARM_UP = 2;

function millisecondsOf(work: () => unknown): number {
  // What one piece leaves behind is not cleared away while another is measured.
  globalThis.gc?.();
  const began = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
}

function median(all: readonly number[]): number {
  const sorted = all.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = NaN, high = NaN] = [
    sorted[sorted.length % 2 === 0 ? middle - 1 : middle],
    sorted[middle],
  ];
  return (low + high) / 2;
}
