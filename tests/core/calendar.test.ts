import { describe, expect, it } from 'vitest';
import { addDuration } from '../../src/core/calendar.ts';
import { aPolicy } from '../builders/a-policy.ts';
import type { Duration } from '../../src/core/policy/policy.ts';
import { DAY, HOUR, instantFromIso, isoOf } from '../../src/core/time.ts';

const businessDays = (amount: number): Duration => ({ unit: 'business-days', amount });
const after = (from: string, duration: Duration, zone = 'UTC') =>
  isoOf(addDuration(instantFromIso(from), duration, aPolicy({ timeZone: zone }))).replace(
    '.000Z',
    'Z',
  );

describe('a duration after a moment', () => {
  it('of hours and days is so much time, whatever the clocks on walls do', () => {
    expect(after('2026-11-20T09:00:00Z', { unit: 'ms', amount: 3 * DAY })).toBe(
      '2026-11-23T09:00:00Z',
    );
    const changeOfClocks = after(
      '2026-10-24T12:00:00Z',
      { unit: 'ms', amount: 24 * HOUR },
      'Europe/Berlin',
    );
    expect(changeOfClocks).toBe('2026-10-25T12:00:00Z');
  });

  it('of no business days is the moment itself, also at a weekend', () => {
    expect(after('2026-11-21T09:00:00Z', businessDays(0))).toBe('2026-11-21T09:00:00Z');
  });

  it.each([
    ['Thursday', '2026-11-19T16:30:00Z', 1, '2026-11-20T16:30:00Z'],
    ['Friday', '2026-11-20T16:30:00Z', 1, '2026-11-23T16:30:00Z'],
    ['Saturday', '2026-11-21T16:30:00Z', 1, '2026-11-23T16:30:00Z'],
    ['Sunday', '2026-11-22T16:30:00Z', 1, '2026-11-23T16:30:00Z'],
    ['Monday, a week of them', '2026-11-16T16:30:00Z', 5, '2026-11-23T16:30:00Z'],
    ['Wednesday, two weeks of them', '2026-11-18T16:30:00Z', 10, '2026-12-02T16:30:00Z'],
  ])('business days from a %s skip the weekend', (_, from, amount, until) => {
    expect(after(from, businessDays(amount))).toBe(until);
  });

  it("whether it is a weekend is asked in the policy's zone", () => {
    // Friday evening in New York is already Saturday in UTC.
    expect(after('2026-11-21T02:00:00Z', businessDays(1), 'America/New_York')).toBe(
      '2026-11-24T02:00:00Z',
    );
    expect(after('2026-11-21T02:00:00Z', businessDays(1), 'UTC')).toBe('2026-11-23T02:00:00Z');
    // Sunday evening in UTC is already Monday in Auckland.
    expect(after('2026-11-22T20:00:00Z', businessDays(1), 'Pacific/Auckland')).toBe(
      '2026-11-23T20:00:00Z',
    );
  });

  it('a business day keeps the clock time when the clocks change', () => {
    // Friday 10:00 in Berlin is 08:00 UTC in summer; Monday 10:00 is 09:00 UTC in winter.
    expect(after('2026-10-23T08:00:00Z', businessDays(1), 'Europe/Berlin')).toBe(
      '2026-10-26T09:00:00Z',
    );
  });

  it('the longest a policy can say is reckoned at once', () => {
    const began = performance.now();
    expect(after('2026-11-20T09:00:00Z', businessDays(999))).toBe('2030-09-19T09:00:00Z');
    expect(performance.now() - began).toBeLessThan(500);
  });
});
