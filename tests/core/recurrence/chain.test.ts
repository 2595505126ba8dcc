import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concernedBy, makesCircle, recurrencesOf } from '../../../src/core/recurrence/chain.ts';
import type { PastIncident } from '../../../src/core/recurrence/past-incident.ts';
import { runs } from '../../support/properties.ts';
import { aPast } from './a-past.ts';

const ref = (number: number) => aPast(number).ref;
const numbers = (all: readonly { readonly ref: { readonly number: number } }[]): number[] =>
  all.map((one) => one.ref.number);
const repeat = (number: number, of: number, more: Partial<PastIncident> = {}): PastIncident =>
  aPast(number, { repeatOf: ref(of), ...more });

function around(number: number, all: readonly PastIncident[]) {
  const self = all.find((one) => one.ref.number === number)!;
  const { earlier, later } = recurrencesOf(self, all);
  return { earlier: numbers(earlier), later: numbers(later) };
}

describe('which incidents are the same one', () => {
  const all = [aPast(1), repeat(2, 1), repeat(3, 2), repeat(4, 1), aPast(5)];

  test('those it is a repeat of, those that repeat it, and other repeats of the same', () => {
    expect(around(3, all)).toEqual({ earlier: [2, 1], later: [4] });
    expect(around(1, all)).toEqual({ earlier: [], later: [2, 3, 4] });
    expect(around(4, all)).toEqual({ earlier: [3, 2, 1], later: [] });
    expect(around(5, all)).toEqual({ earlier: [], later: [] });
  });

  test('a drill, a false alarm, a duplicate and what nobody confirmed are not counted', () => {
    const ended = (as: 'false-alarm' | 'duplicate') =>
      ({ ended: { as, at: aPast(9).declaredAt, took: null, how: null } }) as const;
    const some = [
      aPast(1),
      repeat(2, 1, { drill: true }),
      repeat(3, 1, ended('false-alarm')),
      repeat(4, 1, ended('duplicate')),
      repeat(5, 1, { confirmed: false }),
      repeat(6, 1),
    ];
    expect(around(1, some)).toEqual({ earlier: [], later: [6] });
    expect(around(6, some)).toEqual({ earlier: [1], later: [] });
  });

  test('what the command names counts, whatever became of it', () => {
    const alarm = { as: 'false-alarm', at: aPast(1).declaredAt, took: null, how: null } as const;
    expect(around(2, [aPast(1, { ended: alarm }), repeat(2, 1)]).earlier).toEqual([1]);
  });

  test('what was said decides which came first, when the clock cannot', () => {
    const { declaredAt } = aPast(1);
    const some = [aPast(7, { declaredAt }), repeat(3, 7, { declaredAt })];
    expect(around(3, some)).toEqual({ earlier: [7], later: [] });
    expect(around(7, some)).toEqual({ earlier: [], later: [3] });
  });

  test('what is not known, or may not be, ends the chain', () => {
    expect(around(3, [repeat(3, 2)])).toEqual({ earlier: [], later: [] });
  });

  test('every record has an answer, also one with circles, and never names the incident itself', () => {
    const links = fc.array(fc.option(fc.integer({ min: 1, max: 8 }), { nil: null }), {
      minLength: 8,
      maxLength: 8,
    });
    fc.assert(
      fc.property(links, (targets) => {
        const some = targets.map((of, index) =>
          of === null ? aPast(index + 1) : repeat(index + 1, of),
        );
        for (const one of some) {
          const { earlier, later } = around(one.ref.number, some);
          const others = [...earlier, ...later];
          expect(new Set(others).size).toBe(others.length);
          expect(others).not.toContain(one.ref.number);
        }
      }),
      runs(),
    );
  });
});

describe('a circle', () => {
  const repeatOf = (all: readonly PastIncident[]) => (issue: PastIncident['ref']) =>
    all.find((one) => one.ref.number === issue.number)?.repeatOf ?? null;

  test('is what a repeat of itself, of its repeat, or of a repeat of that would make', () => {
    const known = repeatOf([aPast(1), repeat(2, 1), repeat(3, 2), aPast(4)]);
    expect(makesCircle(ref(1), ref(1), known)).toBe(true);
    expect(makesCircle(ref(1), ref(2), known)).toBe(true);
    expect(makesCircle(ref(1), ref(3), known)).toBe(true);
    expect(makesCircle(ref(1), ref(4), known)).toBe(false);
    expect(makesCircle(ref(3), ref(1), known)).toBe(false);
  });

  test('that is in the record already does not hold anybody up', () => {
    expect(makesCircle(ref(1), ref(2), repeatOf([repeat(2, 3), repeat(3, 2)]))).toBe(false);
  });
});

describe('who is looked at again', () => {
  const all = [aPast(1), repeat(2, 1), repeat(3, 1), aPast(4)];
  const concerned = (before: PastIncident | null, after: PastIncident, others = all) =>
    concernedBy(before, after, others).atOnce.map(({ number }) => number);

  test('everybody whom a new repeat concerns, and those whom a former one did', () => {
    expect(concerned(aPast(5), repeat(5, 4))).toEqual([4]);
    expect(concerned(repeat(5, 4), repeat(5, 1)).sort()).toEqual([1, 2, 3, 4]);
  });

  test('nobody, where it looks as before', () => {
    expect(concerned(repeat(2, 1), repeat(2, 1))).toEqual([]);
    expect(concerned(repeat(2, 1), repeat(2, 1, { title: 'Other', open: true }))).toEqual([]);
    expect(concerned(null, aPast(5))).toEqual([]);
  });

  test('the family of one that turns out to be a false alarm', () => {
    const ended = { as: 'false-alarm', at: aPast(9).declaredAt, took: null, how: null } as const;
    expect(concerned(repeat(2, 1), repeat(2, 1, { ended })).sort()).toEqual([1, 3]);
  });

  test('its repeats, when something became of what was to prevent it', () => {
    const accepted = { by: 'erin', reason: 'too dear' };
    expect(concerned(aPast(1), aPast(1, { accepted }))).toEqual([2, 3]);
    expect(concerned(repeat(3, 1), repeat(3, 1, { accepted }))).toEqual([]);
  });

  test('in public nobody, when it is restricted', () => {
    expect(concerned(null, repeat(5, 1, { restricted: true }))).toEqual([]);
    const secret = aPast(1, { restricted: true });
    expect(concerned(null, repeat(5, 1, { restricted: true }), [secret])).toEqual([1]);
  });

  test('soon, those worked on that an unknown earlier one may be like', () => {
    const working = aPast(6, { open: true, ended: null });
    const soon = (after: PastIncident) =>
      concernedBy(null, after, [...all, working]).soon.map(({ number }) => number);
    expect(soon(aPast(5))).toEqual([6]);
    expect(soon(aPast(7))).toEqual([]);
    expect(concernedBy(aPast(5), aPast(5), [...all, working]).soon).toEqual([]);
  });
});
