/** `30m`, `4h`, `3d`, `2w`, `5bd` to a span. */
import type { Duration } from '../../core/policy/policy.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../core/time.ts';

const UNITS: Readonly<Record<string, number>> = {
  s: SECOND,
  m: MINUTE,
  h: HOUR,
  d: DAY,
  w: 7 * DAY,
};

/** Throws on a text that the schema would have refused. */
export function readDuration(text: string): Duration {
  const [, digits, unit] = /^(\d+)([a-z]+)$/.exec(text) ?? [];
  const amount = Number(digits);
  if (unit === 'bd') return { unit: 'business-days', amount };
  const size = UNITS[unit ?? ''];
  if (size === undefined) throw new Error(`not a duration: ${JSON.stringify(text)}`);
  return { unit: 'ms', amount: amount * size };
}
