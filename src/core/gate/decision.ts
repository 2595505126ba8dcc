/**
 * What the gate makes of a commit, with everything that led there: a tree of findings, so that the page
 * can say why, and nobody has to trust it. A finding names its rule, what came out, what was looked at.
 */
import type {
  FixTarget,
  Obligation,
  Override,
  TeamObligation,
  ViolationState,
} from '../followup/obligation.ts';
import type { IssueRef } from '../ids.ts';
import type { Actor } from '../incident/facts.ts';
import type { TeamRef } from '../policy/policy.ts';
import type { Instant } from '../time.ts';
import type { PullFacts, ReviewFacts } from './facts.ts';

export interface Decision {
  readonly conclusion: 'success' | 'failure' | 'neutral';
  readonly settledBy: SettledBy;
  /** Of a shared head one for all its pull requests; of a merge group one for each. Empty where nothing was read. */
  readonly cases: readonly Case[];
  /** Of all cases: what holds the commit, or would if the policy enforced it. */
  readonly holds: readonly ViolationFinding[];
  /** Of all cases: what would hold it, had somebody not vouched or overridden. */
  readonly lifted: readonly ViolationFinding[];
  /** Pull requests whose fix label came before their present head: it must come off. */
  readonly staleLabels: readonly IssueRef[];
  /** When the decision may differ without anybody doing anything; null for never. */
  readonly changesAt: Instant | null;
}

/** The rule that had the last word. */
export type SettledBy =
  | { readonly rule: 'undecided'; readonly because: Undecided }
  | { readonly rule: 'nothing-in-reach' }
  | { readonly rule: CaseRule };

/** Why the gate could not decide. */
export type Undecided =
  /** The app has only just begun to read the incidents. */
  | 'incidents-unread'
  /** The app sees no incident repository where the policy names one, and never saw it. */
  | 'incidents-unseen'
  /** The same of the private one, which is named to nobody. */
  | 'private-incidents-unseen'
  /** A CODEOWNERS file or the list of changed files could not be read. */
  | 'change-unread'
  /** GitHub does not answer, or refuses. */
  | 'github'
  /** A fault of the app's own. */
  | 'internal';

export type CaseRule = 'not-concerned' | 'exempt-paths' | 'exempt-authors' | 'lifted' | 'held';

/** Pull requests that are judged together. */
export interface Case {
  readonly pulls: readonly PullFacts[];
  readonly headSha: string;
  readonly owners: Owners;
  readonly settledBy: CaseRule;
  /** Looked at only when something would hold it. */
  readonly exemptions: readonly ExemptionFinding[];
  readonly violations: readonly ViolationFinding[];
}

/** To whom a change belongs. */
export interface Owners {
  /** In order of name, each once. */
  readonly teams: readonly OwningTeam[];
  /** Of some pull request nobody is known to own anything. */
  readonly unowned: boolean;
  /** The list of files has an end that nobody saw: the change may belong to every team in reach. */
  readonly incomplete: boolean;
  readonly files: { readonly listed: number; readonly total: number };
}

export interface OwningTeam {
  readonly team: TeamRef;
  readonly reasons: readonly OwnerReason[];
}

export type OwnerReason =
  | { readonly kind: 'repository'; readonly service: string }
  /** `files` fit; one of them as an example. */
  | {
      readonly kind: 'paths';
      readonly service: string;
      readonly files: number;
      readonly example: string;
    }
  | {
      readonly kind: 'codeowners';
      readonly file: string;
      readonly line: number;
      readonly pattern: string;
      readonly files: number;
      readonly example: string;
    };

export type ExemptionFinding =
  | {
      readonly rule: 'exempt-paths';
      readonly outcome: 'passes' | 'no';
      /** The first file that is not exempt; null when the list is not whole, or empty. */
      readonly otherwise: string | null;
    }
  | {
      readonly rule: 'exempt-authors';
      readonly outcome: 'passes' | 'no';
      /** The first author who is not exempt; null when not all are known for certain. */
      readonly otherwise: string | null;
    };

/** (incident, team) and what it means for this change. */
export interface ViolationFinding {
  readonly rule: 'violation';
  readonly obligation: Obligation;
  readonly team: TeamObligation;
  readonly state: ViolationState;
  /**
   * How the change comes under it: the team owns it; it may own one of the files that are not listed;
   * nobody is known to own it, and the policy blocks that.
   */
  readonly because: 'owner' | 'may-own' | 'unowned';
  /** `not-now`: in grace or waived. `exempt`: it would hold, had the whole change not been exempt. */
  readonly outcome: 'holds' | 'lifted' | 'not-now' | 'exempt';
  readonly evidence: readonly Evidence[];
}

/** What was looked at to see whether this change may pass all the same. */
export type Evidence = OverrideEvidence | FixEvidence;

export interface OverrideEvidence {
  readonly rule: 'override';
  readonly outcome: 'lifts' | 'no';
  readonly override: Override;
  readonly because: 'this-head' | 'other-head' | 'by-author';
}

/** There only where a pull request is linked; `no`: nobody vouched, and `children` say who tried. */
export interface FixEvidence {
  readonly rule: 'fix';
  readonly outcome: 'lifts' | 'no';
  /** Never empty. */
  readonly links: readonly FixLink[];
  readonly children: readonly Vouching[];
}

export interface FixLink {
  readonly pull: IssueRef;
  readonly via: 'closes' | 'fixes';
  readonly target: FixTarget;
}

export type Vouching = ReviewVouching | LabelVouching | AuthorVouching;

export interface ReviewVouching {
  readonly rule: 'review';
  readonly outcome: 'lifts' | 'no';
  readonly review: ReviewFacts;
  readonly because: VouchReason | 'old-head' | 'changes-requested';
}

export interface LabelVouching {
  readonly rule: 'label';
  readonly outcome: 'lifts' | 'no';
  readonly label: { readonly by: Actor; readonly at: Instant };
  readonly because: VouchReason | 'before-head' | 'head-time-unknown';
}

/** Only where the policy lets authors vouch: somebody who opened a linked pull request. */
export interface AuthorVouching {
  readonly rule: 'author';
  readonly outcome: 'lifts' | 'no';
  readonly by: Actor;
  readonly because: Standing | 'no-standing';
}

/** Why somebody's word counts: an assignee of a linked item, a role holder, in the team, an approver. */
export type Standing = 'assignee' | 'role-holder' | 'team-member' | 'approver';

export type VouchReason =
  | Standing
  /** Unless the policy lets authors vouch. Opened the pull request, or, where an app opened it, wrote a commit of it. */
  | 'by-author'
  /** An app opened it, and it is not known who wrote all of its commits. */
  | 'authors-unknown'
  | 'not-a-person'
  | 'no-standing';

export function voucherOf(vouching: Vouching): Actor {
  switch (vouching.rule) {
    case 'review':
      return vouching.review.by;
    case 'label':
      return vouching.label.by;
    case 'author':
      return vouching.by;
  }
}
