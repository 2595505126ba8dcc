/**
 * The ledger: what the app accepted, who said it and when. People with write access can edit and
 * delete every comment, so the fold takes commands from here and never from a comment's text.
 * Native acts (label clicks, closing, reopening, the declaration itself) are entries too: the right of
 * whoever did them is looked up once, and neither a renamed label nor a right lost later changes them.
 * Signing and verifying need a key and live in `src/github/ledger/`; the shapes live here.
 */
import type { Command, ItemKind } from '../command/command.ts';
import type { IssueRef } from '../ids.ts';
import type { Impact, TeamRef } from '../policy/policy.ts';
import type { Instant } from '../time.ts';

export type LedgerEntry =
  | CommentEntry
  | ActEntry
  | CallEntry
  | FormEntry
  | ItemEntry
  | MadeEntry
  | AdoptedEntry
  | RowEntry
  | RowsEntry
  | OfferEntry
  | OnItemEntry
  | PullEntry
  | RemindedEntry
  | EndedEntry;

export type CommentEntry =
  | {
      readonly verdict: 'accepted';
      /** The database id of the comment that said it: the entry's identity. */
      readonly comment: number;
      readonly by: string;
      /** When it was said, by GitHub's clock: the comment's creation, or its latest edit before it was read. */
      readonly at: Instant;
      readonly commands: readonly Command[];
    }
  | {
      readonly verdict: 'refused';
      readonly comment: number;
      readonly by: string;
      readonly at: Instant;
      /** Fingerprint of the refused text: an edit by its author makes another one and is tried again. */
      readonly text: string;
      /** What the app answered, so that the answer can be restored; empty when it only reacted. */
      readonly answer: string;
    }
  /** The author took refused commands out of the comment again: the answer no longer holds. */
  | {
      readonly verdict: 'withdrawn';
      readonly comment: number;
      readonly by: string;
      readonly at: Instant;
      readonly text: string;
    };

/** Something done in GitHub's own interface; its identity is the whole of it with `by` and `at`. */
export interface ActEntry {
  /** `counted` when the doer had the right at the time the app first saw it; the other is kept so that it is not looked up again. */
  readonly verdict: 'counted' | 'not-counted';
  /** Of one not counted: it would have lifted what a team owes, and the doer is no waiver approver. */
  readonly loosens?: true;
  /** Of a closing that was not counted: something that the incident requires was missing. */
  readonly early?: true;
  /** The comment that says so was seen on GitHub: it is not written a second time. */
  readonly told?: true;
  readonly act: NativeAct;
  readonly by: string;
  readonly at: Instant;
}

export type NativeAct =
  /** One an incident. `not-counted` means: unconfirmed. */
  | {
      readonly kind: 'declared';
      readonly via: 'form' | 'label' | 'command' | 'dispatch';
      /** The issue or pull request from which it was declared by command. */
      readonly from: IssueRef | null;
    }
  | { readonly kind: 'labeled' | 'unlabeled'; readonly label: string }
  | { readonly kind: 'closed' }
  | { readonly kind: 'reopened' }
  /** A counted don't-repeat item was taken off the incident, or lost the label that made it one. */
  | { readonly kind: 'item-removed' | 'item-unlabeled'; readonly item: IssueRef };

/** The app's comment that called these services' responders was seen on GitHub: nobody is called twice. */
export interface CallEntry {
  readonly verdict: 'called';
  readonly services: readonly string[];
  readonly at: Instant;
}

/**
 * The form of a declaration by somebody without the right, as it stood when it was confirmed: its author
 * can edit the issue's text afterwards, and that binds nobody. At most one an incident.
 */
export interface FormEntry {
  readonly verdict: 'settled';
  readonly form: {
    readonly services: readonly string[];
    readonly impact: Impact;
    readonly severity: string | null;
    readonly startedAt: Instant | null;
    readonly detectedAt: Instant | null;
    readonly slaBreach: boolean;
    readonly drill: boolean;
  };
  /** When it was confirmed. */
  readonly at: Instant;
}

/** A don't-repeat item, once seen as one while its incident was under the policy: it stays counted. */
export interface ItemEntry {
  readonly verdict: 'item';
  readonly nodeId: string;
  readonly ref: IssueRef;
  /** The node id that it had before it was transferred: the entry with that one is no other item. */
  readonly was?: string;
  /** For when it can be read no more. */
  readonly title: string;
  readonly url: string;
  /** The incident's teams to whom it belongs; empty: to every one. */
  readonly teams: readonly TeamRef[];
  readonly at: Instant;
}

/** An `/action`, or a row of the postmortem's table, has its issue: nobody gets a second one, whatever becomes of the first. */
export interface MadeEntry {
  readonly verdict: 'made';
  readonly asked:
    /** Database id of the comment, and which of its commands, from 0. */
    | { readonly comment: number; readonly index: number }
    /** Key of the row: `row` of its entry. */
    | { readonly row: string };
  readonly item: IssueRef;
  /** Why it is not where, or not as, it was asked for. */
  readonly instead: 'other-owner' | 'not-seen' | 'full' | null;
  readonly at: Instant;
}

/**
 * A row of the postmortem's action table that is to be an action item, as it was when somebody asked for
 * that or merged the document. One a row; what the row says later changes the issue no more.
 */
export interface RowEntry {
  readonly verdict: 'row';
  /** Key of the row: `core/postmortem/action-table.ts`. */
  readonly row: string;
  /** Which of the rows that were taken with it, from 0: they become issues in the order of the table. */
  readonly place: number;
  readonly title: string;
  readonly item: ItemKind;
  readonly owner: string | null;
  /** Exclusive. */
  readonly due: Instant | null;
  /** An issue that is there already: it is linked, none is made. */
  readonly link: IssueRef | null;
  /** Who asked for it: said `/create-items`, or merged the document. */
  readonly by: string;
  readonly at: Instant;
}

/** The rows of the table were taken as they were then: for `/create-items`, or at the merge. One an asking. */
export interface RowsEntry {
  readonly verdict: 'rows-taken';
  /** Database id of the comment that said `/create-items`; null: the document was merged, at `at`. */
  readonly asked: number | null;
  /** Rows that were not taken, for GitHub takes no more sub-issues below the incident; none where it is not said. */
  readonly left?: number;
  readonly at: Instant;
}

/** The app offered words for a part of the postmortem that people wrote in: the same ones once, also if somebody deletes the offer. */
export interface OfferEntry {
  readonly verdict: 'offered';
  /** Number of the pull request. */
  readonly pull: number;
  /** The marker with which it begins: which part, and which words. */
  readonly offer: string;
  readonly at: Instant;
}

/**
 * Somebody's text linked an issue to the incident: a task list of the incident, a row of its postmortem's
 * table, or "part of" it said by the issue. Linked once: who takes it off again afterwards is not contradicted. At most one an issue.
 */
export interface AdoptedEntry {
  readonly verdict: 'adopted';
  readonly item: IssueRef;
  readonly nodeId: string;
  readonly via: 'task-list' | 'part-of' | 'table';
  /** Who wrote that text. */
  readonly by: string;
  readonly at: Instant;
}

/** Said on an action item, and kept with its incident. Its identity is the comment and what it says. */
export interface OnItemEntry {
  readonly verdict: 'on-item';
  /** Database id of the comment. */
  readonly remark: number;
  readonly url: string;
  readonly item: IssueRef;
  /** The item's: it stays the same one when it is transferred. */
  readonly nodeId: string;
  readonly by: string;
  readonly at: Instant;
  readonly said: ItemSaying;
}

export type ItemSaying =
  | { readonly kind: 'owner'; readonly login: string }
  /** Exclusive. */
  | { readonly kind: 'due' | 'snooze'; readonly until: Instant }
  | { readonly kind: 'confirm' }
  | { readonly kind: 'not-doing'; readonly reason: string };

/**
 * The latest reminder of one clock that is on GitHub: nobody is reminded twice of the same. One a clock;
 * the later stands.
 */
export interface RemindedEntry {
  readonly verdict: 'reminded';
  /** Which clock: see `core/reminders/clock.ts`. */
  readonly clock: string;
  /** What was due then: another moment makes it another matter, counted from one again. */
  readonly due: Instant;
  /** The how manieth of this matter, from 1. */
  readonly count: number;
  /** How many of them came after it was due, this one with them; absent: none. */
  readonly overdue?: number;
  readonly at: Instant;
}

/** Everything was done: the app closed the incident. `by` nobody. Its identity is the resolution that it ends. */
export interface EndedEntry {
  readonly verdict: 'ended';
  /** When somebody said that it is resolved, whatever time they gave. */
  readonly resolvedAt: Instant;
  /** The comment that says so was seen on GitHub: it is not written a second time. */
  readonly told?: true;
  readonly at: Instant;
}

/** Said on a pull request, and kept with the incident that it is about. Its identity is the comment and the incident. */
export interface PullEntry {
  readonly verdict: 'on-pull';
  /** Database id of the comment. */
  readonly remark: number;
  readonly url: string;
  readonly pull: IssueRef;
  readonly by: string;
  readonly at: Instant;
  readonly said:
    | { readonly kind: 'fixes' }
    /** On the incident's postmortem: its rows are to be items now. */
    | { readonly kind: 'create-items' }
    /** The full head commit. */
    | { readonly kind: 'override'; readonly sha: string; readonly reason: string };
}

/** In order of `at`, then of `entryKey`; at most one entry a key. */
export type Ledger = readonly LedgerEntry[];
