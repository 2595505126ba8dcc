import { addDuration } from '../calendar.ts';
import type { Duration, Policy } from '../policy/policy.ts';
import type { Instant } from '../time.ts';
import type { Incident } from './incident.ts';

/** By when the policy wants what; null where it wants nothing (any more). May lie in the past: overdue. */
export interface Deadlines {
  readonly acknowledgeBy: Instant | null;
  readonly mitigateBy: Instant | null;
  /** The next status update for stakeholders. */
  readonly updateBy: Instant | null;
  /** When to ask again whether the severity is still right. */
  readonly reassessBy: Instant | null;
}

/**
 * The deadlines of an incident by its severity in force. Nothing is due of an unconfirmed declaration
 * or of what is resolved or closed. The update clock runs from the latest update, first from the
 * declaration; the mitigation clock from the declaration, after a reopening from there; the severity
 * is to be reassessed that long after the latest time somebody chose it or the impact changed.
 */
export function deadlinesOf(incident: Incident, policy: Policy): Deadlines {
  const { status, clocks, severity, lastUpdate } = incident;
  const over = status.is === 'resolved' || status.is === 'closed';
  if (incident.confirmed === null || over) return NOTHING_DUE;
  const due = (from: Instant, span: Duration | null): Instant | null =>
    span === null ? null : addDuration(from, span, policy);
  const resumed = lastOf(incident, ['reopened']);
  const working = resumed ?? clocks.declaredAt;
  const assessed = lastOf(incident, ['severity', 'impact']) ?? clocks.declaredAt;
  const { acknowledgeWithin, mitigateWithin, updateEvery, reassessEvery } = severity.inForce;
  return {
    acknowledgeBy: status.is === 'declared' ? due(working, acknowledgeWithin) : null,
    mitigateBy: status.is === 'mitigated' ? null : due(working, mitigateWithin),
    updateBy: due(latest(lastUpdate?.at ?? clocks.declaredAt, resumed), updateEvery),
    reassessBy: status.is === 'mitigated' ? null : due(latest(assessed, resumed), reassessEvery),
  };
}

const NOTHING_DUE: Deadlines = {
  acknowledgeBy: null,
  mitigateBy: null,
  updateBy: null,
  reassessBy: null,
};

function lastOf(incident: Incident, kinds: readonly string[]): Instant | null {
  return incident.timeline.findLast(({ kind }) => kinds.includes(kind))?.at ?? null;
}

function latest(a: Instant, b: Instant | null): Instant {
  return b !== null && b > a ? b : a;
}
