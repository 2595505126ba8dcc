/** The part of an issue that makes it a pull request, and its reviews. */
import type { App, Bot, Organization, Person, Team, User } from './accounts.ts';
import type { ContentEdit, Issue, Minimized, Reaction } from './issue.ts';
import type { Repository } from './repository.ts';

export type MergeMethod = 'merge' | 'squash' | 'rebase';

export interface AutoMerge {
  readonly enabledBy: Person;
  readonly enabledAt: number;
  readonly method: MergeMethod;
  readonly commitTitle: string | null;
  readonly commitMessage: string | null;
}

export interface PullRequest {
  /** The REST id of the pull request, which differs from the id of its issue. */
  readonly id: number;
  readonly issue: Issue;
  baseRef: string;
  /** The base branch's commit as of the last change of the base or head. */
  baseSha: string;
  /** Null once the fork is deleted: GitHub then shows `head.repo: null` and an unknown label. */
  headRepository: Repository | null;
  readonly headOwner: User | Organization | Bot;
  readonly headRef: string;
  headSha: string;
  draft: boolean;
  mergedAt: number | null;
  mergedBy: Person | null;
  mergeCommitSha: string | null;
  autoMerge: AutoMerge | null;
  maintainerCanModify: boolean;
  readonly reviews: Review[];
  readonly reviewThreads: ReviewThread[];
  requestedReviewers: User[];
  requestedTeams: Team[];
  /** Issues linked by hand in the development panel; closing keywords are computed. */
  readonly linkedIssues: Issue[];
  /** Who pushed the present head (for "approval of the most recent push"). */
  lastPusher: Person;
}

export type ReviewState = 'PENDING' | 'COMMENTED' | 'APPROVED' | 'CHANGES_REQUESTED' | 'DISMISSED';

export interface Review {
  readonly id: number;
  readonly nodeId: string;
  readonly issue: Issue;
  readonly author: Person;
  readonly viaApp: App | null;
  state: ReviewState;
  body: string;
  /** The head the reviewer looked at. */
  commitSha: string;
  readonly createdAt: number;
  submittedAt: number | null;
  updatedAt: number;
  lastEditedAt: number | null;
  readonly edits: ContentEdit[];
  readonly comments: ReviewComment[];
}

export interface ReviewComment {
  readonly id: number;
  readonly nodeId: string;
  readonly issue: Issue;
  readonly review: Review;
  readonly author: Person;
  readonly viaApp: App | null;
  body: string;
  readonly path: string;
  readonly line: number | null;
  /** Of a comment on several lines the first; `line` is the last. */
  readonly startLine: number | null;
  readonly side: 'LEFT' | 'RIGHT';
  readonly commitSha: string;
  readonly diffHunk: string;
  readonly inReplyTo: ReviewComment | null;
  readonly createdAt: number;
  updatedAt: number;
  lastEditedAt: number | null;
  readonly edits: ContentEdit[];
  readonly reactions: Reaction[];
  minimized: Minimized | null;
}

export interface ReviewThread {
  readonly nodeId: string;
  readonly issue: Issue;
  readonly comments: ReviewComment[];
  resolvedBy: Person | null;
}
