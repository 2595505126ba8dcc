/**
 * What GitHub shows of an incident's issue at one moment, translated once at the edge
 * (`src/github/read/`). Facts carry no interpretation: `record.ts` turns them into events.
 */
import type { IssueRef } from '../ids.ts';
import type { Visibility } from '../followup/obligation.ts';
import type { Instant } from '../time.ts';

export interface Actor {
  /** Without the `[bot]` suffix for apps. A deleted account is `ghost`. */
  readonly login: string;
  /** `self` is this app; other apps are `bot`. */
  readonly kind: 'person' | 'bot' | 'self';
}

export type Reaction = '+1' | '-1' | 'laugh' | 'confused' | 'heart' | 'hooray' | 'rocket' | 'eyes';

export interface CommentFacts {
  /** Database id, as in `#issuecomment-123`. */
  readonly id: number;
  readonly nodeId: string;
  readonly url: string;
  readonly author: Actor;
  readonly body: string;
  readonly createdAt: Instant;
  readonly editedAt: Instant | null;
  /** Who wrote the present text; the author when nobody edited it. */
  readonly editor: Actor;
  readonly minimized: boolean;
  /** Somebody reacted with 🚀. */
  readonly keyEvent: boolean;
  /** What this app reacted with. */
  readonly ownReactions: readonly Reaction[];
}

export interface LinkedIssue {
  readonly ref: IssueRef;
  readonly title: string;
  readonly url: string;
  readonly state: 'open' | 'closed' | 'merged';
  readonly isPullRequest: boolean;
  /** In a private repository or one less widely readable than the incident's. */
  readonly restricted: boolean;
}

export interface SubIssueFacts extends LinkedIssue {
  readonly nodeId: string;
  readonly author: Actor;
  /** GitHub calls its author owner, member or collaborator; or the repository is private. */
  readonly authorBelongs: boolean;
  readonly body: string;
  readonly stateReason: 'completed' | 'not_planned' | 'reopened' | 'duplicate' | null;
  readonly closedAt: Instant | null;
  /** Null while open, and when GitHub does not tell. */
  readonly closedBy: ItemCloser | null;
  readonly assignees: readonly string[];
  readonly labels: readonly string[];
  /** Clicks on its labels, oldest first; the latest twenty. */
  readonly labelEvents: readonly ItemLabelEvent[];
  readonly assignments: ItemAssignments;
  /** When it was opened. */
  readonly createdAt: Instant;
  /** How it was closed and reopened, oldest first; the latest ten. */
  readonly stateEvents: readonly ItemStateEvent[];
  /** Whose sub-issue it is at present. */
  readonly parent: IssueRef | null;
}

/** What closed an action item: a person, or the merge of a pull request. */
export interface ItemCloser {
  readonly by: Actor;
  readonly pull: { readonly ref: IssueRef; readonly merged: boolean } | null;
}

export interface ItemStateEvent {
  readonly at: Instant;
  readonly by: Actor;
  readonly change: 'closed' | 'reopened';
}

/** The pull request from the branch `norepeat/postmortem-<number>` of the incident repository, to its default branch. */
export interface PostmortemPull {
  readonly ref: IssueRef;
  readonly url: string;
  readonly title: string;
  /** `merged`: with a document. One that was merged without is `closed`, for it published nothing. */
  readonly state: 'open' | 'closed' | 'merged';
  /** Also of one that was merged without a document. */
  readonly mergedAt: Instant | null;
  /** Of one that is closed or merged. */
  readonly closedAt: Instant | null;
  /** It is closed, and this app did that: nobody took anything back. */
  readonly closedByApp?: true;
  /** This app opened it, and no person opened it again the latest time. */
  readonly own?: true;
  /** What its check says in one line; absent where there is none yet. */
  readonly left?: string;
}

/** Who was assigned and taken off, oldest first; the latest twenty. */
export interface ItemAssignments {
  readonly events: readonly {
    readonly at: Instant;
    readonly by: Actor;
    readonly change: 'assigned' | 'unassigned';
    readonly login: string;
  }[];
  /** False: there were earlier ones. */
  readonly complete: boolean;
}

export interface ItemLabelEvent {
  readonly at: Instant;
  readonly by: Actor;
  readonly change: 'labeled' | 'unlabeled';
  readonly label: string;
}

export type NativeEvent = { readonly at: Instant; readonly by: Actor } & (
  | { readonly kind: 'labeled' | 'unlabeled'; readonly label: string }
  | { readonly kind: 'assigned' | 'unassigned'; readonly login: string }
  | { readonly kind: 'closed'; readonly reason: string | null }
  | { readonly kind: 'reopened' }
  | { readonly kind: 'renamed'; readonly from: string; readonly to: string }
  | { readonly kind: 'cross-referenced'; readonly source: LinkedIssue }
  | { readonly kind: 'sub-issue-added' | 'sub-issue-removed'; readonly issue: LinkedIssue }
);

export interface IncidentFacts {
  readonly ref: IssueRef;
  readonly nodeId: string;
  readonly url: string;
  readonly title: string;
  readonly body: string;
  readonly author: Actor;
  /** Who wrote the present text of the issue; the author when nobody edited it. */
  readonly bodyEditor: Actor;
  readonly createdAt: Instant;
  readonly state: 'open' | 'closed';
  readonly stateReason: string | null;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  /** Oldest first, complete. */
  readonly comments: readonly CommentFacts[];
  /** Oldest first, complete. */
  readonly events: readonly NativeEvent[];
  readonly subIssues: readonly SubIssueFacts[];
  /** Issues that were asked for by node id, are no sub-issues any more, and still exist. */
  readonly detached: readonly SubIssueFacts[];
  /** The latest one there is; null where there is none. */
  readonly postmortem: PostmortemPull | null;
  /** Of the repository it lies in. */
  readonly visibility: Visibility;
  /** When everything was last read, and not only what had changed. */
  readonly wholeAt: Instant;
}

export type Permission = 'none' | 'read' | 'triage' | 'write' | 'maintain' | 'admin';

/** What GitHub says a person may do in the incident repository, looked up when first needed. */
export interface PersonFacts {
  readonly login: string;
  /** False when GitHub has no user of this name. */
  readonly exists: boolean;
  readonly permission: Permission;
  /** Teams of the policy (`acme/payments`, lower case), owners and waiver approvers, of which the person is an active member. */
  readonly teams: readonly string[];
}

/** A merged pull request or deployment of an affected service in the 24 hours before the declaration. */
export interface Suspect {
  /** `more`: in this repository, or in ones not looked into, there was more than is listed. */
  readonly kind: 'pull-request' | 'deployment' | 'more';
  /** Null when readers of the incident may not read it: then title, address and person are empty too. */
  readonly repository: string | null;
  /** Pull request title, or environment and ref of a deployment. */
  readonly title: string;
  readonly url: string;
  readonly at: Instant;
  readonly by: string;
}
