import { describe, expect, it } from 'vitest';
import type { LedgerEntry } from '../../../src/core/ledger/ledger.ts';
import type { Instant } from '../../../src/core/time.ts';
import { aComment, minute, person } from '../../builders/facts.ts';
import { run } from '../../builders/run-incident.ts';
import { planned, planOf } from './planned.ts';

describe('when to look again', () => {
  it('at the next deadline, at the latest fifteen minutes after everything was read', () => {
    expect(planOf(run(), minute(1)).lookAgainAt).toBe(minute(5));
    const readAgain = run({ wholeAt: minute(20), comments: [aComment('/ack')] });
    const late = { ...readAgain, ledger: [...readAgain.ledger, ...told(minute(30))] };
    expect(planOf(late, minute(31)).lookAgainAt).toBe(minute(35));
  });

  it('at the next reminder, and in a minute while one is due and not written', () => {
    expect(planOf(run(), minute(6)).lookAgainAt).toBe(minute(7));
    const state = run({ wholeAt: minute(20) });
    const ledger = [...state.ledger, ...told(minute(20))];
    expect(planOf({ ...state, ledger }, minute(20)).lookAgainAt).toBe(minute(25));
  });

  it('at everything fifteen minutes after the last time, however often changes are read between', () => {
    for (const at of [1, 6, 14]) expect(planOf(run(), minute(at)).wholeBy).toBe(minute(15));
    const unconfirmed = planned({ author: person('eve'), events: [] });
    expect(unconfirmed).toMatchObject({ lookAgainAt: minute(15), wholeBy: minute(15) });
  });

  it('at everything every six hours, where nobody has said or done anything for four', () => {
    const hours = (count: number): Instant => minute(60 * count);
    const wholeBy = (wholeAt: Instant, saidAt: Instant): Instant | null => {
      const comments = [aComment('still looking', { createdAt: saidAt })];
      return planOf(run({ wholeAt, comments }), wholeAt).wholeBy;
    };
    expect(wholeBy(hours(4), minute(1))).toBe(minute(4 * 60 + 15));
    expect(wholeBy(hours(5), minute(1))).toBe(hours(11));
    expect(wholeBy(hours(5), hours(2))).toBe(minute(5 * 60 + 15));
  });

  it('never, when it was none', () => {
    const over = planned({ comments: [aComment('/false-alarm only a test')] });
    expect(over).toMatchObject({ lookAgainAt: null, wholeBy: null });
  });

  it('for what comes after it, when it is over', () => {
    const { lookAgainAt, wholeBy } = planned({ comments: [aComment('/resolved')] });
    expect(lookAgainAt).toBeGreaterThan(minute(15));
    expect(wholeBy).toBeNull();
  });

  /** All that is due of a SEV-1 by then has just been said. */
  function told(at: Instant): readonly LedgerEntry[] {
    const due = { acknowledge: 5, roles: 11, update: 30, mitigate: 30 };
    return Object.entries(due).map(([clock, by]) => {
      return { verdict: 'reminded', clock, due: minute(by), count: 1, overdue: 1, at } as const;
    });
  }
});
