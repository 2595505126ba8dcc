import type { LedgerEntry, RemindedEntry } from '../ledger/ledger.ts';
import { instantOf, MINUTE, plus, type Instant } from '../time.ts';
import type { Clock } from './clock.ts';
import { allowedFrom, pointsAfter, type Point, type Rules } from './points.ts';

/** One that is to be written now. */
export interface Reminder {
  readonly clock: Clock;
  readonly point: Point;
  /** The how manieth of this matter, from 1. */
  readonly count: number;
}

/**
 * The reminders that are due, one a clock at most: of several points that passed only the latest is
 * answered, nothing is caught up. `next` is when another one will be, always after `now`; a minute
 * after it while one is due and not written.
 */
export function dueReminders(
  clocks: readonly Clock[],
  reminded: readonly LedgerEntry[],
  now: Instant,
  policy: Rules,
): { readonly due: readonly Reminder[]; readonly next: Instant | null } {
  const looks = clocks.map((clock) => lookAt(clock, lastOf(clock, reminded), { now, policy }));
  const next = looks.flatMap((look) => look.next);
  return {
    due: looks.flatMap(({ due }) => due),
    next: next.length === 0 ? null : instantOf(Math.min(...next)),
  };
}

function lookAt(
  clock: Clock,
  last: RemindedEntry | null,
  { now, policy }: { readonly now: Instant; readonly policy: Rules },
): { readonly due: readonly Reminder[]; readonly next: readonly Instant[] } {
  const hasEnded = clock.rhythm.is === 'ends' && clock.due <= now;
  const points = hasEnded ? [] : pointsAfter(clock, last, policy);
  const point = points.findLast(({ at }) => at <= now);
  if (point === undefined) return { due: [], next: points.map(({ at }) => at) };
  // It passed while nobody looked: who is not to be woken for it is not woken for that either.
  const allowed = allowedFrom(now, clock, policy);
  if (allowed > now) return { due: [], next: [allowed] };
  const count = (last?.count ?? 0) + 1;
  return { due: [{ clock, point, count }], next: [plus(now, MINUTE)] };
}

/** The entry of a reminder that was written at `at`. */
export function remindedOf({ clock, point, count }: Reminder, at: Instant): RemindedEntry {
  const entry = { verdict: 'reminded', clock: clock.id, due: clock.due, count, at } as const;
  return point.overdue === 0 ? entry : { ...entry, overdue: point.overdue };
}

/** Of this very matter: the one with the highest count, the first of several. */
function lastOf({ id, due }: Clock, reminded: readonly LedgerEntry[]): RemindedEntry | null {
  return reminded.reduce<RemindedEntry | null>((last, entry) => {
    const isOfIt = entry.verdict === 'reminded' && entry.clock === id && entry.due === due;
    return isOfIt && entry.count > (last?.count ?? 0) ? entry : last;
  }, null);
}
