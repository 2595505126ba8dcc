import { addDuration } from '../calendar.ts';
import type { PostmortemPull } from '../incident/facts.ts';
import type { PostmortemState } from '../incident/incident.ts';
import type { FoldState, Stamp } from '../incident/state.ts';
import type { Policy } from '../policy/policy.ts';
import { instantOf, type Instant } from '../time.ts';
import { followUpSeverity } from './follow-up-severity.ts';

/**
 * Whether a postmortem is asked for, being written, or published. It is asked for once the incident is
 * resolved, where the severity of the follow-up requires one; at any time, and also of a drill, by
 * `/postmortem`; and by any person who has begun one, or opened it again. What the app opened stays so while the incident goes on
 * again, as long as the severity requires one. Never of an unconfirmed declaration, and of a false alarm
 * or a duplicate only when that was said after it was known as one. Published is what was merged with a
 * document; merged without one, it is asked for as before.
 */
export function postmortemState(
  state: FoldState,
  pull: PostmortemPull | null,
  policy: Policy,
): PostmortemState {
  if (pull?.state === 'merged') return { is: 'published', pull };
  const asked = askedFor(state, pull);
  const over = state.resolved ?? state.closed;
  const { severity } = followUpSeverity(state, policy);
  const asksForOne = isReal(state) && severity.postmortem === 'required';
  const required = asksForOne && over !== null;
  if (!required && asked === null) {
    const isBegun = isReal(state) && pull?.state === 'open' && (pull.own !== true || asksForOne);
    return isBegun ? { is: 'due', by: null, pull, asked } : { is: 'not-asked' };
  }
  const from = latest(over?.at ?? null, required ? null : asked);
  const { postmortemWithin: within } = severity;
  const by = from === null || within === null ? null : addDuration(from, within, policy);
  return { is: 'due', by, pull, asked };
}

function isReal({ confirmed, drill, closed }: FoldState): boolean {
  return confirmed !== null && !drill && (closed === null || closed.because.why === 'done');
}

/** Not what was said before the incident was called none, or before a person closed the pull request unmerged. */
function askedFor(
  { postmortemAsked: asked, confirmed, closed }: FoldState,
  pull: PostmortemPull | null,
): Stamp | null {
  if (asked === null || confirmed === null) return null;
  const isNone = closed !== null && closed.because.why !== 'done' && closed.at >= asked.at;
  const isTakenBack =
    pull?.state === 'closed' &&
    pull.mergedAt === null &&
    pull.closedByApp !== true &&
    pull.closedAt !== null &&
    pull.closedAt >= asked.at;
  return isNone || isTakenBack ? null : asked;
}

/** When it is over, or was asked for, whichever came later; null while it is not over. */
function latest(over: Instant | null, asked: Stamp | null): Instant | null {
  if (over === null) return null;
  return asked === null ? over : instantOf(Math.max(over, asked.at));
}
