import { DateTime, FixedOffsetZone, IANAZone, type Zone } from 'luxon';
import { DAY, instantOf, MINUTE, type Instant } from '../time.ts';

/** A time at the beginning of a text, and what is left of the text. */
export type ReadMoment =
  | { readonly kind: 'moment'; readonly at: Instant; readonly rest: string }
  /** The text does not begin with a time. */
  | { readonly kind: 'none' }
  /** It begins like a time, but is none, or lies where no incident can be. */
  | { readonly kind: 'wrong'; readonly problem: string };

export interface Saying {
  /** When it was said, by GitHub's clock. */
  readonly saidAt: Instant;
  /** IANA zone of times without an offset. */
  readonly timeZone: string;
}

/**
 * Reads `14:32`, `2:32pm`, `14:32+02:00`, `14:32 UTC`, `2026-11-21 14:32`, `yesterday 23:50` and ISO
 * 8601. A clock time without a date is the latest such moment that is not in the future: `23:50` said
 * at 00:20 is yesterday. A watch may run two minutes ahead of GitHub's clock: such a time means now.
 */
export function readMoment(text: string, saying: Saying): ReadMoment {
  const match = MOMENT.exec(text);
  if (match?.groups === undefined) {
    return LIKE_A_TIME.test(text)
      ? wrong(`\`${firstWords(text)}\` is not a time I can read`)
      : NONE;
  }
  const clock = clockOf(match.groups);
  if (clock === undefined) return wrong(`\`${match[0].trim()}\` is not a time of day`);
  const zone = zoneOf(match.groups['zone'], saying.timeZone);
  const found = latest(match.groups['date'], clock, zone, saying);
  if (typeof found === 'string') return wrong(`\`${match[0].trim()}\` ${found}`);
  const rest = text.slice(match[0].length).trim();
  if (/^tomorrow\b/i.test(rest)) return wrong(`\`${match[0].trim()} tomorrow\` lies in the future`);
  return { kind: 'moment', at: found, rest };
}

/** Moments older than this are slips: `1926` for `2026`. */
const OLDEST = 10 * 366 * DAY;
const WATCH_AHEAD = 2 * MINUTE;
const NONE: ReadMoment = { kind: 'none' };

const MOMENT = new RegExp(
  [
    String.raw`^(?:(?<date>\d{4}-\d{2}-\d{2}|today|yesterday)(?:[T\s]\s*|\s+at\s+))?`,
    String.raw`(?<hour>\d{1,2})(?::(?<minute>\d{2})(?::(?<second>\d{2})(?:\.\d{1,9})?)?\s*(?<half>[ap]\.?m\b\.?)?|\s*(?<onlyHalf>[ap]\.?m\b\.?))`,
    String.raw`(?:\s*(?<zone>Z\b|UTC\b|GMT\b|[+-]\d{2}:?\d{2}\b))?`,
    String.raw`(?=[\s,;.:)–—-]|$)[,;.:)–—-]*\s*`,
  ].join(''),
  'i',
);

/** A digit, a date word: somebody meant a time. */
const LIKE_A_TIME = /^(?:\d|today\b|tomorrow\b|yesterday\b)/i;

interface Clock {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

function clockOf(groups: Partial<Record<string, string>>): Clock | undefined {
  const half = (groups['half'] ?? groups['onlyHalf'])?.toLowerCase();
  const written = Number(groups['hour']);
  if (half !== undefined && (written < 1 || written > 12)) return undefined;
  const hour = half === undefined ? written : (written % 12) + (half.startsWith('p') ? 12 : 0);
  const clock = {
    hour,
    minute: Number(groups['minute'] ?? 0),
    second: Number(groups['second'] ?? 0),
  };
  return clock.hour < 24 && clock.minute < 60 && clock.second < 60 ? clock : undefined;
}

function zoneOf(written: string | undefined, timeZone: string): Zone {
  if (written === undefined) return IANAZone.create(timeZone);
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(written);
  if (match === null) return FixedOffsetZone.utcInstance;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return FixedOffsetZone.instance(match[1] === '-' ? -minutes : minutes);
}

/** The moment, or the rest of a sentence that says why there is none. */
function latest(
  date: string | undefined,
  clock: Clock,
  zone: Zone,
  { saidAt }: Saying,
): Instant | string {
  const today = DateTime.fromMillis(saidAt, { zone });
  const days = date === undefined ? [today, today.minus({ days: 1 })] : [dayOf(date, today)];
  const moments = days
    .flatMap((day) => day.set({ ...clock, millisecond: 0 }).getPossibleOffsets())
    .filter((moment) => moment.isValid)
    .map((moment) => moment.toMillis());
  if (moments.length === 0) return 'is not a day of the calendar';
  const past = moments.filter((moment) => moment <= saidAt + WATCH_AHEAD);
  if (past.length === 0) return 'lies in the future';
  const at = Math.min(Math.max(...past), saidAt);
  return at < saidAt - OLDEST ? 'is more than ten years ago' : instantOf(at);
}

function dayOf(date: string, today: DateTime): DateTime {
  if (date.toLowerCase() === 'today') return today;
  if (date.toLowerCase() === 'yesterday') return today.minus({ days: 1 });
  return DateTime.fromISO(date, { zone: today.zone });
}

function wrong(problem: string): ReadMoment {
  return { kind: 'wrong', problem };
}

function firstWords(text: string): string {
  return (text.split(/\s+/, 1)[0] ?? '').replaceAll('`', '').slice(0, 30);
}
