/** The parts of a policy that say what happens after an incident, and when: their texts and defaults. */
import type {
  Policy,
  ReminderRules,
  RepeatRule,
  Severity,
  Taxonomy,
  WorkCalendar,
} from '../../core/policy/policy.ts';
import { BUILT_IN_CAUSES } from '../../core/policy/taxonomy.ts';
import { MINUTE } from '../../core/time.ts';
import { readDuration } from './duration.ts';
import type { PolicyFileText } from './schema/policy-file.ts';

/** Monday first: a weekday's number is its place here plus one, as ISO 8601 counts. */
export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;

export function calendarOf({ calendar }: PolicyFileText): WorkCalendar {
  const weekend = calendar?.weekend ?? ['saturday', 'sunday'];
  return {
    weekend: weekend.map((day) => WEEKDAYS.indexOf(day) + 1),
    holidays: calendar?.holidays ?? [],
    hours: readHours(calendar?.working_hours ?? '09:00-17:00'),
  };
}

/** `09:00-17:00` as minutes after midnight. Throws on a text that the schema would have refused. */
export function readHours(text: string): WorkCalendar['hours'] {
  const [, ...figures] = /^(\d{2}):(\d{2})-(\d{2}):(\d{2})$/.exec(text) ?? [];
  const [fromHour, fromMinute, toHour, toMinute] = figures.map(Number);
  if (toMinute === undefined) throw new Error(`not working hours: ${JSON.stringify(text)}`);
  return {
    from: (fromHour ?? 0) * 60 + (fromMinute ?? 0),
    to: (toHour ?? 0) * 60 + toMinute,
  };
}

export function remindersOf(
  { reminders }: PolicyFileText,
  severities: readonly Severity[],
): ReminderRules {
  return {
    paging: reminders?.paging ?? severities.filter(isPaging).map(({ id }) => id),
    before: readDuration(reminders?.before ?? '2bd'),
    every: readDuration(reminders?.every ?? '2bd'),
  };
}

/** Who must answer within half an hour must be reachable at night. */
function isPaging({ acknowledgeWithin }: Severity): boolean {
  return acknowledgeWithin?.unit === 'ms' && acknowledgeWithin.amount <= 30 * MINUTE;
}

export function taxonomyOf({ taxonomy }: PolicyFileText): Taxonomy {
  return {
    causes: taxonomy?.causes ?? BUILT_IN_CAUSES,
    components: taxonomy?.components ?? [],
  };
}

export function repeatsOf({ repeats }: PolicyFileText): Policy['repeats'] {
  return ruleOf(repeats?.follow_up ?? 'same');
}

function ruleOf(text: string): RepeatRule {
  switch (text) {
    case 'same':
      return { raise: 'not' };
    case 'one-level':
      return { raise: 'one-level' };
    default:
      return { raise: 'at-least', severity: text };
  }
}
