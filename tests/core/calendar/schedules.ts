/** Zones and calendars by which tests reckon working time. */
import type { Schedule, WorkCalendar } from '../../../src/core/policy/policy.ts';
import { instantFromIso, isoOf } from '../../../src/core/time.ts';

export const FRI_SAT = { weekend: [5, 6] };
export const CHRISTMAS = { holidays: ['12-24', '12-25', '12-26', '01-01'] };
export const EASTER_2026 = { holidays: ['2026-04-03', '2026-04-06'] };

export function schedule(timeZone: string, calendar: Partial<WorkCalendar> = {}): Schedule {
  const usual = { weekend: [6, 7], holidays: [], hours: { from: 9 * 60, to: 17 * 60 } };
  return { timeZone, calendar: { ...usual, ...calendar } };
}

export const utc = (text: string): string => isoOf(instantFromIso(text));
