import type { FollowupRefusal } from '../incident/refusal.ts';
import { DAY, instantOf, plus, type Instant } from '../time.ts';

type Quiet = Extract<FollowupRefusal, { readonly why: 'past' | 'quiet-too-long' }>;

/** What is still being worked on is not forgotten for longer than a week, what is over for a month. */
const LONGEST_QUIET = { short: 7 * DAY, long: 30 * DAY } as const;

/**
 * Why `/snooze` may not last until then; null when it may. `short` for an incident that is not resolved. A
 * day that is named lasts to its end: whoever names the last one is not refused for the hours of it.
 */
export function quietRefused(
  until: Instant,
  at: Instant,
  length: keyof typeof LONGEST_QUIET,
): Quiet | null {
  if (until <= at) return { why: 'past', when: until, now: at };
  const latest = plus(at, LONGEST_QUIET[length]);
  return until > plus(latest, DAY)
    ? { why: 'quiet-too-long', until, latest: instantOf(latest) }
    : null;
}
