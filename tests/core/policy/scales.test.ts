import { describe, expect, it } from 'vitest';
import type { Duration } from '../../../src/core/policy/policy.ts';
import { BUILT_IN_ROLES, SCALES } from '../../../src/core/policy/scales.ts';
import { DAY } from '../../../src/core/time.ts';
import { RESERVED_WORDS } from '../../../src/config/policy/reserved-words.ts';
import { COMMANDS } from '../../../src/core/command/grammar.ts';

const scales = Object.entries(SCALES);

/** Business days reckoned as days: only their order matters here. */
const length = (clock: Duration | null) =>
  clock === null ? Infinity : clock.unit === 'ms' ? clock.amount : clock.amount * DAY;

describe.each(scales)('the scale %s', (_, levels) => {
  it('has ids that can be labels, each once', () => {
    const ids = levels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9]+$/);
  });

  it.each(['users', 'customers', 'cost'] as const)(
    'asks for more %s the worse it is',
    (measure) => {
      const figures = levels.flatMap(({ thresholds }) => thresholds[measure] ?? []);
      expect(figures.length).toBeGreaterThan(2);
      expect(figures).toEqual([...new Set(figures)].sort((a, b) => b - a));
    },
  );

  it('ends in a level that every figure reaches', () => {
    expect(levels.at(-1)?.thresholds).toEqual({});
  });

  it.each([
    'acknowledgeWithin',
    'mitigateWithin',
    'updateEvery',
    'reassessEvery',
    'postmortemWithin',
    'actionItemsWithin',
  ] as const)('gives more time under %s the milder it is', (clock) => {
    const spans = levels.map((level) => length(level[clock]));
    expect(spans).toEqual([...spans].sort((a, b) => a - b));
  });

  it('asks only for built-in roles, and for fewer the milder it is', () => {
    const known = BUILT_IN_ROLES.map(({ id }) => id);
    for (const { roles } of levels) expect(known).toEqual(expect.arrayContaining([...roles]));
    const counts = levels.map(({ roles }) => roles.length);
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
  });

  it('requires a postmortem of its two most severe levels', () => {
    expect(levels.slice(0, 3).map(({ postmortem }) => postmortem)).toEqual([
      'required',
      'required',
      'when-asked',
    ]);
  });
});

describe('the figures of published practice', () => {
  it('P0 begins at 20 % of users, 25 % of customers, 100 % of cost, and so on down', () => {
    expect(SCALES.priority.map(({ thresholds }) => thresholds)).toEqual([
      { users: 20, customers: 25, cost: 100 },
      { users: 10, customers: 10, cost: 50 },
      { users: 5, customers: 5, cost: 30 },
      {},
    ]);
  });
});

describe('role ids are commands', () => {
  it('no built-in role is called like another command', () => {
    for (const { id } of BUILT_IN_ROLES) expect(RESERVED_WORDS).not.toContain(id);
  });

  it('every command there is, is reserved', () => {
    for (const { word } of COMMANDS) expect(RESERVED_WORDS).toContain(word);
  });
});
