/** The end of a try: done, to be tried again, or dead. Each is guarded by the lease's token. */
import type { Selectable } from 'kysely';
import type { Db, Executor, Tables } from './schema.ts';

export interface Held {
  readonly id: string;
  readonly token: string;
}

type JobRow = Selectable<Tables['jobs']>;

/** False when the lease was lost, and then nothing changed. `now` is real time, here and below. */
export function completeJob(db: Db, lease: Held, now: number): Promise<boolean> {
  return whileHeld(db, lease, async (trx, row) => {
    await finishDeliveries(trx, row, now);
    await trx.deleteFrom('dead_letters').where('key', '=', row.key).execute();
    await leaveOrGoOn(trx, row, now);
  });
}

export function retryJob(
  db: Db,
  lease: Held,
  again: { readonly at: number; readonly error: string; readonly counts: boolean },
): Promise<boolean> {
  return whileHeld(db, lease, async (trx, row) => {
    // The next try reads everything anew, so it also does what was asked for during this one.
    await trx
      .updateTable('jobs')
      .set({
        ...FREE,
        retry_at: again.at,
        last_error: again.error,
        attempts: again.counts ? row.attempts : row.attempts - 1,
        priority: Math.min(row.priority, row.again_priority ?? row.priority),
      })
      .where('key', '=', row.key)
      .execute();
  });
}

export function buryJob(db: Db, lease: Held, error: string, now: number): Promise<boolean> {
  return whileHeld(db, lease, (trx, row) => buryRow(trx, row, error, now));
}

/** The job becomes a dead letter; what was asked for meanwhile is tried afresh. */
export async function buryRow(
  trx: Executor,
  row: JobRow,
  error: string,
  now: number,
): Promise<void> {
  const { key, job, owner, priority, attempts } = row;
  const letter = { key, job, owner, priority, attempts, error, died_at: now };
  await trx
    .insertInto('dead_letters')
    .values(letter)
    .onConflict((conflict) => conflict.column('key').doUpdateSet(letter))
    .execute();
  await leaveOrGoOn(trx, row, now);
}

const FREE = {
  lease: null,
  lease_until: null,
  leased_seq: null,
  again_at: null,
  again_priority: null,
} as const;

async function leaveOrGoOn(trx: Executor, row: JobRow, now: number): Promise<void> {
  if (row.again_at === null) {
    await trx.deleteFrom('jobs').where('key', '=', row.key).execute();
    return;
  }
  await trx
    .updateTable('jobs')
    .set({
      ...FREE,
      look_at: row.again_at,
      priority: row.again_priority ?? row.priority,
      retry_at: 0,
      marked_at: now,
      attempts: 0,
      last_error: null,
    })
    .where('key', '=', row.key)
    .execute();
}

/** A delivery is done when all its keys were worked on by a run that began after it arrived. */
async function finishDeliveries(trx: Executor, row: JobRow, now: number): Promise<void> {
  const covered = await trx
    .deleteFrom('delivery_keys')
    .where('key', '=', row.key)
    .where('seq', '<=', row.leased_seq ?? 0)
    .returning('seq')
    .execute();
  for (const { seq } of covered) {
    await trx
      .updateTable('deliveries')
      .set({ done_at: now })
      .where('seq', '=', seq)
      .where((eb) =>
        eb.not(eb.exists(eb.selectFrom('delivery_keys').select('key').where('seq', '=', seq))),
      )
      .execute();
  }
}

function whileHeld(
  db: Db,
  lease: Held,
  change: (trx: Executor, row: JobRow) => Promise<void>,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const row = await trx
      .selectFrom('jobs')
      .selectAll()
      .where('key', '=', lease.id)
      .where('lease', '=', lease.token)
      .executeTakeFirst();
    if (row === undefined) return false;
    await change(trx, row);
    return true;
  });
}
