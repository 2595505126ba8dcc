import { describe, expect, it } from 'vitest';
import {
  addDuration,
  lastWorkStartNotAfter,
  nextWorkingMoment,
  subtractDuration,
  workStartOn,
} from '../../../src/core/calendar.ts';
import type { WorkCalendar } from '../../../src/core/policy/policy.ts';
import { HOUR, instantFromIso, isoOf } from '../../../src/core/time.ts';
import { CHRISTMAS, EASTER_2026, FRI_SAT, schedule, utc } from './schedules.ts';

type Moment = readonly [
  what: string,
  zone: string,
  at: string,
  expected: string,
  calendar?: Partial<WorkCalendar>,
];

describe('hours and days', () => {
  it('are so much time, whatever the clocks on walls do', () => {
    const from = instantFromIso('2026-10-24T12:00+02:00');
    const berlin = schedule('Europe/Berlin');
    const day = { unit: 'ms', amount: 24 * HOUR } as const;
    expect(isoOf(addDuration(from, day, berlin))).toBe(utc('2026-10-25T11:00+01:00'));
    expect(subtractDuration(addDuration(from, day, berlin), day, berlin)).toBe(from);
  });
});

describe('the next working moment', () => {
  it.for<Moment>([
    ['during work, at once', 'UTC', '2026-11-20T11:11Z', '2026-11-20T11:11Z'],
    ['as work begins', 'UTC', '2026-11-20T09:00Z', '2026-11-20T09:00Z'],
    ['before work', 'UTC', '2026-11-20T08:59:59Z', '2026-11-20T09:00Z'],
    ['as work ends', 'UTC', '2026-11-19T17:00Z', '2026-11-20T09:00Z'],
    ['on Friday evening', 'UTC', '2026-11-20T17:00Z', '2026-11-23T09:00Z'],
    ['at the weekend', 'UTC', '2026-11-21T11:00Z', '2026-11-23T09:00Z'],
    ['before a long weekend', 'UTC', '2026-04-02T18:00Z', '2026-04-07T09:00Z', EASTER_2026],
    ['at Christmas', 'UTC', '2026-12-24T00:00Z', '2026-12-28T09:00Z', CHRISTMAS],
    [
      'on a Friday in Riyadh',
      'Asia/Riyadh',
      '2026-11-20T10:00+03:00',
      '2026-11-22T09:00+03:00',
      FRI_SAT,
    ],
    [
      'at night in New York',
      'America/New_York',
      '2026-11-20T03:00-05:00',
      '2026-11-20T09:00-05:00',
    ],
    [
      'in the Chatham morning',
      'Pacific/Chatham',
      '2026-11-20T00:10+13:45',
      '2026-11-20T09:00+13:45',
    ],
    ['in Kiritimati', 'Pacific/Kiritimati', '2026-11-20T18:00+14:00', '2026-11-23T09:00+14:00'],
    [
      'when the clocks went forward',
      'Europe/Berlin',
      '2026-03-28T12:00+01:00',
      '2026-03-30T09:00+02:00',
    ],
    ['when they went back', 'America/St_Johns', '2026-10-31T12:00-02:30', '2026-11-02T09:00-03:30'],
    [
      'where work goes round the clock',
      'UTC',
      '2026-11-20T23:59Z',
      '2026-11-20T23:59Z',
      { hours: { from: 0, to: 24 * 60 } },
    ],
    [
      'where it does, at the weekend',
      'UTC',
      '2026-11-21T00:00Z',
      '2026-11-23T00:00Z',
      { hours: { from: 0, to: 24 * 60 } },
    ],
    [
      'at a midnight that Santiago does not have',
      'America/Santiago',
      '2026-09-05T23:59:59-04:00',
      '2026-09-06T01:00-03:00',
      { weekend: [6], hours: { from: 0, to: 8 * 60 } },
    ],
    [
      'where the clocks jump over all hours of the day',
      'Europe/Berlin',
      '2026-03-29T00:00+01:00',
      '2026-03-30T02:00+02:00',
      { weekend: [], hours: { from: 2 * 60, to: 3 * 60 } },
    ],
  ])('%s (%s): of %s is %s', ([, zone, at, expected, calendar]) => {
    const next = nextWorkingMoment(instantFromIso(at), schedule(zone, calendar));
    expect(isoOf(next)).toBe(utc(expected));
  });
});

describe('the beginning of work', () => {
  it.for<Moment>([
    ['of the same day', 'UTC', '2026-11-20T23:00Z', '2026-11-20T09:00Z'],
    ['of a free day too', 'UTC', '2026-11-21T00:00Z', '2026-11-21T09:00Z'],
    [
      'of the day that Kiritimati has',
      'Pacific/Kiritimati',
      '2026-11-20T12:00Z',
      '2026-11-21T09:00+14:00',
    ],
    [
      "of the day that St John's has",
      'America/St_Johns',
      '2026-11-21T03:00Z',
      '2026-11-20T09:00-03:30',
    ],
  ])('is that %s (%s): for %s it is %s', ([, zone, at, expected, calendar]) => {
    expect(isoOf(workStartOn(instantFromIso(at), schedule(zone, calendar)))).toBe(utc(expected));
  });

  it.for<Moment>([
    ['today', 'UTC', '2026-11-20T23:00Z', '2026-11-20T09:00Z'],
    ['as it begins', 'UTC', '2026-11-20T09:00Z', '2026-11-20T09:00Z'],
    ['yesterday, before it begins', 'UTC', '2026-11-20T08:59:59Z', '2026-11-19T09:00Z'],
    ['before the weekend', 'UTC', '2026-11-22T23:59Z', '2026-11-20T09:00Z'],
    ['before a long weekend', 'UTC', '2026-04-06T12:00Z', '2026-04-02T09:00Z', EASTER_2026],
    [
      'on Thursday in Riyadh',
      'Asia/Riyadh',
      '2026-11-21T12:00+03:00',
      '2026-11-19T09:00+03:00',
      FRI_SAT,
    ],
    [
      'before the change of clocks',
      'Europe/Berlin',
      '2026-03-29T23:00+02:00',
      '2026-03-27T09:00+01:00',
    ],
  ])('was last %s (%s): for %s it was %s', ([, zone, at, expected, calendar]) => {
    const last = lastWorkStartNotAfter(instantFromIso(at), schedule(zone, calendar));
    expect(isoOf(last)).toBe(utc(expected));
  });
});
