/** Rulesets and classic branch protection: what may reach a branch. */
import type { Organization } from './accounts.ts';
import type { MergeMethod } from './pull-request.ts';
import type { Repository } from './repository.ts';

/** A required check; with an App id only that App's run counts. */
export interface RequiredCheck {
  readonly context: string;
  readonly integrationId: number | null;
}

export type MergeQueueParameters = {
  readonly checkResponseTimeoutMinutes: number;
  readonly groupingStrategy: 'ALLGREEN' | 'HEADGREEN';
  readonly maxEntriesToBuild: number;
  readonly maxEntriesToMerge: number;
  readonly mergeMethod: MergeMethod;
  readonly minEntriesToMerge: number;
  readonly minEntriesToMergeWaitMinutes: number;
};

export type PullRequestRuleParameters = {
  readonly requiredApprovingReviewCount: number;
  readonly dismissStaleReviewsOnPush: boolean;
  readonly requireCodeOwnerReview: boolean;
  readonly requireLastPushApproval: boolean;
  readonly requiredReviewThreadResolution: boolean;
  readonly allowedMergeMethods: readonly MergeMethod[];
};

export type Rule =
  | {
      readonly type: 'required_status_checks';
      readonly checks: readonly RequiredCheck[];
      /** Branch must be up to date before merging. */
      readonly strict: boolean;
    }
  | { readonly type: 'pull_request'; readonly parameters: PullRequestRuleParameters }
  | { readonly type: 'merge_queue'; readonly parameters: MergeQueueParameters }
  | {
      readonly type:
        | 'creation'
        | 'update'
        | 'deletion'
        | 'non_fast_forward'
        | 'required_linear_history'
        | 'required_signatures';
    };

export interface BypassActor {
  readonly actorType: 'RepositoryRole' | 'Team' | 'Integration' | 'OrganizationAdmin';
  /** RepositoryRole: 2 maintain, 4 write, 5 admin. Team and Integration: their id. */
  readonly actorId: number;
  readonly mode: 'always' | 'pull_request';
}

export interface Ruleset {
  readonly id: number;
  readonly nodeId: string;
  name: string;
  readonly source:
    | { readonly kind: 'repository'; readonly repository: Repository }
    | {
        readonly kind: 'organization';
        readonly organization: Organization;
        /** Repository name patterns (fnmatch), `~ALL` for all. */
        readonly repositories: {
          readonly include: readonly string[];
          readonly exclude: readonly string[];
        };
      };
  readonly target: 'branch';
  enforcement: 'active' | 'disabled' | 'evaluate';
  /** Ref patterns such as `~DEFAULT_BRANCH`, `~ALL`, `refs/heads/release/*`. */
  refs: { readonly include: readonly string[]; readonly exclude: readonly string[] };
  rules: readonly Rule[];
  bypass: readonly BypassActor[];
  readonly createdAt: number;
  updatedAt: number;
}

/** Classic protection of one branch. */
export interface BranchProtection {
  readonly pattern: string;
  requiredChecks: { readonly strict: boolean; readonly checks: readonly RequiredCheck[] } | null;
  requiredReviews: {
    readonly count: number;
    readonly dismissStale: boolean;
    readonly codeOwners: boolean;
    readonly lastPushApproval: boolean;
  } | null;
  enforceAdmins: boolean;
  allowForcePushes: boolean;
  allowDeletions: boolean;
  requireConversationResolution: boolean;
  requireLinearHistory: boolean;
  /** Logins of people and slugs of teams and Apps who alone may push; null for everybody with write. */
  restrictions: {
    readonly users: readonly string[];
    readonly teams: readonly string[];
    readonly apps: readonly string[];
  } | null;
}
