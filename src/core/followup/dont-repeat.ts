import type { IssueRef } from '../ids.ts';
import type { TeamRef } from '../policy/policy.ts';
import type { Instant } from '../time.ts';
import type { Waiver } from './obligation.ts';

/** What people's words and clicks made of an incident's obligation; part of the fold. */
export interface DontRepeatState {
  /**
   * The policy covers it as it stands: confirmed, no drill, no false alarm or duplicate, and of a severity
   * that the policy names or labelled `sla-breach`.
   */
  readonly covered: boolean;
  /**
   * When the policy's `starts` was reached by an incident that is covered; from then on something may be
   * owed. Reopening does not take it back. Null while nothing has started.
   */
  readonly since: Instant | null;
  /** By `teamKey`. */
  readonly waivers: ReadonlyMap<string, TeamWaivers>;
  /** An approver ended the whole obligation for good. */
  readonly accepted: Acceptance | null;
  readonly acceptedItems: readonly (Acceptance & { readonly item: IssueRef })[];
}

export interface TeamWaivers {
  readonly requested: WaiverRequest | null;
  readonly granted: Waiver | null;
}

export interface WaiverRequest {
  readonly by: string;
  readonly at: Instant;
  /** Exclusive. */
  readonly until: Instant;
  readonly reason: string;
}

export interface Acceptance {
  readonly by: string;
  readonly at: Instant;
  readonly reason: string;
}

export const NOTHING_OWED: DontRepeatState = {
  covered: false,
  since: null,
  waivers: new Map(),
  accepted: null,
  acceptedItems: [],
};

/** `acme/payments`, lower case: GitHub compares the names of teams without regard to case. */
export function teamKey({ org, slug }: TeamRef): string {
  return `${org}/${slug}`.toLowerCase();
}
