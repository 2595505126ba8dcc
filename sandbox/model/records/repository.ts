/** A repository with everything that lives in it. */
import type { Organization, Role, User } from './accounts.ts';
import type { CheckRun, CheckSuite, CommitStatus } from './checks.ts';
import type { Deployment } from './deployments.ts';
import type { ObjectStore } from './git.ts';
import type { Issue } from './issue.ts';
import type { MergeQueue } from './merge-queue.ts';
import type { BranchProtection, Ruleset } from './rules.ts';

export interface Label {
  readonly id: number;
  readonly nodeId: string;
  readonly repository: Repository;
  name: string;
  /** Six hexadecimal digits without `#`. */
  color: string;
  description: string | null;
  readonly isDefault: boolean;
  readonly createdAt: number;
  updatedAt: number;
}

export interface RepositorySettings {
  description: string | null;
  homepage: string | null;
  hasIssues: boolean;
  allowMergeCommit: boolean;
  allowSquashMerge: boolean;
  allowRebaseMerge: boolean;
  allowAutoMerge: boolean;
  deleteBranchOnMerge: boolean;
}

export interface Repository {
  readonly id: number;
  readonly nodeId: string;
  owner: User | Organization;
  name: string;
  visibility: 'public' | 'private' | 'internal';
  archived: boolean;
  defaultBranch: string;
  readonly settings: RepositorySettings;
  /** The repository this one was forked from; null when it is no fork or the parent is gone. */
  parent: Repository | null;
  readonly isFork: boolean;
  readonly createdAt: number;
  updatedAt: number;
  pushedAt: number;

  readonly collaborators: Map<number, { readonly user: User; role: Role }>;
  readonly labels: Map<number, Label>;
  /** Issues and pull requests by number: they share one sequence. */
  readonly issues: Map<number, Issue>;
  nextNumber: number;
  /** Numbers of deleted issues; GitHub answers 410 for them. */
  readonly deletedNumbers: Set<number>;
  /** Numbers of transferred issues and where they went; GitHub answers 301. */
  readonly transferred: Map<number, Issue>;
  /** Pinned issues in order, at most three. */
  pinned: Issue[];

  readonly objects: ObjectStore;
  /** Branch name (without `refs/heads/`) to commit SHA. */
  readonly branches: Map<string, string>;
  readonly tags: Map<string, string>;
  /** Branch name to its last commit before deletion, for "Restore branch". */
  readonly protections: Map<string, BranchProtection>;
  readonly rulesets: Map<number, Ruleset>;
  readonly mergeQueues: Map<string, MergeQueue>;

  readonly checkSuites: Map<number, CheckSuite>;
  readonly checkRuns: Map<number, CheckRun>;
  readonly statuses: CommitStatus[];
  readonly deployments: Map<number, Deployment>;
}
