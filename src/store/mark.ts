/** Marking keys dirty: one statement a key, so that it can share a transaction with the inbox. */
import { sql } from 'kysely';
import type { JobKey } from '../flow/ports/job-key.ts';
import type { JobPriority } from '../flow/ports/job-queue.ts';
import type { Instant } from '../core/time.ts';
import { ownerOf, rankOf, rowOf, usualPriority } from './job-keys.ts';
import type { Executor } from './schema.ts';

export interface Mark {
  readonly key: JobKey;
  readonly priority?: JobPriority | undefined;
  /** GitHub's time; now when missing. */
  readonly notBefore?: Instant | undefined;
}

/**
 * A row that waits keeps the earlier time and the higher class. A row that is leased remembers to run once
 * more, at the earliest time asked for. `now` is real time.
 */
export async function markKeys(db: Executor, marks: readonly Mark[], now: number): Promise<void> {
  for (const mark of marks) await markKey(db, mark, now);
}

async function markKey(db: Executor, mark: Mark, now: number): Promise<void> {
  await db
    .insertInto('jobs')
    .values({
      key: rowOf(mark.key),
      job: JSON.stringify(mark.key),
      owner: ownerOf(mark.key),
      priority: rankOf(mark.priority ?? usualPriority(mark.key)),
      look_at: mark.notBefore ?? 0,
      retry_at: 0,
      marked_at: now,
      attempts: 0,
    })
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet({
        marked_at: sql`case when jobs.lease is null and excluded.look_at < jobs.look_at
          then excluded.marked_at else jobs.marked_at end`,
        look_at: sql`case when jobs.lease is null and excluded.look_at < jobs.look_at
          then excluded.look_at else jobs.look_at end`,
        priority: sql`case when jobs.lease is null and excluded.priority < jobs.priority
          then excluded.priority else jobs.priority end`,
        again_at: sql`case when jobs.lease is null then jobs.again_at
          when jobs.again_at is not null and jobs.again_at < excluded.look_at then jobs.again_at
          else excluded.look_at end`,
        again_priority: sql`case when jobs.lease is null then jobs.again_priority
          when jobs.again_priority is not null and jobs.again_priority < excluded.priority
          then jobs.again_priority else excluded.priority end`,
      }),
    )
    .execute();
}
