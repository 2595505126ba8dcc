import fc from 'fast-check';
import { aPolicy } from '../../builders/a-policy.ts';
import { describe, expect, test } from 'vitest';
import { readDeadline } from '../../../src/core/command/deadline.ts';
import { DAY, HOUR, instantFromIso, instantOf, isoOf } from '../../../src/core/time.ts';
import { runs } from '../../support/properties.ts';

/** A Saturday. */
const saidAt = instantFromIso('2026-11-21T14:40:00Z');

const { calendar } = aPolicy();

function until(text: string, timeZone = 'UTC', said = saidAt): string {
  const read = readDeadline(text, { saidAt: said, timeZone, calendar });
  if (read.kind === 'deadline') return isoOf(read.until).replace(':00.000Z', 'Z');
  return read.kind === 'none' ? 'none' : read.problem;
}

describe('until when', () => {
  test.each([
    ['2026-12-15', '2026-12-16T00:00Z'],
    ['until 2026-12-15', '2026-12-16T00:00Z'],
    ['until 2026-12-15, the vendor is late', '2026-12-16T00:00Z'],
    ['today', '2026-11-22T00:00Z'],
    ['tomorrow', '2026-11-23T00:00Z'],
    ['in 5 days', '2026-11-26T14:40Z'],
    ['for 5 days', '2026-11-26T14:40Z'],
    ['5d', '2026-11-26T14:40Z'],
    ['2 weeks', '2026-12-05T14:40Z'],
    ['12h', '2026-11-22T02:40Z'],
    ['5bd', '2026-11-27T14:40Z'],
    ['in 5 business days', '2026-11-27T14:40Z'],
    ['1 working day', '2026-11-23T14:40Z'],
    ['the vendor is late', 'none'],
    ['in progress', 'none'],
    ['5 vendors are late', '`5` is not a day I can read'],
    ['', 'none'],
    ['2026-11-20', '`2026-11-20` is past'],
    ['2126-11-20', '`2126-11-20` is more than ten years away'],
    ['9999d', '`9999d` is more than ten years away'],
    ['2026-02-30', '`2026-02-30` is not a day of the calendar'],
    ['2026-12-15T10:00:00Z', '`2026-12-15T10:00:00Z` is not a day I can read'],
    [
      '2026-12-15 14:00',
      'it takes a day, not a time of day; `2026-12-15` lasts to the end of that day',
    ],
    ['15.12.2026', '`15.12.2026` is not a day I can read'],
    ['12/15/2026', '`12/15/2026` is not a day I can read'],
    ['Friday', '`Friday` is not a day I can read'],
    ['next week', '`next week` is not a day I can read'],
    ['Dec 15', '`Dec 15` is not a day I can read'],
    ['the end of the month', '`the end of the month` is not a day I can read'],
    ['0 days', '`0 days` is no time at all'],
  ])('%s', (text, expected) => {
    expect(until(text)).toBe(expected);
  });

  test('what follows is left over', () => {
    const read = readDeadline('until 2026-12-15: the vendor', {
      saidAt,
      timeZone: 'UTC',
      calendar,
    });
    expect(read).toMatchObject({ kind: 'deadline', rest: 'the vendor' });
  });
});

describe('a day lasts to its end in the zone of the policy', () => {
  test.each([
    ['2026-12-15', 'Europe/Berlin', '2026-12-15T23:00Z'],
    ['2026-12-15', 'America/New_York', '2026-12-16T05:00Z'],
    ['2026-12-15', 'Asia/Kolkata', '2026-12-15T18:30Z'],
    // The clocks go forward, and back, on that very day.
    ['2027-03-28', 'Europe/Berlin', '2027-03-28T22:00Z'],
    ['2027-10-31', 'Europe/Berlin', '2027-10-31T23:00Z'],
    // The day after begins at one o'clock: its midnight does not exist.
    ['2027-04-22', 'Africa/Cairo', '2027-04-22T22:00Z'],
    ['2027-04-29', 'Africa/Cairo', '2027-04-29T22:00Z'],
  ])('%s in %s', (text, zone, expected) => {
    expect(until(text, zone)).toBe(expected);
  });

  test('today is what today is there', () => {
    const late = instantFromIso('2026-11-21T23:30:00Z');
    expect(until('today', 'Europe/Berlin', late)).toBe('2026-11-22T23:00Z');
    expect(until('2026-11-21', 'Europe/Berlin', late)).toBe('`2026-11-21` is past');
    expect(until('2026-11-21', 'America/New_York', late)).toBe('2026-11-22T05:00Z');
  });

  test('it always ends in the future, and today within a day and an hour', () => {
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Pacific/Apia');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 800 * 24 * 60 }), zones, (minutes, timeZone) => {
        const said = instantOf(saidAt + minutes * 60_000);
        const read = readDeadline('today', { saidAt: said, timeZone, calendar });
        if (read.kind !== 'deadline') throw new Error(JSON.stringify(read));
        expect(read.until).toBeGreaterThan(said);
        expect(read.until).toBeLessThanOrEqual(said + DAY + HOUR);
      }),
      runs(),
    );
  });
});

test('a span is as long as the same span in the policy, whatever the clocks do', () => {
  const beforeAutumn = instantFromIso('2026-10-20T12:00:00Z');
  expect(until('30 days', 'Europe/Berlin', beforeAutumn)).toBe('2026-11-19T12:00Z');
});
