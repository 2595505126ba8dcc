/**
 * The queue: a work queue with one row per key. It says when a job runs, how often and in what order;
 * what a job does is the flow's, where its row lies is the store's. Marking a key that waits changes
 * nothing, marking one that runs makes it run once more; a key is never leased twice at the same time.
 *
 * This file is the port: what the worker asks of the table of jobs. Real time is in milliseconds since
 * 1970 by this machine's clock.
 */
import type { JobKey } from '../flow/ports/job-key.ts';
import type { JobPriority } from '../flow/ports/job-queue.ts';

/** The right to work on a key until it is completed, given back, or not extended in time. */
export interface Lease {
  readonly key: JobKey;
  /** `formatKey` in lower case: the row. */
  readonly id: string;
  /** Fencing: who holds an older token of the same key can no longer change its row. */
  readonly token: string;
  /** The account whose installation pays for it, in lower case. */
  readonly owner: string;
  readonly priority: JobPriority;
  /** 1 for the first try. */
  readonly attempt: number;
  /** Real time at which it became dirty. */
  readonly markedAt: number;
}

export interface ClaimOptions {
  readonly limit: number;
  /** At most this many leases of one owner at the same time. */
  readonly perOwner: number;
  readonly leaseMs: number;
}

export interface JobCounts {
  /** Could run now. */
  readonly ready: number;
  /** Wait for their time. */
  readonly waiting: number;
  /** Failed, and wait for their next try. */
  readonly retrying: number;
  readonly running: number;
  readonly dead: number;
}

export interface JobTable {
  /**
   * Takes the next jobs: owners in turn, then by class, then the one that waits longest. A lease that was
   * not extended in time counts as free.
   */
  claim(options: ClaimOptions): Promise<readonly Lease[]>;
  /** Tokens of those that are still held, now for `leaseMs` from now on. */
  extend(leases: readonly Lease[], leaseMs: number): Promise<ReadonlySet<string>>;
  /** Done; false when the lease was lost, and then nothing changed. */
  complete(lease: Lease): Promise<boolean>;
  /** Not done: to be tried again at `at` (real time). A try that was only told to wait does not count. */
  retry(
    lease: Lease,
    again: { readonly at: number; readonly error: string; readonly counts: boolean },
  ): Promise<boolean>;
  /** Not done and not to be tried again, until the key is marked anew. */
  bury(lease: Lease, error: string): Promise<boolean>;
  counts(): Promise<JobCounts>;
}
