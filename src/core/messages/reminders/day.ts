import { DateTime } from 'luxon';
import type { Policy } from '../../policy/policy.ts';
import type { Reminder } from '../../reminders/due.ts';
import { MINUTE, plus, type Instant } from '../../time.ts';
import { dateWords, momentWords } from '../moments.ts';

/** The day that is meant by its end, `2026-12-01`; a moment within a day to the minute. */
export function dayWords(until: Instant, { timeZone }: Pick<Policy, 'timeZone'>): string {
  const local = DateTime.fromMillis(until, { zone: timeZone });
  const isDayEnd = local.toMillis() === local.startOf('day').toMillis();
  return isDayEnd
    ? dateWords(plus(until, -1), timeZone)
    : momentWords(plus(until, -(until % MINUTE)), timeZone);
}

/** `due on 2026-12-01`, `due today, 2026-12-01`, `overdue: it was due on 2026-12-01`. */
export function dueOn({ clock, point }: Reminder, policy: Pick<Policy, 'timeZone'>): string {
  const day = dayWords(clock.due, policy);
  switch (point.stage) {
    case 'soon':
      return `due on ${day}`;
    case 'today': {
      const { timeZone } = policy;
      const isToday = dateWords(point.at, timeZone) === dateWords(plus(clock.due, -1), timeZone);
      return isToday
        ? `due today, ${day}`
        : `due on ${day}; today is the last working day until then`;
    }
    case 'overdue':
      return `overdue: it was due on ${day}`;
  }
}
