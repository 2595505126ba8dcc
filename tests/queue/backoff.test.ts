import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoffMs } from '../../src/queue/backoff.ts';
import { describeFailure, retryAtOf } from '../../src/queue/failure.ts';
import { runs } from '../support/properties.ts';

const usual = { firstMs: 1_000, longestMs: 900_000 };

test('each wait is about twice the one before, up to the longest', () => {
  const waits = [1, 2, 3, 10, 11, 50].map((attempt) => backoffMs(attempt, usual, () => 0.999_999));
  expect(waits).toEqual([1_000, 2_000, 4_000, 512_000, 900_000, 900_000]);
});

test('chance takes away at most half of a wait', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (attempt, chance) => {
        const whole = backoffMs(attempt, usual, () => 1);
        const wait = backoffMs(attempt, usual, () => chance);
        return wait >= whole / 2 - 1 && wait <= whole;
      },
    ),
    runs(),
  );
});

test('an error is written down with its causes, and bounded', () => {
  const error = new Error('could not write', { cause: new RangeError('too far') });
  expect(describeFailure(error)).toBe('Error: could not write; because RangeError: too far');
  expect(describeFailure(new Error('x'.repeat(10_000)))).toHaveLength(2_000);
  expect(describeFailure('a string')).toBe('thrown: string');
});

test('of several times to come back the latest counts, wherever in the chain it stands', () => {
  const limit = (retryAt: number): Error => Object.assign(new Error('limit'), { retryAt });
  const both = new AggregateError([limit(5), limit(9)], 'two');
  expect(retryAtOf(new Error('outer', { cause: both }))).toBe(9);
  expect(retryAtOf(new Error('plain'))).toBeNull();
});
