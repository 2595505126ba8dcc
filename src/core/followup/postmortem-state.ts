import { addDuration } from '../calendar.ts';
import type { PostmortemPull } from '../incident/facts.ts';
import type { PostmortemState } from '../incident/incident.ts';
import type { FoldState } from '../incident/state.ts';
import type { Policy } from '../policy/policy.ts';
import type { Instant } from '../time.ts';
import { followUpSeverity } from './follow-up-severity.ts';

/**
 * Whether a postmortem is asked for, being written, or published. It is asked for once the incident is
 * resolved, where the severity of the follow-up requires one, and by anybody who has begun one; never of a
 * drill, of an unconfirmed declaration, of a false alarm or of a duplicate. Published is what was merged.
 */
export function postmortemState(
  state: FoldState,
  pull: PostmortemPull | null,
  policy: Policy,
): PostmortemState {
  if (pull?.state === 'merged') return { is: 'published', pull };
  if (!isReal(state)) return { is: 'not-asked' };
  const over = state.resolved ?? state.closed;
  const { postmortem, postmortemWithin } = followUpSeverity(state, policy).severity;
  if (over === null || postmortem !== 'required') {
    return pull?.state === 'open' ? { is: 'due', by: null, pull } : { is: 'not-asked' };
  }
  const by: Instant | null =
    postmortemWithin === null ? null : addDuration(over.at, postmortemWithin, policy);
  return { is: 'due', by, pull };
}

function isReal({ confirmed, drill, closed }: FoldState): boolean {
  return confirmed !== null && !drill && (closed === null || closed.because.why === 'done');
}
