/** The merge queue of one branch. */
import type { Person } from './accounts.ts';
import type { Issue } from './issue.ts';
import type { MergeQueueParameters } from './rules.ts';
import type { Repository } from './repository.ts';

export type MergeQueueEntryState =
  'QUEUED' | 'AWAITING_CHECKS' | 'MERGEABLE' | 'UNMERGEABLE' | 'LOCKED';

/** A temporary branch `gh-readonly-queue/<base>/pr-<n>-<base sha>` holding everything up to one entry. */
export interface MergeGroup {
  readonly headSha: string;
  readonly headRef: string;
  readonly baseSha: string;
  readonly baseRef: string;
  readonly createdAt: number;
}

export interface MergeQueueEntry {
  readonly id: number;
  readonly nodeId: string;
  readonly queue: MergeQueue;
  readonly issue: Issue;
  readonly enqueuer: Person;
  readonly enqueuedAt: number;
  /** The head of the pull request when it was queued. */
  readonly headSha: string;
  readonly jump: boolean;
  state: MergeQueueEntryState;
  group: MergeGroup | null;
}

export interface MergeQueue {
  readonly id: number;
  readonly nodeId: string;
  readonly repository: Repository;
  readonly branch: string;
  parameters: MergeQueueParameters;
  /** First to merge first. */
  entries: MergeQueueEntry[];
}
