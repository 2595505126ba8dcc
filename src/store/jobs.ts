/**
 * The table of jobs: one row a key. The worker in `queue/` decides what happens to a job; this is where
 * its decisions are kept, each in one transaction.
 */
import type { Instant } from '../core/time.ts';
import type { JobKey } from '../flow/ports/job-key.ts';
import type { JobPriority, JobQueue } from '../flow/ports/job-queue.ts';
import {
  type ClaimRequest,
  claimJobs,
  type HeldLease,
  isReady,
  startTurns,
  type Times,
} from './claim.ts';
import { buryJob, completeJob, type Held, retryJob } from './finish.ts';
import { readKey } from './job-keys.ts';
import { type Mark, markKeys } from './mark.ts';
import type { Db } from './schema.ts';

/** `JobQueue` for the flow, `JobTable` for the worker. */
export interface Jobs extends JobQueue {
  claim(request: ClaimRequest): Promise<readonly HeldLease[]>;
  extend(leases: readonly Held[], leaseMs: number): Promise<ReadonlySet<string>>;
  complete(lease: Held): Promise<boolean>;
  retry(
    lease: Held,
    again: { readonly at: number; readonly error: string; readonly counts: boolean },
  ): Promise<boolean>;
  bury(lease: Held, error: string): Promise<boolean>;
  counts(): Promise<JobTotals>;
  /** Called after each commit of `mark` and each `announce`. */
  onMarked(listener: () => void): void;
  /** To be called by whoever marked keys in a transaction of its own, once it is committed. */
  readonly announce: () => void;
  /** Ends all leases: for the one process that holds the data folder, when it starts. */
  releaseAll(): Promise<number>;
  /** Whatever failed in an account, dead letters too, is tried now: why it failed may have ended. */
  readonly retryNow: (owner: string) => Promise<void>;
  /** Marks the keys of all dead letters again; how many. */
  revive(): Promise<number>;
}

export interface JobTotals {
  readonly ready: number;
  readonly waiting: number;
  readonly retrying: number;
  readonly running: number;
  readonly dead: number;
}

export function keepJobs(db: Db, times: Times): Jobs {
  const turns = startTurns();
  const listeners = new Set<() => void>();
  const announce = (): void => {
    for (const listener of listeners) listener();
  };
  const mark: Jobs['mark'] = async (keys, options = {}) => {
    if (keys.length === 0) return;
    await markAll(db, keys, options, times.now());
    announce();
  };
  return {
    mark,
    announce,
    onMarked: (listener) => void listeners.add(listener),
    claim: (request) => claimJobs(db, times, turns, request),
    extend: (leases, leaseMs) => extend(db, leases, times.now() + leaseMs),
    complete: (lease) => completeJob(db, lease, times.now()),
    retry: (lease, again) => retryJob(db, lease, again),
    bury: (lease, error) => buryJob(db, lease, error, times.now()),
    counts: () => totals(db, times),
    releaseAll: () => releaseAll(db),
    retryNow: async (owner) => {
      await db
        .updateTable('jobs')
        .set({ retry_at: 0 })
        .where('owner', '=', owner.toLowerCase())
        .where('lease', 'is', null)
        .execute();
      await mark(await deadKeys(db, owner.toLowerCase()));
      announce();
    },
    revive: async () => {
      const keys = await deadKeys(db);
      await mark(keys);
      return keys.length;
    },
  };
}

async function markAll(
  db: Db,
  keys: readonly JobKey[],
  options: { readonly priority?: JobPriority; readonly notBefore?: Instant },
  now: number,
): Promise<void> {
  const marks = keys.map((key): Mark => ({ ...options, key }));
  await db.transaction().execute((trx) => markKeys(trx, marks, now));
}

async function extend(
  db: Db,
  leases: readonly Held[],
  until: number,
): Promise<ReadonlySet<string>> {
  if (leases.length === 0) return new Set();
  const tokens = leases.map((lease) => lease.token);
  const rows = await db
    .updateTable('jobs')
    .set({ lease_until: until })
    .where('lease', 'in', tokens)
    .returning('lease')
    .execute();
  return new Set(rows.flatMap(({ lease }) => (lease === null ? [] : [lease])));
}

async function totals(db: Db, times: Times): Promise<JobTotals> {
  const jobs = db.selectFrom('jobs').select((eb) => eb.fn.countAll().as('n'));
  const letters = db.selectFrom('dead_letters').select((eb) => eb.fn.countAll().as('n'));
  const all = Number((await jobs.executeTakeFirstOrThrow()).n);
  const readyJobs = jobs.where(isReady(times));
  const ready = Number((await readyJobs.executeTakeFirstOrThrow()).n);
  const runningJobs = jobs.where('lease_until', '>=', times.now());
  const running = Number((await runningJobs.executeTakeFirstOrThrow()).n);
  const failedJobs = jobs.where('lease', 'is', null).where('retry_at', '>', times.now());
  const retrying = Number((await failedJobs.executeTakeFirstOrThrow()).n);
  const dead = Number((await letters.executeTakeFirstOrThrow()).n);
  return { ready, running, retrying, waiting: all - ready - running - retrying, dead };
}

async function releaseAll(db: Db): Promise<number> {
  const result = await db
    .updateTable('jobs')
    .set({ lease_until: 0 })
    .where('lease', 'is not', null)
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

async function deadKeys(db: Db, owner?: string): Promise<readonly JobKey[]> {
  const all = db.selectFrom('dead_letters').select('job');
  const rows = await (owner === undefined ? all : all.where('owner', '=', owner)).execute();
  return rows.flatMap(({ job }) => readKey(job) ?? []);
}
