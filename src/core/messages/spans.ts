import { DateTime } from 'luxon';
import { DAY, HOUR, MINUTE, type Instant, type Millis } from '../time.ts';

/**
 * `14:32 UTC` on the day on which the incident was declared, `2026-11-22 00:05 UTC` on any other; in
 * another zone `15:32+01:00`. To the minute. Never relative to now, so that the text stays the same.
 */
export function clockWords(at: Instant, day: Instant, zone: string): string {
  const local = DateTime.fromMillis(at, { zone });
  const sameDay = local.hasSame(DateTime.fromMillis(day, { zone }), 'day');
  const format = sameDay ? 'HH:mm' : 'yyyy-MM-dd HH:mm';
  return local.offset === 0 ? `${local.toFormat(format)} UTC` : local.toFormat(`${format}ZZ`);
}

/** `45 s`, `7 min`, `2 h 5 min`, `3 d 4 h`. */
export function spanWords(span: Millis): string {
  if (span < MINUTE) return `${String(Math.max(0, Math.round(span / 1000)))} s`;
  if (span < HOUR) return `${String(Math.floor(span / MINUTE))} min`;
  const [big, small, words] = span < DAY ? [HOUR, MINUTE, ['h', 'min']] : [DAY, HOUR, ['d', 'h']];
  const rest = Math.floor((span % big) / small);
  const whole = `${String(Math.floor(span / big))} ${words[0] ?? ''}`;
  return rest === 0 ? whole : `${whole} ${String(rest)} ${words[1] ?? ''}`;
}

export function countOf(count: number, what: string): string {
  return `${String(count)} ${what}${count === 1 ? '' : 's'}`;
}
