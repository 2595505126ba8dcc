import {
  addDuration,
  lastWorkStartNotAfter,
  nextWorkingMoment,
  subtractDuration,
  workStartOn,
} from '../calendar.ts';
import type { RemindedEntry } from '../ledger/ledger.ts';
import type { Duration, Policy } from '../policy/policy.ts';
import { DAY, instantOf, MINUTE, plus, type Instant } from '../time.ts';
import type { Clock } from './clock.ts';

/** A moment at which a reminder falls due. */
export interface Point {
  readonly at: Instant;
  readonly stage: 'soon' | 'today' | 'overdue';
  /** The how manieth since it was due, from 1; 0 before that. */
  readonly overdue: number;
}

export type Rules = Pick<Policy, 'timeZone' | 'calendar' | 'reminders'>;

/**
 * The points of a clock that are still to come after its last reminder, as far as the next one after it
 * is due; in order of time. Three at most. What follows a reminder is counted from that reminder: one that came
 * late moves the next one, and two are never closer together than the interval.
 *
 * @param last the latest reminder of this clock for this `due`; null when there was none.
 */
export function pointsAfter(
  clock: Clock,
  last: RemindedEntry | null,
  rules: Rules,
): readonly Point[] {
  const after = instantOf(Math.max(clock.knownSince, last?.at ?? clock.knownSince));
  const told = overdueTold(clock, last);
  const early = told > 0 ? [] : earlyPoints(clock, rules).filter(({ at }) => at > after);
  return [...early, ...latePoint(clock, { last, told }, rules)].flatMap((point) => {
    const at = allowedFrom(point.at, clock, rules);
    return clock.rhythm.is === 'ends' && at >= clock.due ? [] : [{ ...point, at }];
  });
}

/** What an entry without the word says of itself: everything after the moment was overdue. */
function overdueTold({ due }: Clock, last: RemindedEntry | null): number {
  if (last === null) return 0;
  return last.overdue ?? (last.at >= due ? last.count : 0);
}

/** As work begins: on the day so long before it is due, and on the last working day until then. */
function earlyPoints({ due, rhythm }: Clock, rules: Rules): readonly Point[] {
  if (rhythm.is === 'response') return [];
  const today = lastWorkStartNotAfter(plus(due, -1), rules);
  const soon = nextWorkingMoment(
    workStartOn(subtractDuration(due, rules.reminders.before, rules), rules),
    rules,
  );
  const points = [
    { at: soon, stage: 'soon', overdue: 0 },
    { at: today, stage: 'today', overdue: 0 },
  ] as const;
  return soon < today ? points : points.slice(1);
}

/** At its interval for so many repeats; more seldom from then on. */
const REPEATS = 3;
const RARELY = {
  response: { unit: 'ms', amount: DAY },
  days: { unit: 'business-days', amount: 5 },
} as const satisfies Record<'response' | 'days', Duration>;

function latePoint(
  { due, knownSince, rhythm }: Clock,
  { last, told }: { readonly last: RemindedEntry | null; readonly told: number },
  rules: Rules,
): readonly Point[] {
  if (rhythm.is === 'ends') return [];
  const every = rhythm.is === 'response' ? rhythm.every : rules.reminders.every;
  const next = (from: Instant): Instant => {
    const usual = addDuration(from, every, rules);
    const rare = told > REPEATS ? addDuration(from, RARELY[rhythm.is], rules) : usual;
    return instantOf(Math.max(usual, rare, plus(from, SHORTEST)));
  };
  // Over already when it was said: first of all somebody gets the time to do it.
  const first = due > knownSince ? due : next(knownSince);
  const at = last === null || told === 0 ? first : next(last.at);
  return [{ at, stage: 'overdue', overdue: told + 1 }];
}

/** No interval of a policy reminds more often. */
const SHORTEST = 5 * MINUTE;

/**
 * The first moment not before `at` at which a clock may remind: not while it is snoozed, and not outside
 * working hours where those are asked for.
 */
export function allowedFrom(at: Instant, { rhythm, snoozedUntil }: Clock, rules: Rules): Instant {
  const awake = instantOf(Math.max(at, snoozedUntil ?? at));
  return rhythm.is === 'response' && rhythm.hours === 'any'
    ? awake
    : nextWorkingMoment(awake, rules);
}
