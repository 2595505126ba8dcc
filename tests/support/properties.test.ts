import fc from 'fast-check';
import { expect, test } from 'vitest';
import { patience, runs } from './properties.ts';

const numbers = fc.array(fc.integer(), { minLength: 1, maxLength: 20 });

function casesOf(parameters: ReturnType<typeof runs>): readonly (readonly number[])[] {
  const seen: (readonly number[])[] = [];
  const watched = fc.property(numbers, (one) => {
    seen.push(one);
  });
  expect(fc.check(watched, parameters).failed).toBe(false);
  return seen;
}

test('the usual run sees the same cases each time, as many as it says', () => {
  const cases = casesOf(runs(30, {}, {}));
  expect(cases).toHaveLength(30);
  expect(casesOf(runs(30, {}, {}))).toEqual(cases);
});

test('a hunt sees others and so many times more, and has the time for it', () => {
  const env = { PROPERTY_SEED: '7', PROPERTY_RUNS: '4', PROPERTY_SECONDS: '9' };
  const cases = casesOf(runs(30, {}, env));
  expect(cases).toHaveLength(120);
  expect(cases.slice(0, 30)).not.toEqual(casesOf(runs(30, {}, {})));
  expect(runs(30, { usualMs: 100 }, env).interruptAfterTimeLimit).toBe(9000);
  expect(patience(5000, env)).toBe(14_000);
});

test('a counterexample is repeated by its seed and its path alone', () => {
  const broken = fc.property(numbers, (one) => one.every((number) => number < 1000));
  const found = fc.check(broken, runs(100, {}, { PROPERTY_SEED: '-578071502' }));
  expect(found.failed).toBe(true);
  const env = {
    PROPERTY_SEED: String(found.seed),
    PROPERTY_PATH: found.counterexamplePath ?? '',
  };
  const again = fc.check(broken, runs(100, {}, env));
  expect([again.numRuns, again.counterexample]).toEqual([1, found.counterexample]);
});

test('a seed that is no number is refused', () => {
  expect(() => runs(1, {}, { PROPERTY_SEED: 'lucky' })).toThrow('PROPERTY_SEED');
});
