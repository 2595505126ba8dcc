/**
 * The recurrence room: what earlier incidents have to say about a present one. Which of them look like it
 * is `similar.ts`, which of them it is once more `chain.ts`; both work on what is kept of every incident,
 * never on GitHub, and nothing that a team owes is decided by either.
 */
import type { IssueRef } from '../ids.ts';
import type { Instant } from '../time.ts';

/** An incident as others remember it. */
export interface PastIncident {
  readonly ref: IssueRef;
  readonly url: string;
  readonly title: string;
  readonly open: boolean;
  /** Id of the severity in force; null before anybody looked. */
  readonly severity: string | null;
  readonly services: readonly string[];
  readonly declaredAt: Instant;
  /** Lies in the policy's private repository. */
  readonly restricted: boolean;
  /** Declared or acknowledged by somebody with the right. */
  readonly confirmed: boolean;
  readonly drill: boolean;
  /** What a search reads beside the title: the beginning of the description. */
  readonly words: string;
  readonly causes: readonly string[];
  readonly components: readonly string[];
  /** The incident that it is once more. */
  readonly repeatOf: IssueRef | null;
  /** Null while it is worked on. */
  readonly ended: PastEnding | null;
  readonly postmortem: { readonly url: string; readonly published: boolean } | null;
  /** What was to keep it from happening again. */
  readonly prevention: readonly PriorItem[];
  /** An approver let everything that was owed after it go. */
  readonly accepted: { readonly by: string; readonly reason: string } | null;
}

export interface PastEnding {
  readonly as: 'resolved' | 'done' | 'false-alarm' | 'duplicate';
  readonly at: Instant;
  /** From its start, or else its declaration, until the damage was stopped, in milliseconds; null when nobody knows. */
  readonly took: number | null;
  /** What somebody said had helped, in one line; null when nobody said. */
  readonly how: string | null;
}

/** A don't-repeat item of an earlier incident, and what became of it. */
export interface PriorItem {
  readonly ref: IssueRef;
  readonly url: string;
  readonly title: string;
  readonly became: 'open' | 'done' | 'dropped' | 'accepted';
  /** Who did, dropped or accepted it; null when open, or done by a merged pull request. */
  readonly by: string | null;
  readonly restricted: boolean;
}

/** A real incident: confirmed, no exercise, and neither a false alarm nor another's double. */
export function isReal({
  confirmed,
  drill,
  ended,
}: Pick<PastIncident, 'confirmed' | 'drill' | 'ended'>): boolean {
  return confirmed && !drill && ended?.as !== 'false-alarm' && ended?.as !== 'duplicate';
}

/** A public incident knows of no restricted one; a restricted one may know of both. */
export function maySee(
  viewer: { readonly restricted: boolean },
  other: { readonly restricted: boolean },
): boolean {
  return viewer.restricted || !other.restricted;
}
