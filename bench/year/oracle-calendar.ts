/** The oracle's own calendar: written apart from the app's, day by day, and slow. Moments are in milliseconds. */
import { DateTime } from 'luxon';

export interface WorkWeek {
  /** IANA */
  readonly zone: string;
  /** `2026-04-03` */
  readonly holidays: readonly string[];
  /** Saturday and Sunday are free; hours of the others. */
  readonly from: number;
  readonly to: number;
}

/** So many minutes, or so many days on which people work. */
export type Span = { readonly minutes: number } | { readonly workdays: number };

export function later(at: number, span: Span, week: WorkWeek): number {
  return moved(at, span, week, 1);
}

export function earlier(at: number, span: Span, week: WorkWeek): number {
  return moved(at, span, week, -1);
}

function moved(at: number, span: Span, week: WorkWeek, way: 1 | -1): number {
  if ('minutes' in span) return at + way * span.minutes * 60_000;
  const start = dayOf(at, week);
  let days = 0;
  for (let left = span.workdays; left > 0;) {
    days += way;
    if (isWorkday(start.plus({ days }), week)) left -= 1;
  }
  return start.plus({ days }).toMillis();
}

/** `at` itself while people work, else when they begin next. */
export function atWork(at: number, week: WorkWeek): number {
  const today = dayOf(at, week);
  for (let days = 0; ; days += 1) {
    const day = today.startOf('day').plus({ days });
    if (!isWorkday(day, week)) continue;
    if (at < day.set({ hour: week.to }).toMillis()) return Math.max(at, opening(day, week));
  }
}

/** When work begins on the last workday that has not gone by at `at`; it may still be to come that day. */
export function lastOpening(at: number, week: WorkWeek): number {
  let day = dayOf(at, week).startOf('day');
  while (!isWorkday(day, week) || opening(day, week) > at) day = day.minus({ days: 1 });
  return opening(day, week);
}

/** When work begins, or would, on the day of `at`. */
export function openingOn(at: number, week: WorkWeek): number {
  return opening(dayOf(at, week).startOf('day'), week);
}

/** The end of a date, which is the beginning of the next. */
export function endOf(date: string, week: WorkWeek): number {
  return DateTime.fromISO(date, { zone: week.zone }).plus({ days: 1 }).toMillis();
}

function opening(day: DateTime, { from }: WorkWeek): number {
  return day.set({ hour: from }).toMillis();
}

function dayOf(at: number, { zone }: WorkWeek): DateTime {
  return DateTime.fromMillis(at, { zone });
}

function isWorkday(day: DateTime, { holidays }: WorkWeek): boolean {
  return day.weekday <= 5 && !holidays.includes(day.toISODate() ?? '');
}
