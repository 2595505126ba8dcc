/**
 * What happened, for webhooks and for tests. Verbs emit these synchronously right after the change, so a
 * listener that serialises at once sees the state as GitHub would send it. `name` and `action` are the
 * webhook's event name and action; `sender` is who caused it.
 */
import type { Installation, Organization, Person, Role, Team, User } from './records/accounts.ts';
import type { CheckRun, CheckSuite, CommitStatus } from './records/checks.ts';
import type { Deployment, DeploymentStatus } from './records/deployments.ts';
import type { GitCommit } from './records/git.ts';
import type { Issue, IssueComment } from './records/issue.ts';
import type { MergeGroup } from './records/merge-queue.ts';
import type { Review, ReviewComment, ReviewThread } from './records/pull-request.ts';
import type { Label, Repository } from './records/repository.ts';
import type { Ruleset } from './records/rules.ts';

/** A webhook's `changes`: what a field was before. */
export interface From {
  readonly from: string;
}

export type IssueEvent = { readonly name: 'issues'; readonly issue: Issue } & (
  | {
      readonly action: 'opened';
      /** Where a transferred issue came from. */
      readonly old?: { readonly issue: Issue; readonly repository: Repository };
    }
  | { readonly action: 'edited'; readonly changes: { readonly title?: From; readonly body?: From } }
  | {
      readonly action:
        'closed' | 'reopened' | 'deleted' | 'locked' | 'unlocked' | 'pinned' | 'unpinned';
    }
  | { readonly action: 'labeled' | 'unlabeled'; readonly label: Label }
  | { readonly action: 'assigned' | 'unassigned'; readonly assignee: User }
  | { readonly action: 'transferred'; readonly to: Issue }
);

export type PullRequestEvent = { readonly name: 'pull_request'; readonly issue: Issue } & (
  | {
      readonly action:
        | 'opened'
        | 'closed'
        | 'reopened'
        | 'locked'
        | 'unlocked'
        | 'converted_to_draft'
        | 'ready_for_review'
        | 'enqueued';
    }
  | {
      readonly action: 'edited';
      readonly changes: {
        readonly title?: From;
        readonly body?: From;
        readonly base?: { readonly ref: From; readonly sha: From };
      };
    }
  | { readonly action: 'synchronize'; readonly before: string; readonly after: string }
  | { readonly action: 'labeled' | 'unlabeled'; readonly label: Label }
  | { readonly action: 'assigned' | 'unassigned'; readonly assignee: User }
  | {
      readonly action: 'review_requested' | 'review_request_removed';
      readonly reviewer: User | Team;
    }
  | { readonly action: 'auto_merge_enabled' | 'auto_merge_disabled'; readonly reason: string }
  | { readonly action: 'dequeued'; readonly reason: string }
);

export type SubIssueEvent = {
  readonly name: 'sub_issues';
  readonly action:
    'parent_issue_added' | 'parent_issue_removed' | 'sub_issue_added' | 'sub_issue_removed';
  readonly parent: Issue;
  readonly subIssue: Issue;
};

export interface PushEvent {
  readonly name: 'push';
  /** `refs/heads/…` or `refs/tags/…`. */
  readonly ref: string;
  readonly before: string;
  readonly after: string;
  readonly created: boolean;
  readonly deleted: boolean;
  readonly forced: boolean;
  /** New commits, oldest first. */
  readonly commits: readonly GitCommit[];
}

type RepositoryScoped =
  | IssueEvent
  | PullRequestEvent
  | SubIssueEvent
  | PushEvent
  | ({ readonly name: 'issue_comment'; readonly comment: IssueComment; readonly issue: Issue } & (
      | { readonly action: 'created' | 'deleted' | 'pinned' | 'unpinned' }
      | { readonly action: 'edited'; readonly changes: { readonly body: From } }
    ))
  | ({ readonly name: 'label'; readonly label: Label } & (
      | { readonly action: 'created' | 'deleted' }
      | {
          readonly action: 'edited';
          readonly changes: {
            readonly name?: From;
            readonly color?: From;
            readonly description?: From;
          };
        }
    ))
  | ({ readonly name: 'pull_request_review'; readonly review: Review; readonly issue: Issue } & (
      | { readonly action: 'submitted' | 'dismissed' }
      | { readonly action: 'edited'; readonly changes: { readonly body: From } }
    ))
  | ({
      readonly name: 'pull_request_review_comment';
      readonly comment: ReviewComment;
      readonly issue: Issue;
    } & (
      | { readonly action: 'created' | 'deleted' }
      | { readonly action: 'edited'; readonly changes: { readonly body: From } }
    ))
  | {
      readonly name: 'pull_request_review_thread';
      readonly action: 'resolved' | 'unresolved';
      readonly thread: ReviewThread;
      readonly issue: Issue;
    }
  | ({ readonly name: 'check_run'; readonly checkRun: CheckRun } & (
      | { readonly action: 'created' | 'completed' | 'rerequested' }
      | { readonly action: 'requested_action'; readonly identifier: string }
    ))
  | {
      readonly name: 'check_suite';
      readonly action: 'requested' | 'rerequested' | 'completed';
      readonly checkSuite: CheckSuite;
    }
  | { readonly name: 'status'; readonly status: CommitStatus }
  | {
      readonly name: 'merge_group';
      readonly action: 'checks_requested' | 'destroyed';
      readonly mergeGroup: MergeGroup;
      /** Why it was destroyed. */
      readonly reason?: 'merged' | 'invalidated' | 'dequeued';
    }
  | { readonly name: 'create' | 'delete'; readonly refType: 'branch' | 'tag'; readonly ref: string }
  | { readonly name: 'deployment'; readonly action: 'created'; readonly deployment: Deployment }
  | {
      readonly name: 'deployment_status';
      readonly action: 'created';
      readonly status: DeploymentStatus;
    }
  | {
      readonly name: 'repository_dispatch';
      /** The `event_type` of the caller. */
      readonly action: string;
      readonly clientPayload: Readonly<Record<string, unknown>> | null;
    }
  | ({ readonly name: 'repository' } & (
      | {
          readonly action:
            'created' | 'deleted' | 'archived' | 'unarchived' | 'publicized' | 'privatized';
        }
      | { readonly action: 'renamed'; readonly from: string }
      | {
          readonly action: 'edited';
          readonly changes: {
            readonly description?: { readonly from: string | null };
            readonly default_branch?: From;
            readonly homepage?: { readonly from: string | null };
          };
        }
      | { readonly action: 'transferred'; readonly from: User | Organization }
    ))
  | { readonly name: 'fork'; readonly forkee: Repository }
  | { readonly name: 'public' }
  | ({ readonly name: 'member'; readonly member: User } & (
      | { readonly action: 'added'; readonly role: Role }
      | { readonly action: 'edited'; readonly from: Role; readonly to: Role }
      | { readonly action: 'removed' }
    ))
  | RulesetEvent;

interface RulesetEvent {
  readonly name: 'repository_ruleset';
  readonly action: 'created' | 'edited' | 'deleted';
  readonly ruleset: Ruleset;
}

type OrganizationScoped =
  | RulesetEvent
  | {
      readonly name: 'organization';
      readonly action: 'member_added' | 'member_removed';
      readonly member: User;
      readonly role: 'admin' | 'member';
    }
  | {
      readonly name: 'membership';
      readonly action: 'added' | 'removed';
      readonly member: User;
      readonly team: Team;
    }
  | ({ readonly name: 'team'; readonly team: Team } & (
      | { readonly action: 'created' | 'deleted' }
      | { readonly action: 'edited'; readonly changes: { readonly name?: From } }
      | {
          readonly action: 'added_to_repository' | 'removed_from_repository';
          readonly teamRepository: Repository;
        }
    ));

/** Sent to the installation's App whatever it subscribed to. */
type InstallationScoped =
  | {
      readonly name: 'installation';
      readonly action: 'created' | 'deleted' | 'suspend' | 'unsuspend' | 'new_permissions_accepted';
      readonly installation: Installation;
      readonly repositories: readonly Repository[];
    }
  | {
      readonly name: 'installation_repositories';
      readonly action: 'added' | 'removed';
      readonly installation: Installation;
      readonly added: readonly Repository[];
      readonly removed: readonly Repository[];
    };

interface EventBase {
  /** Increases by one with each event of the world. */
  readonly sequence: number;
  readonly at: number;
  readonly sender: Person;
}

export type RepositoryEvent = EventBase &
  RepositoryScoped & { readonly scope: 'repository'; readonly repository: Repository };
export type OrganizationEvent = EventBase &
  OrganizationScoped & { readonly scope: 'organization'; readonly organization: Organization };
export type InstallationEvent = EventBase & InstallationScoped & { readonly scope: 'installation' };

export type DomainEvent = RepositoryEvent | OrganizationEvent | InstallationEvent;

/** What a verb hands to the bus: the event without what the bus itself adds. */
export type RepositoryHappening = RepositoryScoped;
export type OrganizationHappening = OrganizationScoped;
export type InstallationHappening = InstallationScoped;

export interface EventBus {
  /** Calls the listener for every later event, in order; the answer ends that. */
  subscribe(listener: (event: DomainEvent) => void): () => void;
  /** Everything emitted so far, oldest first. */
  readonly history: readonly DomainEvent[];
}
