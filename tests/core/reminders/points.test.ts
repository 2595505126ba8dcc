import { describe, expect, it, test } from 'vitest';
import type { Policy } from '../../../src/core/policy/policy.ts';
import type { Clock } from '../../../src/core/reminders/clock.ts';
import { DAY, HOUR, instantOf, plus } from '../../../src/core/time.ts';
import { aPolicy } from '../../builders/a-policy.ts';
import { aClock, at, businessDays, DAYS, ENDS, live, minutes, response, told } from './support.ts';

function schedule(
  clock: Clock,
  from: string,
  { until = '2027-01-31T00:00Z', policy = aPolicy() }: { until?: string; policy?: Policy } = {},
): readonly string[] {
  return told(live(() => [clock], { from: at(from), until: at(until) }, policy).sent);
}

describe('what is due while people are at it', () => {
  it('reminds when it is due, three times more at its interval, then once a day', () => {
    const clock = aClock(response(minutes(30)), '2026-11-21T14:30:00Z');
    expect(schedule(clock, '2026-11-21T14:00Z', { until: '2026-11-24T00:00Z' })).toEqual([
      '2026-11-21T14:30 overdue',
      '2026-11-21T15:00 overdue',
      '2026-11-21T15:30 overdue',
      '2026-11-21T16:00 overdue',
      '2026-11-22T16:00 overdue',
      '2026-11-23T16:00 overdue',
    ]);
  });

  it('never reminds more often than every five minutes', () => {
    const clock = aClock(response(minutes(1)), '2026-11-21T14:30:00Z');
    expect(schedule(clock, '2026-11-21T14:00Z', { until: '2026-11-21T15:00Z' })).toEqual([
      '2026-11-21T14:30 overdue',
      '2026-11-21T14:35 overdue',
      '2026-11-21T14:40 overdue',
      '2026-11-21T14:45 overdue',
    ]);
  });

  it('keeps an interval that is longer than a day', () => {
    const clock = aClock(response(businessDays(3), 'working'), '2026-11-20T10:00:00Z');
    expect(schedule(clock, '2026-11-19T00:00Z', { until: '2026-12-09T00:00Z' })).toEqual([
      '2026-11-20T10:00 overdue',
      '2026-11-25T10:00 overdue',
      '2026-11-30T10:00 overdue',
      '2026-12-03T10:00 overdue',
      '2026-12-08T10:00 overdue',
    ]);
  });

  it('waits for working hours where the severity wakes nobody', () => {
    // A Friday evening: the weekend passes in peace, and nothing of it is caught up on Monday.
    const clock = aClock(response(minutes(60), 'working'), '2026-11-20T16:30:00Z');
    expect(schedule(clock, '2026-11-20T16:00Z', { until: '2026-11-25T00:00Z' })).toEqual([
      '2026-11-20T16:30 overdue',
      '2026-11-23T09:00 overdue',
      '2026-11-23T10:00 overdue',
      '2026-11-23T11:00 overdue',
      '2026-11-24T11:00 overdue',
    ]);
  });

  it('that was over already when it was said leaves one interval first', () => {
    const clock = aClock(response(minutes(30)), '2026-11-21T14:05:00Z', {
      knownSince: at('2026-11-21T14:40:00Z'),
    });
    expect(schedule(clock, '2026-11-21T14:40Z', { until: '2026-11-21T15:30Z' })).toEqual([
      '2026-11-21T15:10 overdue',
    ]);
  });
});

describe('what has days', () => {
  const all = { until: '2027-01-08T00:00Z' };

  it('reminds two business days before, on the day, and every two business days after it, then weekly', () => {
    // To the end of Thursday.
    const clock = aClock(DAYS, '2026-11-27T00:00:00Z');
    expect(schedule(clock, '2026-11-01T00:00Z', all)).toEqual([
      '2026-11-25T09:00 soon',
      '2026-11-26T09:00 today',
      '2026-11-27T09:00 overdue',
      '2026-12-01T09:00 overdue',
      '2026-12-03T09:00 overdue',
      '2026-12-07T09:00 overdue',
      '2026-12-14T09:00 overdue',
      '2026-12-21T09:00 overdue',
      '2026-12-28T09:00 overdue',
      '2027-01-04T09:00 overdue',
    ]);
  });

  it('knows no point before it was set', () => {
    const set = (knownSince: string, due = '2026-11-27T00:00:00Z') =>
      schedule(aClock(DAYS, due, { knownSince: at(knownSince) }), knownSince, {
        until: '2026-11-28T00:00Z',
      });
    expect(set('2026-11-25T09:00Z')).toEqual([
      '2026-11-26T09:00 today',
      '2026-11-27T09:00 overdue',
    ]);
    expect(set('2026-11-26T12:00Z')).toEqual(['2026-11-27T09:00 overdue']);
    // It was over when it was set: two business days to do it.
    expect(set('2026-11-24T12:00Z', '2026-11-20T00:00Z')).toEqual(['2026-11-26T12:00 overdue']);
  });

  type Row = readonly [
    what: string,
    due: string,
    points: readonly string[],
    policy?: Partial<Policy>,
  ];
  const HOURS = { from: 9 * 60, to: 17 * 60 };
  const NEW_YORK = { timeZone: 'America/New_York' };
  const BERLIN = { timeZone: 'Europe/Berlin' };
  const table: readonly Row[] = [
    [
      'a Sunday: on Friday, and when it is over on Monday',
      '2026-11-30T00:00Z',
      ['2026-11-26T09:00 soon', '2026-11-27T09:00 today', '2026-11-30T09:00 overdue'],
    ],
    [
      'a holiday: on the last working day before it',
      '2026-12-26T00:00Z',
      ['2026-12-23T09:00 soon', '2026-12-24T09:00 today', '2026-12-28T09:00 overdue'],
      { calendar: { weekend: [6, 7], holidays: ['12-25', '2026-12-26'], hours: HOURS } },
    ],
    [
      'a weekend of Friday and Saturday',
      '2026-11-22T00:00Z',
      ['2026-11-18T09:00 soon', '2026-11-19T09:00 today', '2026-11-22T09:00 overdue'],
      { calendar: { weekend: [5, 6], holidays: [], hours: HOURS } },
    ],
    [
      'west of Greenwich: the day is the policy’s',
      '2026-11-27T05:00Z',
      ['2026-11-25T14:00 soon', '2026-11-26T14:00 today', '2026-11-27T14:00 overdue'],
      NEW_YORK,
    ],
    [
      'across the end of summer time: nine is nine by the clock on the wall',
      '2026-10-27T23:00Z',
      ['2026-10-26T08:00 soon', '2026-10-27T08:00 today', '2026-10-28T08:00 overdue'],
      BERLIN,
    ],
    [
      'before the end of summer time and over after it',
      '2026-10-24T22:00Z',
      ['2026-10-22T07:00 soon', '2026-10-23T07:00 today', '2026-10-26T08:00 overdue'],
      BERLIN,
    ],
    [
      'across its beginning',
      '2026-03-30T22:00Z',
      ['2026-03-27T08:00 soon', '2026-03-30T07:00 today', '2026-03-31T07:00 overdue'],
      BERLIN,
    ],
    [
      'a moment within working hours',
      '2026-11-26T14:00Z',
      ['2026-11-24T09:00 soon', '2026-11-26T09:00 today', '2026-11-26T14:00 overdue'],
    ],
    [
      'a moment before work begins: the day before is the last one',
      '2026-11-26T08:00Z',
      ['2026-11-24T09:00 soon', '2026-11-25T09:00 today', '2026-11-26T09:00 overdue'],
    ],
  ];
  const rows = table.map(([what, due, points, policy = {}]) => ({ what, due, points, policy }));
  test.each(rows)('$what', ({ due, points, policy }) => {
    const { sent } = live(
      () => [aClock(DAYS, due)],
      { from: at('2026-01-01T00:00Z'), until: plus(at(due), 4 * DAY) },
      aPolicy(policy),
    );
    expect(told(sent).slice(0, 3)).toEqual(points);
  });

  it('whose time before is shorter than a day is not announced twice', () => {
    const reminders = { paging: [], before: minutes(60), every: businessDays(1) };
    const clock = aClock(DAYS, '2026-11-27T00:00Z');
    expect(
      schedule(clock, '2026-11-01T00:00Z', {
        until: '2026-11-30T00:00Z',
        policy: aPolicy({ reminders }),
      }),
    ).toEqual(['2026-11-26T09:00 today', '2026-11-27T09:00 overdue']);
  });
});

describe('what ends by itself', () => {
  it('is announced and never overdue', () => {
    expect(schedule(aClock(ENDS, '2026-11-27T00:00:00Z'), '2026-11-01T00:00Z')).toEqual([
      '2026-11-25T09:00 soon',
      '2026-11-26T09:00 today',
    ]);
  });

  it('is not announced any more once it has ended', () => {
    expect(schedule(aClock(ENDS, '2026-11-27T00:00:00Z'), '2026-11-27T00:00Z')).toEqual([]);
  });
});

describe('a pause', () => {
  it('answers at its end, once, for everything that fell into it', () => {
    const clock = aClock(response(minutes(30)), '2026-11-21T14:30:00Z', {
      snoozedUntil: at('2026-11-21T16:10:00Z'),
    });
    expect(schedule(clock, '2026-11-21T14:00Z', { until: '2026-11-21T17:00Z' })).toEqual([
      '2026-11-21T16:10 overdue',
      '2026-11-21T16:40 overdue',
    ]);
  });

  it('that ends at night waits for the morning where nobody is to be woken', () => {
    const clock = aClock(DAYS, '2026-11-27T00:00:00Z', {
      snoozedUntil: at('2026-11-28T00:00:00Z'),
    });
    // The latest of what passed, and not each of it.
    expect(schedule(clock, '2026-11-01T00:00Z', { until: '2026-12-01T00:00Z' })).toEqual([
      '2026-11-30T09:00 overdue',
    ]);
  });

  it('after which nothing has fallen due moves nothing', () => {
    const clock = aClock(DAYS, '2026-11-27T00:00:00Z', {
      snoozedUntil: at('2026-11-20T00:00:00Z'),
    });
    expect(schedule(clock, '2026-11-01T00:00Z', { until: '2026-11-26T00:00Z' })).toEqual([
      '2026-11-25T09:00 soon',
    ]);
  });

  it('of something that ends before it does is not answered', () => {
    const clock = aClock(ENDS, '2026-11-27T00:00:00Z', {
      snoozedUntil: at('2026-11-27T00:00:00Z'),
    });
    expect(schedule(clock, '2026-11-01T00:00Z')).toEqual([]);
  });
});

it('wakes nobody for what passed while nobody looked', () => {
  const clock = aClock(DAYS, '2026-11-27T00:00:00Z');
  expect(schedule(clock, '2026-11-27T22:00Z', { until: '2026-12-01T00:00Z' })).toEqual([
    '2026-11-30T09:00 overdue',
  ]);
  const waiver = aClock(ENDS, '2026-11-27T00:00:00Z');
  expect(schedule(waiver, '2026-11-25T17:00Z', { until: '2026-12-01T00:00Z' })).toEqual([
    '2026-11-26T09:00 today',
  ]);
});

it('is looked at no more often than there is something to say', () => {
  const clocks = [
    aClock(DAYS, '2026-11-27T00:00:00Z', { id: 'item I_1' }),
    aClock(response(minutes(30)), '2026-11-21T14:30:00Z'),
  ];
  const from = at('2026-11-21T14:00Z');
  const { sent, looks } = live(() => clocks, { from, until: plus(from, 365 * DAY) });
  expect(looks).toBeLessThanOrEqual(sent.length + 1);
  expect(
    instantOf(Math.min(...sent.slice(1).map((one, i) => one.at - (sent[i]?.at ?? 0)))),
  ).toBeLessThan(12 * HOUR);
});
