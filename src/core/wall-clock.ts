/**
 * What clocks on the wall show in a time zone, and when they show it. Days are numbered from 1970-01-01,
 * so that counting them never meets a change of clocks.
 */
import { IANAZone } from 'luxon';
import { DAY, instantOf, MINUTE, type Instant, type Millis } from './time.ts';

export interface WallTime {
  /** Days since 1970-01-01, which is 0. */
  readonly day: number;
  /** Milliseconds that the clock shows after midnight; 24 hours is the midnight after. */
  readonly time: Millis;
}

/** What the clocks of the zone show at that moment. Throws on a zone that the IANA list does not have. */
export function wallTimeOf(at: Instant, timeZone: string): WallTime {
  const shown = at + offsetAt(at, timeZone);
  const day = Math.floor(shown / DAY);
  return { day, time: shown - day * DAY };
}

/**
 * The first moment at which the clocks of the zone show this or, where they jump over it, more: 02:30 on
 * the night in which they are put forward from 02:00 is 03:00. Of an hour that is shown twice, the first.
 */
export function momentOf({ day, time }: WallTime, timeZone: string): Instant {
  const shown = day * DAY + time;
  const before = offsetAt(shown - 2 * DAY, timeZone);
  const after = offsetAt(shown + 2 * DAY, timeZone);
  // A day's clocks are put back or forward at most once within these four days.
  const moments = [shown - before, shown - after].filter(
    (at) => at + offsetAt(at, timeZone) === shown,
  );
  if (moments.length > 0) return instantOf(Math.min(...moments));
  return instantOf(firstShowing(shown, { from: shown - after, to: shown - before }, timeZone));
}

/** Whether the zone ever had this day: Samoa went from 29 to 31 December 2011. */
export function isDayOf(day: number, timeZone: string): boolean {
  return wallTimeOf(momentOf({ day, time: 0 }, timeZone), timeZone).day === day;
}

/** `2026-11-21` */
export function dateOf(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

/** 1 is Monday, 7 is Sunday, as ISO 8601 numbers them. */
export function weekdayOf(day: number): number {
  const THURSDAY = 3;
  return ((((day + THURSDAY) % 7) + 7) % 7) + 1;
}

/** Halves the span in which the clocks are put forward until the moment is found. */
function firstShowing(
  shown: number,
  span: { readonly from: number; readonly to: number },
  timeZone: string,
): number {
  let [tooEarly, lateEnough] = [span.from, span.to];
  while (lateEnough - tooEarly > 1) {
    const middle = Math.floor((tooEarly + lateEnough) / 2);
    if (middle + offsetAt(middle, timeZone) < shown) tooEarly = middle;
    else lateEnough = middle;
  }
  return lateEnough;
}

/** How far the clocks of the zone are before UTC. */
function offsetAt(at: number, timeZone: string): Millis {
  const day = Math.floor(at / DAY);
  const before = offsetAtMidnight(day, timeZone);
  // No clocks are changed twice within one day.
  return before === offsetAtMidnight(day + 1, timeZone) ? before : lookUp(at, timeZone);
}

/**
 * Looking up an offset is a hundred times slower than all the reckoning with it, and the same days are
 * asked of again and again: what was found for a zone's UTC midnights is remembered.
 */
const midnights = new Map<string, number>();
const MOST_REMEMBERED = 50_000;

function offsetAtMidnight(day: number, timeZone: string): Millis {
  const key = `${String(day)} ${timeZone}`;
  const known = midnights.get(key);
  if (known !== undefined) return known;
  if (midnights.size >= MOST_REMEMBERED) midnights.clear();
  const found = lookUp(day * DAY, timeZone);
  midnights.set(key, found);
  return found;
}

function lookUp(at: number, timeZone: string): Millis {
  const zone = IANAZone.create(timeZone);
  if (!zone.isValid) throw new Error(`not a time zone: ${timeZone}`);
  return Math.round(zone.offset(at) * MINUTE);
}
