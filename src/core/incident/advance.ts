import { followUpSeverity } from '../followup/follow-up-severity.ts';
import type { Policy } from '../policy/policy.ts';
import type { Instant } from '../time.ts';
import { apply } from './apply.ts';
import type { IncidentEvent } from './events.ts';
import type { FoldState } from './state.ts';

/** The state after one event, with what the policy makes of it: whether it is covered, and since when. */
export function advance(before: FoldState, event: IncidentEvent, policy: Policy): FoldState {
  return withObligation(before, apply(before, event), policy);
}

/** The first state, before any event: a declaration alone may oblige. */
export function begin(state: FoldState, policy: Policy): FoldState {
  return withObligation(state, state, policy);
}

function withObligation(before: FoldState, after: FoldState, policy: Policy): FoldState {
  const covered = isCovered(after, policy);
  const since = covered ? sinceWhen(before, after, policy) : null;
  return { ...after, dontRepeat: { ...after.dontRepeat, covered, since } };
}

function isCovered(state: FoldState, policy: Policy): boolean {
  const { confirmed, drill, closed, slaBreach } = state;
  if (confirmed === null || drill) return false;
  if (closed !== null && closed.because.why !== 'done') return false;
  const { severity } = followUpSeverity(state, policy);
  return slaBreach || policy.dontRepeat.severities.includes(severity.id);
}

/**
 * Once started it stays started: neither reopening nor an earlier status takes it back, and a second
 * mitigation after a relapse does not make it later. Only a correction of the very clock from which it
 * runs moves it either way.
 */
function sinceWhen(before: FoldState, after: FoldState, policy: Policy): Instant | null {
  const was = before.dontRepeat.since;
  const is = startOf(after, policy);
  if (was === null || is === null) return is ?? was;
  const isCorrection = startOf(before, policy) === was;
  return isCorrection || is < was ? is : was;
}

/** By the clock that the policy names. */
function startOf(state: FoldState, { dontRepeat }: Policy): Instant | null {
  switch (dontRepeat.starts) {
    case 'declared':
      return state.declared.at;
    case 'mitigated':
      return state.mitigated?.at ?? null;
    case 'resolved':
      return state.resolved?.at ?? null;
  }
}
