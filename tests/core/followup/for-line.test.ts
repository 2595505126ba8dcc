import { describe, expect, test } from 'vitest';
import { namedInForLine } from '../../../src/core/followup/for-line.ts';

describe('the line that says whose an item is', () => {
  test.each([
    ['For: payments', ['payments']],
    ['Something.\n\nFor: acme/payments\n\nMore.', ['acme/payments']],
    ['**For:** `acme/payments`', ['acme/payments']],
    ['for: @acme/payments.', ['acme/payments']],
    ['For: payments, my_team', ['payments', 'my_team']],
    ['For: payments\r\nFor: search', ['payments']],
    ['Look for: nothing', []],
    ['For:', []],
    ['', []],
  ])('%j', (body, names) => {
    expect(namedInForLine(body)).toEqual(names);
  });

  test('is read in a time that does not grow with what somebody wrote', () => {
    const body = `For: ${'a,'.repeat(100_000)}`;
    expect(namedInForLine(body).length).toBeLessThan(200);
  });
});
