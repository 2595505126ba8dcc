/** Issues, their comments and reactions. A pull request is an issue with a `pull` part. */
import type { App, Person, User } from './accounts.ts';
import type { PullRequest } from './pull-request.ts';
import type { Label, Repository } from './repository.ts';
import type { TimelineEvent } from './timeline.ts';

export type ReactionContent =
  '+1' | '-1' | 'laugh' | 'confused' | 'heart' | 'hooray' | 'rocket' | 'eyes';

export interface Reaction {
  readonly id: number;
  readonly nodeId: string;
  readonly content: ReactionContent;
  readonly user: Person;
  readonly createdAt: number;
}

/** One revision of a text: what it was before, and who changed it when. */
export interface ContentEdit {
  readonly id: number;
  readonly nodeId: string;
  readonly editor: Person;
  readonly at: number;
  readonly before: string;
  readonly after: string;
}

export type MinimizeReason =
  'abuse' | 'duplicate' | 'off-topic' | 'outdated' | 'resolved' | 'spam' | 'low-quality';

export type LockReason = 'off-topic' | 'too heated' | 'resolved' | 'spam';
export type StateReason = 'completed' | 'not_planned' | 'duplicate' | 'reopened';

export interface Minimized {
  readonly reason: MinimizeReason;
  readonly by: Person;
  readonly at: number;
}

export interface IssueComment {
  readonly id: number;
  readonly nodeId: string;
  issue: Issue;
  readonly author: Person;
  /** The App through which a person or its bot wrote this. */
  readonly viaApp: App | null;
  body: string;
  readonly createdAt: number;
  updatedAt: number;
  /** Null until the text was edited. */
  lastEditedAt: number | null;
  readonly edits: ContentEdit[];
  readonly reactions: Reaction[];
  minimized: Minimized | null;
}

export interface Issue {
  readonly id: number;
  /** For a pull request this is the pull request's node id, as in GraphQL. */
  readonly nodeId: string;
  readonly repository: Repository;
  readonly number: number;
  title: string;
  body: string | null;
  readonly author: Person;
  readonly viaApp: App | null;
  state: 'open' | 'closed';
  stateReason: StateReason | null;
  readonly createdAt: number;
  updatedAt: number;
  closedAt: number | null;
  closedBy: Person | null;
  lastEditedAt: number | null;
  readonly edits: ContentEdit[];
  /** In the order in which they were put on. */
  labels: Label[];
  assignees: User[];
  lock: { readonly reason: LockReason | null } | null;
  /** Oldest first. Deleted comments are gone. */
  comments: IssueComment[];
  readonly reactions: Reaction[];
  /** Events in the order in which they happened; comments, reviews and commits are kept apart. */
  readonly timeline: TimelineEvent[];
  parent: Issue | null;
  /** In the order people gave them. */
  subIssues: Issue[];
  duplicateOf: Issue | null;
  /** People and teams already named in this issue, so that each is mentioned once. */
  readonly mentioned: Set<number>;
  readonly pull: PullRequest | null;
}
