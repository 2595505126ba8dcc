/** What happened to an issue or pull request, by the event names of the REST API. */
import type { App, Person, Team, User } from './accounts.ts';
import type { Deployment } from './deployments.ts';
import type { GitCommit } from './git.ts';
import type { Issue, LockReason, StateReason } from './issue.ts';
import type { Review } from './pull-request.ts';
import type { Repository } from './repository.ts';

/** Label as it was then: a later rename or deletion does not change history's names in REST. */
export interface LabelSnapshot {
  readonly id: number;
  readonly name: string;
  readonly color: string;
}

/** What closed an issue: a merged pull request, a commit on the default branch, or a person. */
export type Closer =
  | { readonly kind: 'pull-request'; readonly issue: Issue }
  | { readonly kind: 'commit'; readonly commit: GitCommit; readonly repository: Repository }
  | null;

export type TimelineDetail =
  | { readonly event: 'labeled' | 'unlabeled'; readonly label: LabelSnapshot }
  | { readonly event: 'assigned' | 'unassigned'; readonly assignee: User }
  | {
      readonly event: 'closed';
      readonly stateReason: StateReason | null;
      readonly closer: Closer;
      readonly duplicateOf: Issue | null;
    }
  | { readonly event: 'reopened'; readonly stateReason: StateReason | null }
  | { readonly event: 'renamed'; readonly from: string; readonly to: string }
  | {
      readonly event: 'cross-referenced';
      /** Whether merging it would close this issue is computed: `willClose` in `queries/closing.ts`. */
      readonly source: Issue;
    }
  | {
      readonly event: 'referenced';
      readonly commit: GitCommit;
      readonly commitRepository: Repository;
    }
  | { readonly event: 'connected' | 'disconnected'; readonly subject: Issue }
  | { readonly event: 'mentioned' | 'subscribed' }
  | { readonly event: 'locked' | 'unlocked'; readonly lockReason: LockReason | null }
  | { readonly event: 'pinned' | 'unpinned' }
  | { readonly event: 'transferred'; readonly from: Repository }
  | { readonly event: 'sub_issue_added' | 'sub_issue_removed'; readonly subIssue: Issue }
  | { readonly event: 'parent_issue_added' | 'parent_issue_removed'; readonly parent: Issue }
  | {
      readonly event: 'marked_as_duplicate' | 'unmarked_as_duplicate';
      readonly canonical: Issue;
    }
  | { readonly event: 'comment_deleted'; readonly deletedAuthor: Person }
  | { readonly event: 'merged'; readonly commitSha: string; readonly baseRef: string }
  | { readonly event: 'head_ref_deleted' | 'head_ref_restored'; readonly ref: string }
  | {
      readonly event: 'head_ref_force_pushed' | 'base_ref_force_pushed';
      readonly before: string;
      readonly after: string;
      readonly ref: string;
    }
  | { readonly event: 'base_ref_changed'; readonly from: string; readonly to: string }
  | { readonly event: 'ready_for_review' | 'convert_to_draft' }
  | {
      readonly event: 'review_requested' | 'review_request_removed';
      readonly reviewer: User | Team;
    }
  | {
      readonly event: 'review_dismissed';
      readonly review: Review;
      readonly previousState: Review['state'];
      readonly message: string | null;
    }
  | { readonly event: 'auto_merge_enabled' | 'auto_merge_disabled'; readonly reason?: string }
  | { readonly event: 'added_to_merge_queue' }
  | { readonly event: 'removed_from_merge_queue'; readonly reason: string; readonly sha: string }
  | { readonly event: 'deployed'; readonly deployment: Deployment };

export type TimelineEventName = TimelineDetail['event'];

export type TimelineEvent = TimelineDetail & {
  readonly id: number;
  readonly nodeId: string;
  readonly actor: Person;
  readonly viaApp: App | null;
  readonly createdAt: number;
};
