/**
 * The model: one GitHub in memory, as plain records (`records/`) and verbs that change them (`actions/`).
 *
 * This file holds the whole state and the list of everything that has a node id. Records refer to one
 * another directly, so a serialiser needs no look-ups. Only the verbs write; REST, GraphQL and the pages
 * read records and call verbs, so that each of GitHub's rules lives in one place. Times are epoch
 * milliseconds. All numeric ids come from one sequence, so that an id passed for a number (or for the
 * id of another kind) never happens to be right.
 */
import type {
  Account,
  App,
  Bot,
  Installation,
  Organization,
  Team,
  User,
} from './records/accounts.ts';
import type { CheckRun, CheckSuite, CommitStatus } from './records/checks.ts';
import type { Deployment, DeploymentStatus } from './records/deployments.ts';
import type { GitCommit } from './records/git.ts';
import type { ContentEdit, Issue, IssueComment, Reaction } from './records/issue.ts';
import type { MergeQueue, MergeQueueEntry } from './records/merge-queue.ts';
import type { Review, ReviewComment, ReviewThread } from './records/pull-request.ts';
import type { Label, Repository } from './records/repository.ts';
import type { Ruleset } from './records/rules.ts';
import type { TimelineEvent } from './records/timeline.ts';

export interface State {
  /** People, bots and organisations by id. Ask `World` to find one by login. */
  readonly accounts: Map<number, Account>;
  readonly apps: Map<number, App>;
  readonly installations: Map<number, Installation>;
  readonly teams: Map<number, Team>;
  readonly repositories: Map<number, Repository>;
  /** Former `owner/name` (lower case) to repository: GitHub answers 301 after a rename or transfer. */
  readonly formerNames: Map<string, Repository>;
  /** Comments of issues and pull requests by id, over all repositories. */
  readonly comments: Map<number, IssueComment>;
  readonly organizationRulesets: Map<number, Ruleset>;
  readonly nodes: Map<string, Node>;
}

/** Everything with a node id, under the name of its GraphQL type. */
export type Node =
  | { readonly type: 'User'; readonly record: User }
  | { readonly type: 'Bot'; readonly record: Bot }
  | { readonly type: 'Organization'; readonly record: Organization }
  | { readonly type: 'Team'; readonly record: Team }
  | { readonly type: 'App'; readonly record: App }
  | { readonly type: 'Repository'; readonly record: Repository }
  | { readonly type: 'Label'; readonly record: Label }
  | { readonly type: 'Issue' | 'PullRequest'; readonly record: Issue }
  | { readonly type: 'IssueComment'; readonly record: IssueComment }
  | { readonly type: 'Reaction'; readonly record: Reaction }
  | { readonly type: 'UserContentEdit'; readonly record: ContentEdit }
  | { readonly type: 'TimelineEvent'; readonly record: TimelineEvent; readonly issue: Issue }
  | { readonly type: 'PullRequestReview'; readonly record: Review }
  | { readonly type: 'PullRequestReviewComment'; readonly record: ReviewComment }
  | { readonly type: 'PullRequestReviewThread'; readonly record: ReviewThread }
  | { readonly type: 'Commit'; readonly record: GitCommit; readonly repository: Repository }
  | { readonly type: 'CheckSuite'; readonly record: CheckSuite }
  | { readonly type: 'CheckRun'; readonly record: CheckRun }
  | { readonly type: 'StatusContext'; readonly record: CommitStatus }
  | { readonly type: 'Deployment'; readonly record: Deployment }
  | { readonly type: 'DeploymentStatus'; readonly record: DeploymentStatus }
  | { readonly type: 'RepositoryRuleset'; readonly record: Ruleset }
  | { readonly type: 'MergeQueue'; readonly record: MergeQueue }
  | { readonly type: 'MergeQueueEntry'; readonly record: MergeQueueEntry };

/** An empty world. */
export function emptyState(): State {
  return {
    accounts: new Map(),
    apps: new Map(),
    installations: new Map(),
    teams: new Map(),
    repositories: new Map(),
    formerNames: new Map(),
    comments: new Map(),
    organizationRulesets: new Map(),
    nodes: new Map(),
  };
}
