import { describe, expect, it } from 'vitest';
import {
  addDuration,
  lastWorkStartNotAfter,
  nextWorkingMoment,
  subtractDuration,
} from '../../../src/core/calendar.ts';
import type { Duration, WorkCalendar } from '../../../src/core/policy/policy.ts';
import { DAY, instantFromIso, isoOf } from '../../../src/core/time.ts';
import { CHRISTMAS, EASTER_2026, FRI_SAT, schedule, utc } from './schedules.ts';

const businessDays = (amount: number): Duration => ({ unit: 'business-days', amount });

type Row = readonly [
  what: string,
  zone: string,
  from: string,
  days: number,
  until: string,
  calendar?: Partial<WorkCalendar>,
];

/** Both moments as the clocks of the zone show them, with their offset, so that a reader can check them. */
const TABLE: readonly Row[] = [
  // Weekends.
  ['Thursday and one', 'UTC', '2026-11-19T16:30Z', 1, '2026-11-20T16:30Z'],
  ['Friday and one', 'UTC', '2026-11-20T16:30Z', 1, '2026-11-23T16:30Z'],
  ['Saturday and one', 'UTC', '2026-11-21T16:30Z', 1, '2026-11-23T16:30Z'],
  ['Sunday and one', 'UTC', '2026-11-22T16:30Z', 1, '2026-11-23T16:30Z'],
  ['Monday and a week of them', 'UTC', '2026-11-16T16:30Z', 5, '2026-11-23T16:30Z'],
  ['Wednesday and two weeks of them', 'UTC', '2026-11-18T16:30Z', 10, '2026-12-02T16:30Z'],
  ['the last moment of a Friday', 'UTC', '2026-11-20T23:59:59Z', 1, '2026-11-23T23:59:59Z'],
  ['the first moment of a Saturday', 'UTC', '2026-11-21T00:00Z', 1, '2026-11-23T00:00Z'],
  ['Thursday, where Friday is free', 'UTC', '2026-11-19T10:00Z', 1, '2026-11-22T10:00Z', FRI_SAT],
  ['Friday, where it is free', 'UTC', '2026-11-20T10:00Z', 1, '2026-11-22T10:00Z', FRI_SAT],
  ['Sunday, where it is not', 'UTC', '2026-11-22T10:00Z', 1, '2026-11-23T10:00Z', FRI_SAT],
  ['five, where Friday is free', 'UTC', '2026-11-22T10:00Z', 5, '2026-11-29T10:00Z', FRI_SAT],
  ['one free day a week', 'UTC', '2026-11-20T10:00Z', 2, '2026-11-23T10:00Z', { weekend: [7] }],
  ['no free day', 'UTC', '2026-11-20T10:00Z', 2, '2026-11-22T10:00Z', { weekend: [] }],
  [
    'one working day a week',
    'UTC',
    '2026-11-16T10:00Z',
    2,
    '2026-11-30T10:00Z',
    { weekend: [2, 3, 4, 5, 6, 7] },
  ],
  // Holidays, and the long weekends that they make.
  ['into a long weekend', 'UTC', '2026-04-02T10:00Z', 1, '2026-04-07T10:00Z', EASTER_2026],
  ['within a long weekend', 'UTC', '2026-04-04T10:00Z', 1, '2026-04-07T10:00Z', EASTER_2026],
  ['from a holiday', 'UTC', '2026-04-03T10:00Z', 1, '2026-04-07T10:00Z', EASTER_2026],
  ['over a long weekend', 'UTC', '2026-04-01T10:00Z', 3, '2026-04-08T10:00Z', EASTER_2026],
  ['the same days a year later', 'UTC', '2027-04-02T10:00Z', 1, '2027-04-05T10:00Z', EASTER_2026],
  ['Christmas on a Friday', 'UTC', '2026-12-23T10:00Z', 1, '2026-12-28T10:00Z', CHRISTMAS],
  ['Christmas at a weekend', 'UTC', '2027-12-23T10:00Z', 1, '2027-12-27T10:00Z', CHRISTMAS],
  ['over New Year', 'UTC', '2026-12-31T10:00Z', 1, '2027-01-04T10:00Z', CHRISTMAS],
  ['over both', 'UTC', '2026-12-23T10:00Z', 5, '2027-01-04T10:00Z', CHRISTMAS],
  [
    'a bridge day between holiday and weekend',
    'UTC',
    '2026-05-13T10:00Z',
    2,
    '2026-05-18T10:00Z',
    { holidays: ['2026-05-14'] },
  ],
  ['29 February', 'UTC', '2028-02-28T10:00Z', 1, '2028-02-29T10:00Z'],
  ['a free one', 'UTC', '2028-02-28T10:00Z', 1, '2028-03-01T10:00Z', { holidays: ['02-29'] }],
  ['no such day', 'UTC', '2027-02-26T10:00Z', 1, '2027-03-01T10:00Z', { holidays: ['02-29'] }],
  ['from 29 February', 'UTC', '2028-02-29T10:00Z', 3, '2028-03-03T10:00Z'],
  // Whose day it is.
  [
    'Friday evening in New York, Saturday in UTC',
    'America/New_York',
    '2026-11-20T21:00-05:00',
    1,
    '2026-11-23T21:00-05:00',
  ],
  [
    'Monday morning in Auckland, Sunday in UTC',
    'Pacific/Auckland',
    '2026-11-23T09:00+13:00',
    1,
    '2026-11-24T09:00+13:00',
  ],
  [
    'Saturday in Kiritimati, Friday in UTC',
    'Pacific/Kiritimati',
    '2026-11-21T08:00+14:00',
    1,
    '2026-11-23T08:00+14:00',
  ],
  [
    'Friday in Niue, Saturday in UTC',
    'Pacific/Niue',
    '2026-11-20T20:00-11:00',
    1,
    '2026-11-23T20:00-11:00',
  ],
  [
    'a holiday that has begun in Apia only',
    'Pacific/Apia',
    '2026-12-23T08:00+13:00',
    1,
    '2026-12-28T08:00+13:00',
    CHRISTMAS,
  ],
  [
    'a quarter of an hour in Kathmandu',
    'Asia/Kathmandu',
    '2026-11-20T23:50+05:45',
    1,
    '2026-11-23T23:50+05:45',
  ],
  [
    'Thursday in Riyadh',
    'Asia/Riyadh',
    '2026-11-19T23:30+03:00',
    1,
    '2026-11-22T23:30+03:00',
    FRI_SAT,
  ],
  // Clocks that change on the way keep the time that they show.
  ['forward in Berlin', 'Europe/Berlin', '2026-03-27T10:00+01:00', 1, '2026-03-30T10:00+02:00'],
  ['back in Berlin', 'Europe/Berlin', '2026-10-23T10:00+02:00', 1, '2026-10-26T10:00+01:00'],
  [
    'forward in New York',
    'America/New_York',
    '2026-03-06T10:00-05:00',
    1,
    '2026-03-09T10:00-04:00',
  ],
  ['back in New York', 'America/New_York', '2026-10-30T10:00-04:00', 1, '2026-11-02T10:00-05:00'],
  [
    "forward in St John's, half an hour off",
    'America/St_Johns',
    '2026-03-06T10:00-03:30',
    1,
    '2026-03-09T10:00-02:30',
  ],
  ["back in St John's", 'America/St_Johns', '2026-10-30T22:00-02:30', 1, '2026-11-02T22:00-03:30'],
  [
    'back in Chatham, three quarters off',
    'Pacific/Chatham',
    '2026-04-02T10:00+13:45',
    1,
    '2026-04-03T10:00+13:45',
  ],
  [
    'back in Chatham over Easter',
    'Pacific/Chatham',
    '2026-04-02T10:00+13:45',
    1,
    '2026-04-07T10:00+12:45',
    EASTER_2026,
  ],
  ['forward in Chatham', 'Pacific/Chatham', '2026-09-25T10:00+12:45', 1, '2026-09-28T10:00+13:45'],
  [
    'half an hour back on Lord Howe',
    'Australia/Lord_Howe',
    '2026-04-03T10:00+11:00',
    1,
    '2026-04-06T10:00+10:30',
  ],
  [
    'half an hour forward on Lord Howe',
    'Australia/Lord_Howe',
    '2026-10-02T10:00+10:30',
    1,
    '2026-10-05T10:00+11:00',
  ],
  [
    'there and back within half a year',
    'Europe/Berlin',
    '2026-03-27T10:00+01:00',
    155,
    '2026-10-30T10:00+01:00',
  ],
  [
    'a time that the night of the change does not have, and the next day has',
    'Europe/Berlin',
    '2026-03-27T02:30+01:00',
    1,
    '2026-03-30T02:30+02:00',
  ],
  [
    'a time that the day itself does not have: when the clocks jump',
    'Europe/Berlin',
    '2026-03-28T02:30+01:00',
    1,
    '2026-03-29T03:00+02:00',
    { weekend: [] },
  ],
  [
    'an hour that the day has twice: the first of them',
    'Europe/Berlin',
    '2026-10-24T02:30+02:00',
    1,
    '2026-10-25T02:30+02:00',
    { weekend: [] },
  ],
  [
    'from the second of the two',
    'Europe/Berlin',
    '2026-10-25T02:30+01:00',
    1,
    '2026-10-26T02:30+01:00',
    { weekend: [] },
  ],
  [
    'a working Sunday on which the clocks go back in Jerusalem',
    'Asia/Jerusalem',
    '2026-10-22T09:00+03:00',
    1,
    '2026-10-25T09:00+02:00',
    FRI_SAT,
  ],
  [
    'a midnight that Santiago does not have',
    'America/Santiago',
    '2026-09-05T00:00-04:00',
    1,
    '2026-09-06T01:00-03:00',
    { weekend: [] },
  ],
  [
    'a Friday that Samoa never had',
    'Pacific/Apia',
    '2011-12-29T10:00-10:00',
    1,
    '2012-01-02T10:00+14:00',
  ],
];

describe('business days', () => {
  it.for(TABLE)('%s (%s): %s and %i is %s', ([, zone, from, days, until, calendar]) => {
    const at = addDuration(instantFromIso(from), businessDays(days), schedule(zone, calendar));
    expect(isoOf(at)).toBe(utc(until));
  });

  it('of which there are none are no time at all, also at a weekend', () => {
    const saturday = instantFromIso('2026-11-21T09:00Z');
    expect(addDuration(saturday, businessDays(0), schedule('UTC'))).toBe(saturday);
    expect(subtractDuration(saturday, businessDays(0), schedule('UTC'))).toBe(saturday);
  });

  it.for<Row>([
    ['Friday', 'UTC', '2026-11-20T16:30Z', 1, '2026-11-19T16:30Z'],
    ['Monday', 'UTC', '2026-11-23T16:30Z', 1, '2026-11-20T16:30Z'],
    ['Sunday', 'UTC', '2026-11-22T16:30Z', 1, '2026-11-20T16:30Z'],
    ['Saturday', 'UTC', '2026-11-21T16:30Z', 2, '2026-11-19T16:30Z'],
    [
      'Sunday in Riyadh',
      'Asia/Riyadh',
      '2026-11-22T10:00+03:00',
      1,
      '2026-11-19T10:00+03:00',
      FRI_SAT,
    ],
    ['after a long weekend', 'UTC', '2026-04-07T10:00Z', 1, '2026-04-02T10:00Z', EASTER_2026],
    ['New Year', 'UTC', '2027-01-04T10:00Z', 2, '2026-12-30T10:00Z', CHRISTMAS],
    ['1 March', 'UTC', '2028-03-01T10:00Z', 1, '2028-02-28T10:00Z', { holidays: ['02-29'] }],
    ['forward', 'Europe/Berlin', '2026-03-30T10:00+02:00', 1, '2026-03-27T10:00+01:00'],
    ['back', 'America/St_Johns', '2026-11-02T22:00-03:30', 1, '2026-10-30T22:00-02:30'],
    ['Samoa', 'Pacific/Apia', '2012-01-02T10:00+14:00', 1, '2011-12-29T10:00-10:00'],
  ])('before %s (%s): %s less %i is %s', ([, zone, from, days, until, calendar]) => {
    const at = subtractDuration(instantFromIso(from), businessDays(days), schedule(zone, calendar));
    expect(isoOf(at)).toBe(utc(until));
  });

  it('of the longest span and the fullest calendar that a policy can say are reckoned at once', () => {
    const days = Array.from({ length: 200 }, (_, index) => new Date((index + 60) * DAY));
    const holidays = days.map((day) => day.toISOString().slice(5, 10));
    const began = performance.now();
    const full = schedule('America/St_Johns', { weekend: [1, 2, 3, 4, 5, 6], holidays });
    const from = instantFromIso('2026-11-20T09:00Z');
    const until = addDuration(from, businessDays(999), full);
    expect(until).toBeGreaterThan(from + 999 * 7 * DAY);
    expect(subtractDuration(until, businessDays(998), full)).toBeGreaterThan(from);
    expect(performance.now() - began).toBeLessThan(1500);
  });

  it('of a calendar on which nobody ever works are refused, not searched for ever', () => {
    const never = schedule('UTC', { weekend: [1, 2, 3, 4, 5, 6, 7] });
    const now = instantFromIso('2026-11-20T09:00Z');
    expect(() => addDuration(now, businessDays(1), never)).toThrow('no working day');
    expect(() => nextWorkingMoment(now, never)).toThrow('no working day');
    expect(() => lastWorkStartNotAfter(now, never)).toThrow('no working day');
  });

  it('of a zone that there is not are refused by its name', () => {
    const nowhere = schedule('Europe/Atlantis');
    expect(() =>
      addDuration(instantFromIso('2026-11-20T09:00Z'), businessDays(1), nowhere),
    ).toThrow('Europe/Atlantis');
  });
});
