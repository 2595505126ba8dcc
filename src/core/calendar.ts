/** Spans as a policy writes them, laid on a calendar. */
import { DateTime } from 'luxon';
import type { Duration } from './policy/policy.ts';
import { instantOf, plus, type Instant } from './time.ts';

/**
 * The moment `duration` after `from`. A business day ends at the same clock time on the next Monday
 * to Friday in `zone` (an IANA name); started on a weekend, the first one ends on Monday.
 */
export function addDuration(from: Instant, duration: Duration, zone: string): Instant {
  if (duration.unit === 'ms') return plus(from, duration.amount);
  let day = DateTime.fromMillis(from, { zone });
  if (!day.isValid) throw new Error(`not a time zone: ${zone}`);
  for (let left = duration.amount; left > 0;) {
    day = day.plus({ days: 1 });
    if (day.weekday <= 5) left -= 1;
  }
  return instantOf(day.toMillis());
}
