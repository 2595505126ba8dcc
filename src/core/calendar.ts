/** Spans as a policy writes them, laid on its calendar: its time zone, its weekend, its holidays. */
import { DateTime } from 'luxon';
import type { Duration, Schedule } from './policy/policy.ts';
import { instantOf, plus, type Instant } from './time.ts';

/**
 * The moment `duration` after `from`. A business day ends at the same clock time on the next day on which
 * people work; started on another day, the first one ends on the first working day after it.
 */
export function addDuration(from: Instant, duration: Duration, schedule: Schedule): Instant {
  if (duration.unit === 'ms') return plus(from, duration.amount);
  let day = dayOf(from, schedule);
  for (let left = duration.amount; left > 0;) {
    day = day.plus({ days: 1 });
    if (isWorkday(day, schedule)) left -= 1;
  }
  return instantOf(day.toMillis());
}

function dayOf(at: Instant, { timeZone }: Schedule): DateTime {
  const day = DateTime.fromMillis(at, { zone: timeZone });
  if (!day.isValid) throw new Error(`not a time zone: ${timeZone}`);
  return day;
}

function isWorkday(day: DateTime, { calendar: { weekend, holidays } }: Schedule): boolean {
  const date = day.toFormat('yyyy-MM-dd');
  return (
    !weekend.includes(day.weekday) && !holidays.includes(date) && !holidays.includes(date.slice(5))
  );
}
