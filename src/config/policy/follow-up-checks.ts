/** What must hold of the calendar, the reminders, the words for causes, and the rule for repeats. */
import { HOUR } from '../../core/time.ts';
import { readDuration } from './duration.ts';
import { readHours } from './follow-up.ts';
import { nearestWord } from './nearest.ts';
import type { KeyPath } from './places.ts';
import type { Finding } from './problems.ts';
import type { PolicyFileText } from './schema/policy-file.ts';
import { severitiesOf } from './severities.ts';
import { WORDS } from './words.ts';

export function checkFollowUp(file: PolicyFileText): readonly Finding[] {
  return [
    ...checkCalendar(file),
    ...checkReminders(file),
    ...eachOnce(file.taxonomy?.causes, ['taxonomy', 'causes'], 'each word once'),
    ...eachOnce(file.taxonomy?.components, ['taxonomy', 'components'], 'each word once'),
    ...checkRepeats(file),
  ];
}

function checkCalendar({ calendar }: PolicyFileText): readonly Finding[] {
  const holidays = calendar?.holidays ?? [];
  const findings = holidays.flatMap((text, index): readonly Finding[] =>
    isDate(text)
      ? []
      : [{ path: ['calendar', 'holidays', index], expected: WORDS.holiday.expected }],
  );
  return [
    ...eachOnce(calendar?.weekend, ['calendar', 'weekend'], 'each day once'),
    ...findings,
    ...eachOnce(holidays, ['calendar', 'holidays'], 'each date once'),
    ...checkHours(calendar?.working_hours),
  ];
}

/** A day that every year has, or a leap year; or one that the year named with it has. */
function isDate(text: string): boolean {
  const LEAP_YEAR = '2024';
  const full = text.length === 10 ? text : `${LEAP_YEAR}-${text}`;
  const at = Date.parse(`${full}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === full;
}

function checkHours(text: string | undefined): readonly Finding[] {
  if (text === undefined) return [];
  const { from, to } = readHours(text);
  if (from < to) return [];
  const path = ['calendar', 'working_hours'];
  return [{ path, expected: `${WORDS.workingHours.expected}; the last after the first` }];
}

function checkReminders(file: PolicyFileText): readonly Finding[] {
  const { paging, every } = file.reminders ?? {};
  const known = severitiesOf(file).map((level) => level.id);
  const unknown = (paging ?? []).flatMap((id, index): readonly Finding[] => {
    if (known.includes(id)) return [];
    const expected = `a severity of this policy: ${known.join(', ')}`;
    return [{ path: ['reminders', 'paging', index], expected, nearest: nearestWord(id, known) }];
  });
  return [
    ...unknown,
    ...eachOnce(paging, ['reminders', 'paging'], 'each id once'),
    ...checkEvery(every),
  ];
}

/** Whoever is late is reminded, not worn down. */
function checkEvery(text: string | undefined): readonly Finding[] {
  if (text === undefined) return [];
  const { unit, amount } = readDuration(text);
  if (unit !== 'ms' || amount >= HOUR) return [];
  const expected = 'a duration of an hour or more: 4h, 3d, 2w, or business days as 2bd';
  return [{ path: ['reminders', 'every'], expected, nearest: '1h' }];
}

function checkRepeats(file: PolicyFileText): readonly Finding[] {
  const text = file.repeats?.follow_up;
  const known = ['same', 'one-level', ...severitiesOf(file).map((level) => level.id)];
  if (text === undefined || known.includes(text)) return [];
  const path = ['repeats', 'follow_up'];
  const expected = `same, one-level, or a severity of this policy: ${known.slice(2).join(', ')}`;
  return [{ path, expected, nearest: nearestWord(text, known) }];
}

function eachOnce(
  texts: readonly string[] | undefined,
  path: KeyPath,
  expected: string,
): readonly Finding[] {
  return (texts ?? []).flatMap((text, index) =>
    (texts ?? []).indexOf(text) < index ? [{ path: [...path, index], expected }] : [],
  );
}
