/** What a year costs: requests by kind, by hour and by minute, and memory by month. */
import type { Requests } from '../gate/count-requests.ts';

export interface Costs {
  readonly total: number;
  readonly reads: number;
  readonly writes: number;
  readonly tokens: number;
  readonly refused: number;
  /** By what was asked, most frequent first. */
  readonly byKind: readonly (readonly [string, number])[];
  /** The most of any hour and minute of the year; a read is 1 point, a write 5. */
  readonly mostInAnHour: number;
  readonly mostPointsInAMinute: number;
  readonly mostWritesInAMinute: number;
  readonly mostWritesInAnHour: number;
}

export interface Measure {
  add(at: number, requests: Requests): void;
  costs(): Costs;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export function measure(): Measure {
  const kinds = new Map<string, number>();
  const sums = { reads: 0, writes: 0, tokens: 0, refused: 0 };
  const hours = most();
  const points = most();
  const writesByMinute = most();
  const writesByHour = most();
  return {
    add: (at, { reads, writes, tokens, refused, each }) => {
      for (const one of each) {
        const kind = kindOf(one);
        kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      }
      sums.reads += reads;
      sums.writes += writes;
      sums.tokens += tokens;
      sums.refused += refused;
      hours.add(Math.floor(at / HOUR), reads + writes);
      points.add(Math.floor(at / MINUTE), reads + 5 * writes);
      writesByMinute.add(Math.floor(at / MINUTE), writes);
      writesByHour.add(Math.floor(at / HOUR), writes);
    },
    costs: () => ({
      ...sums,
      total: sums.reads + sums.writes,
      byKind: [...kinds].sort(([, a], [, b]) => b - a),
      mostInAnHour: hours.most(),
      mostPointsInAMinute: points.most(),
      mostWritesInAMinute: writesByMinute.most(),
      mostWritesInAnHour: writesByHour.most(),
    }),
  };
}

/** Times come in order: only the present window and the fullest one are kept. */
function most(): { add(window: number, amount: number): void; most(): number } {
  let present = { window: -1, sum: 0 };
  let fullest = 0;
  return {
    add: (window, amount) => {
      const sum = window === present.window ? present.sum + amount : amount;
      present = { window, sum };
      fullest = Math.max(fullest, sum);
    },
    most: () => fullest,
  };
}

/** `GET /repos/:/issues/:/comments`; an operation of GraphQL is named already. */
function kindOf(one: string): string {
  return one
    .replace(/\?.*$/, '')
    .replace('/api/v3', '')
    .replace(/\/repos\/[^/]+\/[^/]+/, '/repos/:')
    .replaceAll(/\/\d+/g, '/:')
    .replaceAll(/\/(labels|contents|git)\/.*/g, '/$1/:');
}
