import type { Incident } from '../incident/incident.ts';
import { severityOf } from '../incident/severity.ts';
import type { FoldState } from '../incident/state.ts';
import type { Policy } from '../policy/policy.ts';

/**
 * By which severity what comes after the incident is taken: its own, or a higher one where it is a repeat
 * and the policy raises those.
 */
export function followUpSeverity(state: FoldState, policy: Policy): Incident['followUp'] {
  const { inForce } = severityOf(state, policy);
  if (state.repeatOf === null || policy.repeats.raise === 'not') {
    return { severity: inForce, because: null };
  }
  const { severities, repeats } = policy;
  const own = severities.findIndex(({ id }) => id === inForce.id);
  const wanted =
    repeats.raise === 'one-level'
      ? own - 1
      : severities.findIndex(({ id }) => id === repeats.severity);
  const raised = severities[Math.max(0, wanted)];
  return raised === undefined || wanted >= own
    ? { severity: inForce, because: null }
    : { severity: raised, because: raised.id === inForce.id ? null : 'repeat' };
}
