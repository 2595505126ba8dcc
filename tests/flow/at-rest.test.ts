import { describe, expect, test } from 'vitest';
import { DAY, instantOf, plus, type Instant } from '../../src/core/time.ts';
import { notAtRest, type Seen } from '../../src/flow/at-rest.ts';
import type { KnownIncident } from '../../src/flow/ports/incident-index.ts';
import { aPast } from '../core/recurrence/a-past.ts';
import { anObligation } from '../builders/gate.ts';

const repo = { owner: 'acme', name: 'incidents' };
/** A night on which it is the turn of numbers that leave 0 when divided by 28. */
const NIGHT: Instant = instantOf(28 * 700 * DAY);
const LONG_AGO = plus(NIGHT, -100 * DAY);

const done = { as: 'done', at: LONG_AGO, took: null, how: null } as const;

function known(number: number, over: Partial<KnownIncident> = {}): KnownIncident {
  return { ...aPast(number), open: false, ended: done, ...over, dedupKey: null };
}

function seen(number: number, over: Partial<NonNullable<Seen['listed']>> = {}): Seen {
  const listed = { repo, number, open: false, updatedAt: LONG_AGO, ...over };
  return { repo, number, listed };
}

async function readAgain(
  incidents: readonly Seen[],
  given: {
    readonly known?: readonly KnownIncident[];
    readonly owes?: number;
    readonly at?: Instant;
  },
): Promise<readonly number[]> {
  const owed = anObligation();
  const obligations =
    given.owes === undefined
      ? []
      : [{ ...owed, incident: { ...owed.incident, ref: { repo, number: given.owes } } }];
  const deps = {
    index: { inRepository: () => Promise.resolve(given.known ?? []) },
    obligations: {
      inRepository: () => Promise.resolve({ listed: true, complete: true, obligations }),
    },
    clock: { now: () => given.at ?? NIGHT },
  };
  return (await notAtRest(deps, repo, incidents)).map(({ number }) => number);
}

describe('a sweep reads again', () => {
  test('no incident that is over, owes nothing and was touched by nobody for days', async () => {
    expect(await readAgain([seen(5)], { known: [known(5)] })).toEqual([]);
  });

  test.each([
    ['it is open', seen(5, { open: true }), known(5), {}],
    ['it was open when it was last read', seen(5), known(5, { open: true }), {}],
    ['it is resolved, and not over', seen(5), known(5, { ended: { ...done, as: 'resolved' } }), {}],
    ['it was never read', seen(5), known(6), {}],
    ['somebody touched it', seen(5, { updatedAt: plus(NIGHT, -2 * DAY) }), known(5), {}],
    ['merges wait for it', seen(5), known(5), { owes: 5 }],
    ['GitHub does not list it', { repo, number: 5, listed: null }, known(5), {}],
    ['it is its turn', seen(28), known(28), {}],
  ])('one of which something may be left to do: %s', async (_, incident, was, given) => {
    expect(await readAgain([incident], { known: [was], ...given })).toEqual([incident.number]);
  });

  test('one whose prevention was still to do', async () => {
    const item = { ref: { repo, number: 9 }, url: '', title: 'Alert', restricted: false };
    const prevention = [{ ...item, became: 'open', by: null } as const];
    expect(await readAgain([seen(5)], { known: [known(5, { prevention })] })).toEqual([5]);
  });

  test('each one within four weeks', async () => {
    const all = Array.from({ length: 100 }, (_, index) => index + 1);
    const read = new Set<number>();
    for (let night = 0; night < 28; night += 1) {
      const at = plus(NIGHT, night * DAY);
      const again = await readAgain(
        all.map((n) => seen(n)),
        { known: all.map((n) => known(n)), at },
      );
      expect(again.length).toBeLessThan(5);
      for (const number of again) read.add(number);
    }
    expect(read.size).toBe(all.length);
  });
});
