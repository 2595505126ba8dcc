/** Moments and spans as a postmortem says them: to readers who were not there, half a year later. */
import { DateTime } from 'luxon';
import type { Telling } from '../../postmortem/telling.ts';
import type { Instant, Millis } from '../../time.ts';
import { spanWords } from '../spans.ts';

/** `2026-11-21 at 14:58 Europe/Berlin`; in UTC `2026-11-21 at 13:58 UTC`. */
export function dayAndTime(at: Instant, { policy }: Pick<Telling, 'policy'>): string {
  const local = wall(at, policy.timeZone);
  return `${local.toFormat('yyyy-MM-dd')} at ${clockOf(local)} ${zoneWords(policy.timeZone)}`;
}

/** `14:58 Europe/Berlin` on the day of the declaration, with the date on any other. */
export function timeOf(at: Instant, telling: Telling): string {
  const { incident, policy } = telling;
  return isSameDay(at, incident.clocks.declaredAt, policy.timeZone)
    ? `${clockOf(wall(at, policy.timeZone))} ${zoneWords(policy.timeZone)}`
    : dayAndTime(at, telling);
}

/** The same within a sentence: `at 14:58 UTC`, `on 2026-11-22 at 00:05 UTC`. */
export function atTime(at: Instant, telling: Telling): string {
  const { incident, policy } = telling;
  const isThatDay = isSameDay(at, incident.clocks.declaredAt, policy.timeZone);
  return `${isThatDay ? 'at' : 'on'} ${timeOf(at, telling)}`;
}

/** After another moment was said with its date: `at 14:58 UTC` on that day, with the date on any other. */
export function atTimeBeside(said: Instant, at: Instant, { policy }: Telling): string {
  const { timeZone } = policy;
  return isSameDay(said, at, timeZone)
    ? `at ${clockOf(wall(at, timeZone))} ${zoneWords(timeZone)}`
    : `on ${dayAndTime(at, { policy })}`;
}

/** In a column whose zone is named above it: `14:58`, `2026-11-22 00:05`. */
export function columnTime(at: Instant, { incident, policy }: Telling): string {
  const local = wall(at, policy.timeZone);
  return isSameDay(at, incident.clocks.declaredAt, policy.timeZone)
    ? clockOf(local)
    : `${local.toFormat('yyyy-MM-dd')} ${clockOf(local)}`;
}

/** Said above such a column: `Times are UTC, on 2026-11-21 where no date is given.` */
export function columnNote({ incident, policy }: Telling): string {
  const day = wall(incident.clocks.declaredAt, policy.timeZone).toFormat('yyyy-MM-dd');
  const zone = zoneWords(policy.timeZone);
  return `Times are ${zone === 'UTC' ? zone : `those of ${zone}`}, on ${day} where no date is given.`;
}

/** `7 min later`, and `at once` where nothing lies between. */
export function later(span: Millis): string {
  return span <= 0 ? 'at once' : `${spanWords(span)} later`;
}

/** `46 min after it began`: from the start where that is known, else from the declaration; null before it. */
export function afterBeginning(at: Instant, { incident }: Telling): string | null {
  const { startedAt, declaredAt } = incident.clocks;
  const span = at - (startedAt ?? declaredAt);
  if (span <= 0) return null;
  return `${spanWords(span)} after it ${startedAt === null ? 'was declared' : 'began'}`;
}

export function zoneWords(zone: string): string {
  return isUtc(zone) ? 'UTC' : zone;
}

function isUtc(zone: string): boolean {
  return /^(?:etc\/)?(?:utc|gmt|zulu|universal)$/i.test(zone);
}

function wall(at: Instant, zone: string): DateTime {
  return DateTime.fromMillis(at, { zone });
}

function isSameDay(a: Instant, b: Instant, zone: string): boolean {
  return wall(a, zone).hasSame(wall(b, zone), 'day');
}

/** In the hour that the clocks of a zone show twice, with the offset. */
function clockOf(local: DateTime): string {
  return local.toFormat(local.getPossibleOffsets().length > 1 ? 'HH:mmZZ' : 'HH:mm');
}
