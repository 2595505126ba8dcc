/** An action item as work: whose it is, until when, and whether it is done with evidence. */
import type { SubIssueFacts } from '../incident/facts.ts';
import type { Instant } from '../time.ts';
import type { CountedItem } from './items.ts';
import type { Evidence } from './evidence.ts';

export interface FollowUpItem {
  readonly item: SubIssueFacts;
  /** As don't-repeat item; null for the others. */
  readonly counted: CountedItem | null;
  /** Logins: its assignees, else whom the latest `/owner` named and GitHub cannot assign; none: nobody's. */
  readonly owners: readonly string[];
  /** When it came to be an item of this incident. */
  readonly since: Instant;
  /**
   * As the line of its text says since somebody edited it, else by `/due`, else by the `/action` that made it, else as long after `since` as the severity of the
   * follow-up allows; exclusive. Null where nobody sets a term.
   */
  readonly due: Instant | null;
  /** Let go for good, by `/not-doing` or by `/accept`: who and why. */
  readonly dropped: { readonly by: string; readonly at: Instant; readonly reason: string } | null;
  /** What its closing amounts to. */
  readonly evidence: Evidence;
  /** Nothing is to be done any more: done with evidence, dropped, or accepted. */
  readonly over: boolean;
  /** No reminders before this moment, exclusive. */
  readonly snoozedUntil: Instant | null;
}
