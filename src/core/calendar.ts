/**
 * Spans as a policy writes them, laid on its calendar: its time zone, its weekend, its holidays, its
 * working hours. Business days are counted as dates and only then looked up on the clock, so a change
 * of clocks on the way moves nothing.
 */
import type { Duration, Schedule } from './policy/policy.ts';
import { instantOf, MINUTE, plus, type Instant } from './time.ts';
import { dateOf, isDayOf, momentOf, wallTimeOf, weekdayOf } from './wall-clock.ts';

/**
 * The moment `duration` after `from`. A business day ends at the same clock time on the next day on which
 * people work; started on another day, the first one ends on the first working day after it. No business
 * days are no time at all.
 */
export function addDuration(from: Instant, duration: Duration, schedule: Schedule): Instant {
  return moved(from, duration, { by: 1, schedule });
}

/** The moment `duration` before `from`: what `addDuration` does, backwards. */
export function subtractDuration(from: Instant, duration: Duration, schedule: Schedule): Instant {
  return moved(from, duration, { by: -1, schedule });
}

/** `at` itself within working hours, else the moment at which work begins next. */
export function nextWorkingMoment(at: Instant, schedule: Schedule): Instant {
  const today = wallTimeOf(at, schedule.timeZone).day;
  const next = firstDay(today, 1, (day) => hasHours(day, schedule) && endOn(day, schedule) > at);
  return instantOf(Math.max(at, startOn(next, schedule)));
}

/** When working hours begin on the day of `at` in the policy's zone, whether or not people work that day. */
export function workStartOn(at: Instant, schedule: Schedule): Instant {
  return startOn(wallTimeOf(at, schedule.timeZone).day, schedule);
}

/** The latest beginning of working hours, on a day on which people work, that is not after `at`. */
export function lastWorkStartNotAfter(at: Instant, schedule: Schedule): Instant {
  const today = wallTimeOf(at, schedule.timeZone).day;
  const last = firstDay(
    today,
    -1,
    (day) => hasHours(day, schedule) && startOn(day, schedule) <= at,
  );
  return startOn(last, schedule);
}

type Direction = 1 | -1;

function moved(
  from: Instant,
  { unit, amount }: Duration,
  { by, schedule }: { readonly by: Direction; readonly schedule: Schedule },
): Instant {
  if (unit === 'ms') return plus(from, by * amount);
  if (amount === 0) return from;
  const start = wallTimeOf(from, schedule.timeZone);
  let day = start.day;
  for (let left = amount; left > 0; left -= 1) {
    day = firstDay(day + by, by, (one) => isWorkday(one, schedule));
  }
  return momentOf({ day, time: start.time }, schedule.timeZone);
}

/** No calendar that a policy can write down goes without work for so long. */
const LONGEST_REST_DAYS = 30 * 366;

function firstDay(from: number, by: Direction, fits: (day: number) => boolean): number {
  for (let steps = 0; steps < LONGEST_REST_DAYS; steps += 1) {
    const day = from + by * steps;
    if (fits(day)) return day;
  }
  throw new Error('the calendar has no working day');
}

function isWorkday(day: number, { timeZone, calendar }: Schedule): boolean {
  if (calendar.weekend.includes(weekdayOf(day))) return false;
  const date = dateOf(day);
  if (calendar.holidays.includes(date) || calendar.holidays.includes(date.slice(5))) return false;
  return isDayOf(day, timeZone);
}

/** Not where the clocks jump over all of them. */
function hasHours(day: number, schedule: Schedule): boolean {
  return isWorkday(day, schedule) && startOn(day, schedule) < endOn(day, schedule);
}

function startOn(day: number, { timeZone, calendar }: Schedule): Instant {
  return momentOf({ day, time: calendar.hours.from * MINUTE }, timeZone);
}

function endOn(day: number, { timeZone, calendar }: Schedule): Instant {
  return momentOf({ day, time: calendar.hours.to * MINUTE }, timeZone);
}
