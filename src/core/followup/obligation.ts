/**
 * The followup room: what a team owes after an incident. `obligation.ts` has the words; who owes what is
 * folded from the incident (`owed.ts`), and whether that holds a merge at a moment is `violation.ts`.
 *
 * An obligation knows no "now": the same facts make the same obligation, and only `violationAt` compares
 * its moments with the time. So it can be kept, and a merge judged, without reading the incident again.
 */
import type { IssueRef } from '../ids.ts';
import type { TeamRef } from '../policy/policy.ts';
import type { Instant } from '../time.ts';

/** One incident's, as long as something of it is unmet. */
export interface Obligation {
  readonly incident: ObligedIncident;
  /** When the policy's `starts` was first reached; never moves later by itself. */
  readonly since: Instant;
  /** `since` and the policy's grace: from then on merges are held. */
  readonly holdsFrom: Instant;
  /** Only teams that still owe something; never empty. In order of name. */
  readonly teams: readonly TeamObligation[];
  /** Logins: their review or label vouches for a fix. */
  readonly roleHolders: readonly string[];
  /** What a pull request can be linked to as the fix: the incident and its open `prevent` and `mitigate` items. */
  readonly fixTargets: readonly FixTarget[];
  /** `/fixes` said on pull requests. */
  readonly fixes: readonly LinkedFix[];
  /** `/override` said on pull requests that this incident held. */
  readonly overrides: readonly Override[];
}

export interface ObligedIncident {
  readonly ref: IssueRef;
  readonly nodeId: string;
  readonly url: string;
  readonly title: string;
  /** `SEV-1` */
  readonly severity: string;
  readonly declaredAt: Instant;
  /** Lies in the policy's private repository. */
  readonly restricted: boolean;
  /** Of its repository: a page more widely readable shows the number and no more. */
  readonly visibility: Visibility;
}

export type Visibility = 'public' | 'internal' | 'private';

export interface TeamObligation {
  readonly team: TeamRef;
  /** Don't-repeat items that belong to the team and are not done. Empty: no follow-up agreed yet. */
  readonly items: readonly OwedItem[];
  readonly waiver: Waiver | null;
}

/** A don't-repeat item that was counted and is not done with evidence. */
export interface OwedItem {
  readonly ref: IssueRef;
  readonly url: string;
  readonly title: string;
  readonly assignees: readonly string[];
  /** In a repository that not everybody who reads the incident may read. */
  readonly restricted: boolean;
  /**
   * `open`; `closed-without-evidence`: closed, but by nobody whose word counts; `taken-away`: deleted, or
   * no longer among the incident's items without an approver's word.
   */
  readonly state: 'open' | 'closed-without-evidence' | 'taken-away';
}

/** Granted; holds until `until`, exclusive. */
export interface Waiver {
  readonly requestedBy: string;
  readonly grantedBy: string;
  readonly grantedAt: Instant;
  readonly until: Instant;
  readonly reason: string;
}

export interface FixTarget {
  readonly ref: IssueRef;
  /** Whose review vouches for a fix of it; empty for the incident itself. */
  readonly assignees: readonly string[];
}

export interface LinkedFix {
  readonly pull: IssueRef;
  readonly by: string;
  readonly at: Instant;
}

export interface Override {
  readonly pull: IssueRef;
  /** The full head commit it lets through. */
  readonly sha: string;
  readonly by: string;
  readonly reason: string;
  readonly at: Instant;
}

export type ViolationState =
  | { readonly is: 'grace'; readonly until: Instant }
  | { readonly is: 'open'; readonly since: Instant }
  | { readonly is: 'waived'; readonly waiver: Waiver };
