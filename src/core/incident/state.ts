/** Where the fold stands between two events: everything said so far, nothing yet measured against a policy. */
import { NOTHING_OWED, type DontRepeatState } from '../followup/dont-repeat.ts';
import type { IssueRef } from '../ids.ts';
import type { Impact } from '../policy/policy.ts';
import type { Instant } from '../time.ts';
import type { TimelineEntry } from '../timeline/entry.ts';
import type { ClosedBecause, OpenStatus } from './events.ts';
import type { LinkedIssue } from './facts.ts';
import type { Incident, Status } from './incident.ts';

/** A moment and who vouches for it. */
export interface Stamp {
  readonly at: Instant;
  readonly by: string;
}

export interface FoldState {
  readonly ref: IssueRef;
  readonly declared: Stamp & {
    readonly via: Incident['declaredVia'];
    readonly from: IssueRef | null;
  };
  readonly confirmed: Stamp | null;
  readonly started: Stamp | null;
  readonly detected: Stamp | null;
  readonly acknowledged: Stamp | null;
  readonly mitigated: Stamp | null;
  /** Nobody said "mitigated": it follows from "resolved" and moves with it. */
  readonly mitigatedImplied: boolean;
  /** `saidAt`: when somebody first said so, whatever time they gave. */
  readonly resolved: (Stamp & { readonly saidAt: Instant }) | null;
  /** `by` null: nobody did, everything was done. */
  readonly closed: {
    readonly at: Instant;
    readonly by: string | null;
    readonly because: ClosedBecause;
  } | null;
  /** The latest return to work; the present status is no older than this. */
  readonly resumed: Stamp | null;
  /** Every severity a person chose, oldest first. */
  readonly choices: readonly { readonly severity: string; readonly by: string }[];
  readonly impact: Impact;
  /** As named, in order; whether the policy knows them is decided at the end. */
  readonly services: readonly string[];
  readonly roles: ReadonlyMap<string, string>;
  readonly drill: boolean;
  readonly slaBreach: boolean;
  /** `covered` and `since` are kept by `advance.ts`, which knows the policy. */
  readonly dontRepeat: DontRepeatState;
  readonly lastUpdate: Incident['lastUpdate'];
  readonly related: readonly IssueRef[];
  /** The latest earlier incident that somebody called this one a repeat of. */
  readonly repeatOf: IssueRef | null;
  readonly causes: readonly string[];
  readonly components: readonly string[];
  readonly snoozedUntil: Instant | null;
  /** The latest `/postmortem`. */
  readonly postmortemAsked: Stamp | null;
  readonly mentions: readonly LinkedIssue[];
  readonly timeline: readonly TimelineEntry[];
}

export function initialState(ref: IssueRef, declared: FoldState['declared']): FoldState {
  return {
    ref,
    declared,
    confirmed: null,
    started: null,
    detected: null,
    acknowledged: null,
    mitigated: null,
    mitigatedImplied: false,
    resolved: null,
    closed: null,
    resumed: null,
    choices: [],
    impact: {},
    services: [],
    roles: new Map(),
    drill: false,
    slaBreach: false,
    dontRepeat: NOTHING_OWED,
    lastUpdate: null,
    related: [],
    repeatOf: null,
    causes: [],
    components: [],
    snoozedUntil: null,
    postmortemAsked: null,
    mentions: [],
    timeline: [],
  };
}

/** What the clocks amount to. */
export function statusOf(state: FoldState): Status {
  const { closed, resolved, mitigated, acknowledged, resumed, declared } = state;
  if (closed !== null) {
    return { is: 'closed', since: closed.at, by: closed.by, because: closed.because };
  }
  if (resolved !== null) return { is: 'resolved', since: resolved.at, by: resolved.by };
  if (mitigated !== null) return { is: 'mitigated', since: mitigated.at, by: mitigated.by };
  const since = (stamp: Stamp): Instant =>
    resumed !== null && resumed.at > stamp.at ? resumed.at : stamp.at;
  return acknowledged === null
    ? { is: 'declared', since: since(declared) }
    : { is: 'acknowledged', since: since(acknowledged), by: acknowledged.by };
}

/** The status whose label the issue carries: a closed incident keeps its last one. */
export function openStatusOf(
  state: Pick<FoldState, 'resolved' | 'mitigated' | 'acknowledged'>,
): OpenStatus {
  if (state.resolved !== null) return 'resolved';
  if (state.mitigated !== null) return 'mitigated';
  return state.acknowledged !== null ? 'acknowledged' : 'declared';
}
