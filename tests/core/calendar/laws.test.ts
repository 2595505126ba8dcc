import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import {
  addDuration,
  lastWorkStartNotAfter,
  nextWorkingMoment,
  subtractDuration,
  workStartOn,
} from '../../../src/core/calendar.ts';
import type { Duration, Schedule } from '../../../src/core/policy/policy.ts';
import {
  DAY,
  instantFromIso,
  instantOf,
  MINUTE,
  plus,
  type Instant,
} from '../../../src/core/time.ts';
import { runs } from '../../support/properties.ts';

const businessDays = (amount: number): Duration => ({ unit: 'business-days', amount });

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'America/Santiago',
  'Africa/Cairo',
  'Asia/Riyadh',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
  'Pacific/Niue',
];

const twoDigits = (figure: number): string => String(figure).padStart(2, '0');
const yearly = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
  .map(([month, day]) => `${twoDigits(month)}-${twoDigits(day)}`);
const once = fc
  .tuple(fc.integer({ min: 2024, max: 2030 }), yearly)
  .map(([year, day]) => `${String(year)}-${day}`);

/** Hours by day: clocks change at night, where one time can be shown twice and another not at all. */
const aSchedule: fc.Arbitrary<Schedule> = fc.record({
  timeZone: fc.constantFrom(...ZONES),
  calendar: fc.record({
    weekend: fc.subarray([1, 2, 3, 4, 5, 6, 7], { maxLength: 6 }),
    holidays: fc.array(fc.oneof(yearly, once), { maxLength: 40 }),
    hours: fc
      .tuple(fc.integer({ min: 6 * 60, max: 12 * 60 }), fc.integer({ min: 1, max: 10 * 60 }))
      .map(([from, length]) => ({ from, to: from + length })),
  }),
});

const aMoment: fc.Arbitrary<Instant> = fc
  .integer({ min: instantFromIso('2024-01-01T00:00Z'), max: instantFromIso('2030-12-31T00:00Z') })
  .map(instantOf);

const shown = (at: Instant, { timeZone }: Schedule): DateTime =>
  DateTime.fromMillis(at, { zone: timeZone });

/** The same said another way: asked of one moment, not reckoned from day to day. */
function isWorkday(at: Instant, schedule: Schedule): boolean {
  const { weekend, holidays } = schedule.calendar;
  const day = shown(at, schedule);
  const names = [day.toFormat('yyyy-MM-dd'), day.toFormat('MM-dd')];
  return !weekend.includes(day.weekday) && !names.some((name) => holidays.includes(name));
}

function isWorking(at: Instant, schedule: Schedule): boolean {
  const { from, to } = schedule.calendar.hours;
  const day = shown(at, schedule);
  const time = day.hour * 60 + day.minute;
  return isWorkday(at, schedule) && time >= from && time < to;
}

describe('business days, whatever the zone and the calendar', () => {
  it('end on a working day, at the time of day at which they began', () => {
    fc.assert(
      fc.property(aSchedule, aMoment, fc.integer({ min: 1, max: 40 }), (schedule, at, days) => {
        const from = workStartOn(at, schedule);
        const until = addDuration(from, businessDays(days), schedule);
        expect(isWorkday(until, schedule)).toBe(true);
        expect(shown(until, schedule).toFormat('HH:mm')).toBe(
          shown(from, schedule).toFormat('HH:mm'),
        );
      }),
      runs(),
    );
  });

  it('are as many as there are working days on the way', () => {
    fc.assert(
      fc.property(aSchedule, aMoment, fc.integer({ min: 1, max: 15 }), (schedule, at, days) => {
        const until = shown(addDuration(at, businessDays(days), schedule), schedule);
        let counted = 0;
        let day = shown(at, schedule).startOf('day');
        while (day.toISODate() !== until.toISODate()) {
          day = day.plus({ days: 1 }).startOf('day');
          if (isWorkday(instantOf(day.toMillis()), schedule)) counted += 1;
        }
        expect(counted).toBe(days);
      }),
      runs(),
    );
  });

  it('taken away again lead back, from a working day', () => {
    fc.assert(
      fc.property(aSchedule, aMoment, fc.integer({ min: 0, max: 60 }), (schedule, at, days) => {
        const from = nextWorkingMoment(at, schedule);
        const until = addDuration(from, businessDays(days), schedule);
        expect(subtractDuration(until, businessDays(days), schedule)).toBe(from);
        const before = subtractDuration(from, businessDays(days), schedule);
        expect(addDuration(before, businessDays(days), schedule)).toBe(from);
      }),
      runs(),
    );
  });

  it('one after the other are as many together', () => {
    const few = fc.integer({ min: 0, max: 20 });
    fc.assert(
      fc.property(aSchedule, aMoment, few, few, (schedule, at, some, more) => {
        const from = nextWorkingMoment(at, schedule);
        const steps = addDuration(
          addDuration(from, businessDays(some), schedule),
          businessDays(more),
          schedule,
        );
        expect(steps).toBe(addDuration(from, businessDays(some + more), schedule));
      }),
      runs(),
    );
  });

  it('spans of hours and days lead there and back too', () => {
    fc.assert(
      fc.property(aSchedule, aMoment, fc.integer({ min: 0, max: 90 * DAY }), (schedule, at, ms) => {
        const span = { unit: 'ms', amount: ms } as const;
        const until = addDuration(at, span, schedule);
        expect(until).toBe(at + ms);
        expect(subtractDuration(until, span, schedule)).toBe(at);
      }),
      runs(),
    );
  });
});

describe('the next working moment, whatever the zone and the calendar', () => {
  it('is a working moment, not before the one asked of, and its own next', () => {
    fc.assert(
      fc.property(aSchedule, aMoment, (schedule, at) => {
        const next = nextWorkingMoment(at, schedule);
        expect(next).toBeGreaterThanOrEqual(at);
        expect(isWorking(next, schedule)).toBe(true);
        expect(nextWorkingMoment(next, schedule)).toBe(next);
        if (isWorking(at, schedule)) expect(next).toBe(at);
      }),
      runs(),
    );
  });

  it('has no other before it', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
    fc.assert(
      fc.property(aSchedule, aMoment, share, (schedule, at, part) => {
        const next = nextWorkingMoment(at, schedule);
        const between = instantOf(at + Math.floor((next - at) * part));
        if (between < next) expect(isWorking(between, schedule)).toBe(false);
        if (next > at) expect(isWorking(plus(next, -MINUTE), schedule)).toBe(false);
      }),
      runs(),
    );
  });

  it('of a later moment is no earlier', () => {
    fc.assert(
      fc.property(
        aSchedule,
        aMoment,
        fc.integer({ min: 0, max: 9 * DAY }),
        (schedule, at, more) => {
          const later = nextWorkingMoment(plus(at, more), schedule);
          expect(later).toBeGreaterThanOrEqual(nextWorkingMoment(at, schedule));
        },
      ),
      runs(),
    );
  });

  it('after the last beginning of work is that beginning, and none lies between', () => {
    fc.assert(
      fc.property(aSchedule, aMoment, (schedule, at) => {
        const last = lastWorkStartNotAfter(at, schedule);
        expect(last).toBeLessThanOrEqual(at);
        expect(nextWorkingMoment(last, schedule)).toBe(last);
        expect(workStartOn(last, schedule)).toBe(last);
        const another = addDuration(last, businessDays(1), schedule);
        expect(another).toBeGreaterThan(at);
      }),
      runs(),
    );
  });
});
