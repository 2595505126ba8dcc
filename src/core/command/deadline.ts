import { DateTime } from 'luxon';
import { addDuration } from '../calendar.ts';
import type { Duration, Schedule } from '../policy/policy.ts';
import { DAY, HOUR, instantOf, MINUTE, type Instant } from '../time.ts';
import type { Saying } from './moment.ts';

/** Until when something holds or is due, at the beginning of a text, and what is left of the text. */
export type ReadDeadline =
  /** `until` is exclusive. */
  | { readonly kind: 'deadline'; readonly until: Instant; readonly rest: string }
  /** The text does not begin with one. */
  | { readonly kind: 'none' }
  /** It begins like one, but is none, or lies in the past; `rest` is what follows it. */
  | { readonly kind: 'wrong'; readonly problem: string; readonly rest: string };

/**
 * Reads `2026-12-15`, `today` and `tomorrow`, which last to the end of that day in the zone, whatever
 * the clocks do in between, and `5d`, `in 5 days`, `2 weeks`, `12h`, `5bd`, `5 business days`, which are
 * counted from the moment at which they were said. `until`, `in`, `for`, `by` and the like
 * may stand before either.
 */
export function readDeadline(text: string, saying: Saying & Schedule): ReadDeadline {
  return readSpanOrDay(text, SPAN, saying);
}

/** As `readDeadline`, and `30m`, `30 minutes`: for what is over soon. Elsewhere `m` could mean months. */
export function readDeadlineOrMinutes(text: string, saying: Saying & Schedule): ReadDeadline {
  return readSpanOrDay(text, SPAN_OR_MINUTES, saying);
}

function readSpanOrDay(text: string, spans: RegExp, saying: Saying & Schedule): ReadDeadline {
  const bare = text.replace(/^(?:until|till|by|on|in|within|for)\s+/i, '');
  const span = spans.exec(bare);
  if (span?.groups !== undefined) return spanned(bare, span, saying);
  const day = DAY_WORD.exec(bare);
  if (day?.[1] !== undefined) return dated(bare, day, saying);
  const like = LIKE_A_DAY.exec(bare)?.[0];
  if (like === undefined) return { kind: 'none' };
  return wrong(`\`${like.trim()}\` is not a day I can read`, bare.slice(like.length));
}

/** Later than this is a slip: `2206` for `2026`. */
const FARTHEST = 10 * 366 * DAY;

const END = String.raw`(?=[\s,;.:)–—-]|$)[,;.:)–—-]*\s*`;
const UNITS = 'bd|(?:business|working|work)[ -]?days?|hours?|hrs?|h|days?|d|weeks?|w';
const SPAN = spansIn(UNITS);
const SPAN_OR_MINUTES = spansIn(`${UNITS}|minutes?|mins?|m`);

function spansIn(units: string): RegExp {
  return new RegExp(String.raw`^(?<amount>\d{1,4})\s*-?(?<unit>${units})${END}`, 'i');
}

const DAY_WORD = new RegExp(String.raw`^(\d{4}-\d{2}-\d{2}|today|tomorrow)${END}`, 'i');

/** A day in other words, or in another country's order: somebody meant one. */
const WEEKDAYS = 'monday|tuesday|wednesday|thursday|friday|saturday|sunday';
const MONTHS =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?';
const LIKE_A_DAY = new RegExp(
  [
    String.raw`^(?:\d[\d./:TZ+-]*(?=[\s,;)]|$)`,
    String.raw`(?:next|this)\s+(?:week|month|quarter|year|sprint|${WEEKDAYS})\b`,
    String.raw`(?:${WEEKDAYS})\b`,
    String.raw`(?:the\s+)?end of (?:the\s+)?(?:day|week|month|quarter|year)\b`,
    String.raw`(?:${MONTHS})\.?\s+\d{1,2}\b(?:st|nd|rd|th)?`,
    String.raw`yesterday\b)`,
  ].join('|'),
  'i',
);

function spanned(text: string, match: RegExpExecArray, saying: Saying & Schedule): ReadDeadline {
  const amount = Number(match.groups?.['amount']);
  const shown = match[0].trim().replace(/[,;.:)–—-]+$/u, '');
  const rest = text.slice(match[0].length);
  if (amount === 0) return wrong(`\`${shown}\` is no time at all`, rest);
  const duration = durationOf(amount, (match.groups?.['unit'] ?? '').toLowerCase());
  const until = addDuration(saying.saidAt, duration, saying);
  return within(until, { shown, rest }, saying);
}

function durationOf(amount: number, unit: string): Duration {
  if (/^(?:bd|business|work)/.test(unit)) return { unit: 'business-days', amount };
  return { unit: 'ms', amount: amount * sizeOf(unit) };
}

function sizeOf(unit: string): number {
  if (unit.startsWith('m')) return MINUTE;
  if (unit.startsWith('h')) return HOUR;
  return unit.startsWith('w') ? 7 * DAY : DAY;
}

function dated(text: string, match: RegExpExecArray, saying: Saying & Schedule): ReadDeadline {
  const shown = match[1] ?? '';
  const rest = text.slice(match[0].length);
  if (/^(?:at\s+)?\d{1,2}:\d{2}/i.test(rest)) {
    return wrong(
      `it takes a day, not a time of day; \`${shown}\` lasts to the end of that day`,
      rest.replace(/^\S*\d\S*\s*/, ''),
    );
  }
  const today = DateTime.fromMillis(saying.saidAt, { zone: saying.timeZone });
  const day = dayOf(shown.toLowerCase(), today);
  if (!day.isValid) return wrong(`\`${shown}\` is not a day of the calendar`, rest);
  // The next midnight there is: where clocks leap over it, luxon gives the first moment of that day.
  const until = instantOf(day.plus({ days: 1 }).startOf('day').toMillis());
  return within(until, { shown, rest }, saying);
}

function dayOf(shown: string, today: DateTime): DateTime {
  if (shown === 'today') return today;
  if (shown === 'tomorrow') return today.plus({ days: 1 });
  return DateTime.fromISO(shown, { zone: today.zone });
}

function within(
  until: Instant,
  { shown, rest }: { readonly shown: string; readonly rest: string },
  { saidAt }: Saying,
): ReadDeadline {
  if (until <= saidAt) return wrong(`\`${shown}\` is past`, rest);
  if (until > saidAt + FARTHEST) return wrong(`\`${shown}\` is more than ten years away`, rest);
  return { kind: 'deadline', until, rest };
}

function wrong(problem: string, rest: string): ReadDeadline {
  return { kind: 'wrong', problem, rest: rest.trim() };
}
