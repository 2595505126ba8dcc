/** An incident as the team sees it: what `fold` makes of the record. Status is a union, so that no impossible one can be written. */
import type { DontRepeatState } from '../followup/dont-repeat.ts';
import type { CountedItem } from '../followup/items.ts';
import type { IssueRef } from '../ids.ts';
import type { Impact, Severity } from '../policy/policy.ts';
import type { Instant } from '../time.ts';
import type { TimelineEntry } from '../timeline/entry.ts';
import type { FollowUpItem } from '../followup/follow-up-item.ts';
import type { Recurrence } from '../recurrence/recurrence.ts';
import type { LinkedIssue, PostmortemPull, SubIssueFacts, Suspect } from './facts.ts';

/** The severity in force, why, and what the thresholds would say. */
export interface SeverityVerdict {
  readonly inForce: Severity;
  /** `person`: somebody chose it; `recommended`: nobody did, so the figures or "the worst it could be" decide. */
  readonly chosenBy: 'person' | 'recommended';
  readonly by: string | null;
  readonly recommendation: SeverityRecommendation;
}

/** Which severity the figures point to, and each reason in the order in which it counts. */
export interface SeverityRecommendation {
  readonly severity: Severity;
  readonly reasons: readonly SeverityReason[];
}

export type SeverityReason =
  | {
      readonly kind: 'threshold';
      readonly measure: keyof Impact;
      readonly value: number;
      readonly threshold: number;
      readonly severity: string;
    }
  /** A figure nobody gave could still reach this severity. */
  | { readonly kind: 'unknown-figure'; readonly measure: keyof Impact; readonly severity: string }
  /** All figures are below every threshold. */
  | { readonly kind: 'below-all'; readonly severity: string }
  /** The policy names no thresholds at all, so nothing speaks against the worst. */
  | { readonly kind: 'no-thresholds'; readonly severity: string };

/** Null where it is not known yet. */
export interface Clocks {
  readonly startedAt: Instant | null;
  readonly detectedAt: Instant | null;
  readonly declaredAt: Instant;
  readonly acknowledgedAt: Instant | null;
  readonly mitigatedAt: Instant | null;
  readonly resolvedAt: Instant | null;
  readonly closedAt: Instant | null;
}

export type Status =
  | { readonly is: 'declared'; readonly since: Instant }
  | { readonly is: 'acknowledged'; readonly since: Instant; readonly by: string }
  | { readonly is: 'mitigated'; readonly since: Instant; readonly by: string }
  | { readonly is: 'resolved'; readonly since: Instant; readonly by: string }
  | {
      readonly is: 'closed';
      readonly since: Instant;
      readonly by: string | null;
      readonly because:
        | { readonly why: 'done' }
        | { readonly why: 'false-alarm'; readonly reason: string }
        | { readonly why: 'duplicate'; readonly of: IssueRef };
    };

export interface Relation {
  readonly kind: 'related' | 'duplicate-of' | 'repeat-of' | 'declared-from';
  readonly issue: IssueRef;
  /** Known when GitHub showed it (cross references). */
  readonly title: string | null;
  /** Null when not everybody who reads this incident may read that issue. */
  readonly url: string | null;
}

export type PostmortemState =
  /** The severity asks for none, nobody opened one, or the incident is a drill. */
  | { readonly is: 'not-asked' }
  /**
   * Asked for as soon as the incident is resolved, or by `/postmortem`; `by` null before the resolution, and
   * where the policy sets no term.
   */
  | {
      readonly is: 'due';
      readonly by: Instant | null;
      readonly pull: PostmortemPull | null;
      /** The latest `/postmortem`, as long as nobody took it back by closing the pull request. */
      readonly asked: { readonly by: string; readonly at: Instant } | null;
    }
  | { readonly is: 'published'; readonly pull: PostmortemPull };

export interface Incident {
  readonly ref: IssueRef;
  readonly url: string;
  readonly title: string;
  readonly description: string;
  readonly declaredBy: string;
  readonly declaredVia: 'form' | 'label' | 'command' | 'dispatch';
  /** Null while a declaration by somebody without the right waits for `/ack` by somebody who has it. */
  readonly confirmed: { readonly by: string; readonly at: Instant } | null;
  readonly status: Status;
  readonly clocks: Clocks;
  /** When somebody said that it is resolved, whatever time they gave; null while it is not. */
  readonly resolvedSaidAt: Instant | null;
  readonly severity: SeverityVerdict;
  readonly impact: Impact;
  /** Ids known to the policy, in the order in which they were named. */
  readonly services: readonly string[];
  /** Named by the form or a label but unknown to the policy; shown, never dropped. */
  readonly unknownServices: readonly string[];
  /** Role id → login. */
  readonly roles: ReadonlyMap<string, string>;
  readonly drill: boolean;
  readonly slaBreach: boolean;
  /** What people made of the obligation that follows from it; who owes what is `followup/owed.ts`. */
  readonly dontRepeat: DontRepeatState;
  /** Lies in the policy's private repository. */
  readonly restricted: boolean;
  readonly detectedHow: string | null;
  readonly lastUpdate: { readonly at: Instant; readonly by: string; readonly text: string } | null;
  readonly relations: readonly Relation[];
  /** Words of the policy's taxonomy, or of a label that somebody set, in the order in which they were given. */
  readonly causes: readonly string[];
  readonly components: readonly string[];
  /** The earlier incident that this one is once more; the latest that was named. */
  readonly repeatOf: IssueRef | null;
  /** By which severity the follow-up is taken, and why that is not the incident's own. */
  readonly followUp: { readonly severity: Severity; readonly because: 'repeat' | null };
  readonly postmortem: PostmortemState;
  /** No reminders in the incident before this moment, exclusive. */
  readonly snoozedUntil: Instant | null;
  readonly actionItems: readonly SubIssueFacts[];
  /** The same items as work: whose, until when, and whether they are done. In the order of `actionItems`. */
  readonly items: readonly FollowUpItem[];
  /** Don't-repeat items as the ledger has them, also those that are no action items any more. */
  readonly countedItems: readonly CountedItem[];
  /** The incident, deleted or moved away, in whose place this one stands. */
  readonly carriesOn: IssueRef | null;
  readonly mentions: readonly LinkedIssue[];
  readonly suspects: readonly Suspect[];
  /** Other incidents that look like it or are the same; empty until the flow has looked them up. */
  readonly recurrence: Recurrence;
  /** In order of time, then of arrival. */
  readonly timeline: readonly TimelineEntry[];
  /** What could not be read and what to write instead (a time in the form, an unknown service …). */
  readonly warnings: readonly string[];
}
