import { HOUR, plus, type Instant } from '../time.ts';
import type { IncidentFacts } from './facts.ts';

/** No person closes an incident so often in an hour. */
const MOST_MOVES = 10;

/**
 * Until when the issue is left open or closed as somebody has it: another app that answers each reopening with
 * a closing would keep both at it for ever. What the incident is does not depend on it, and neither does what
 * anybody owes. Null while there is no reason to wait.
 */
export function restsUntil(
  { events, state }: Pick<IncidentFacts, 'events' | 'state'>,
  now: Instant,
): Instant | null {
  const undoing = state === 'open' ? 'closed' : 'reopened';
  const moves = events
    .filter(({ kind, by, at }) => kind === undoing && by.kind === 'self' && at > plus(now, -HOUR))
    .map(({ at }) => at)
    .slice(-MOST_MOVES);
  const [oldest] = moves;
  return oldest === undefined || moves.length < MOST_MOVES ? null : plus(oldest, HOUR);
}
