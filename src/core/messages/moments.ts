import { DateTime } from 'luxon';
import type { Instant } from '../time.ts';

/**
 * `2026-11-21 14:32 UTC`, or `2026-11-21 15:32+01:00` in another zone: as commands understand it again.
 * Seconds are shown only where there are any.
 */
export function momentWords(at: Instant, zone: string): string {
  const local = DateTime.fromMillis(at, { zone });
  const clock = at % 60_000 === 0 ? 'yyyy-MM-dd HH:mm' : 'yyyy-MM-dd HH:mm:ss';
  return local.offset === 0 ? `${local.toFormat(clock)} UTC` : local.toFormat(`${clock}ZZ`);
}

/** The day of a moment, `2026-12-01`. */
export function dateWords(at: Instant, zone: string): string {
  return DateTime.fromMillis(at, { zone }).toFormat('yyyy-MM-dd');
}
