import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/core/gate/judge.ts';
import { MINUTE, plus } from '../../../src/core/time.ts';
import { anObligation, NOW } from '../../builders/gate.ts';
import { matterOf, PEOPLE } from './decision-facts.ts';
import { DIMENSIONS, expected, rows, type Row } from './decision-rows.ts';

describe('the decision table of the gate', () => {
  it.each(DIMENSIONS.shape)(
    'holds what the contract says in every combination: %s',
    { timeout: 120_000 },
    (shape) => {
      const wrong: unknown[] = [];
      let judged = 0;
      for (const row of rows(shape)) {
        const { conclusion } = judge(matterOf(row), PEOPLE);
        judged += 1;
        if (conclusion !== expected(row)) wrong.push({ ...row, conclusion, wanted: expected(row) });
      }
      expect(wrong.slice(0, 5)).toEqual([]);
      expect(wrong).toHaveLength(0);
      expect(judged).toBe(3 * 5 * 35 * 2 * 6 * 5 * 2 * 2);
    },
  );

  it('fails, whatever else holds, when it is not known who owns what', () => {
    for (const row of rows('alone').filter(({ override }) => override === 'none')) {
      const matter = { ...matterOf(row), codeOwners: new Map() };
      expect(judge(matter, PEOPLE).conclusion).toBe('failure');
    }
  });

  it('lets a minute pass before a grace ends, and holds from its very end on', () => {
    const row: Row = {
      owner: 'known',
      violation: 'grace',
      evidence: 'none',
      mode: 'enforce',
      exemption: 'none',
      override: 'none',
      unowned: 'pass',
      vouch: 'other',
      shape: 'alone',
    };
    const at = (now: typeof NOW): string =>
      judge({ ...matterOf(row), obligations: [anObligation({ holdsFrom: NOW })], now }, PEOPLE)
        .conclusion;
    expect([at(plus(NOW, -MINUTE)), at(plus(NOW, -1)), at(NOW)]).toEqual([
      'success',
      'success',
      'failure',
    ]);
  });
});
