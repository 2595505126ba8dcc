/**
 * The inbox: what GitHub delivered. A delivery and the keys it makes dirty are one commit, and only then
 * is GitHub told that it was received. A GUID is done when its keys were worked on with success; until
 * then the same GUID marks them again, which is how a redelivery repairs.
 */
import type { Heard } from '../flow/ports/heard.ts';
import type { JobKey } from '../flow/ports/job-key.ts';
import { groupCommit } from './group-commit.ts';
import { addGlimpse } from './glimpses.ts';
import { addIntent } from './intents.ts';
import { rowOf } from './job-keys.ts';
import { markKeys } from './mark.ts';
import type { Db, Executor } from './schema.ts';

export interface Delivery {
  /** `X-GitHub-Delivery` */
  readonly guid: string;
  /** `X-GitHub-Event` */
  readonly event: string;
  readonly action: string | null;
  readonly installation: number | null;
  readonly heard: Heard;
}

/** `repeated`: known and not finished, its keys are marked again. `finished`: known and done, nothing to do. */
export type Acceptance = 'accepted' | 'repeated' | 'finished';

export interface Inbox {
  /** Resolves when it is on the disk; rejects when it is not. */
  accept(delivery: Delivery): Promise<Acceptance>;
  /** Forgets what was finished before `before` (real time). GitHub redelivers for three days. */
  tidy(before: number): Promise<number>;
  unfinished(): Promise<{ readonly count: number; readonly oldest: number | null }>;
}

export function keepInbox(
  db: Db,
  deps: { readonly now: () => number; readonly announce: () => void },
): Inbox {
  const accept = groupCommit(async (deliveries: readonly Delivery[]) => {
    const results = await db.transaction().execute(async (trx) => {
      const accepted: Acceptance[] = [];
      for (const delivery of deliveries) accepted.push(await record(trx, delivery, deps.now()));
      return accepted;
    });
    deps.announce();
    return results;
  });
  return {
    accept,
    tidy: (before) => tidy(db, before),
    unfinished: () => unfinished(db),
  };
}

async function record(trx: Executor, delivery: Delivery, now: number): Promise<Acceptance> {
  const { keys } = delivery.heard;
  const fresh = await trx
    .insertInto('deliveries')
    .values({
      guid: delivery.guid,
      event: delivery.event,
      action: delivery.action,
      installation: delivery.installation,
      received_at: now,
      done_at: keys.length === 0 ? now : null,
    })
    .onConflict((conflict) => conflict.column('guid').doNothing())
    .returning('seq')
    .executeTakeFirst();
  if (fresh === undefined) return repeat(trx, delivery, now);
  await recordKeys(trx, fresh.seq, keys);
  await recordContent(trx, delivery, now);
  await markAll(trx, keys, now);
  return 'accepted';
}

async function repeat(trx: Executor, delivery: Delivery, now: number): Promise<Acceptance> {
  const known = await trx
    .selectFrom('deliveries')
    .select('done_at')
    .where('guid', '=', delivery.guid)
    .executeTakeFirstOrThrow();
  if (known.done_at !== null) return 'finished';
  await markAll(trx, delivery.heard.keys, now);
  return 'repeated';
}

async function recordKeys(trx: Executor, seq: number, keys: readonly JobKey[]): Promise<void> {
  const rows = [...new Set(keys.map(rowOf))].map((key) => ({ seq, key }));
  if (rows.length > 0) await trx.insertInto('delivery_keys').values(rows).execute();
}

/** What asks for something is kept until it is answered; what shows something, as the latest that is known. */
async function recordContent(
  trx: Executor,
  { guid: id, heard }: Delivery,
  now: number,
): Promise<void> {
  const { intent, request, glimpses } = heard;
  if (intent !== null) await addIntent(trx, { id, kind: 'dispatch', ...intent }, now);
  if (request !== null) {
    await addIntent(trx, { id, kind: 'check', repo: request.repo, payload: request }, now);
  }
  for (const glimpse of glimpses) await markAll(trx, await addGlimpse(trx, glimpse), now);
}

async function markAll(trx: Executor, keys: readonly JobKey[], now: number): Promise<void> {
  await markKeys(
    trx,
    keys.map((key) => ({ key })),
    now,
  );
}

async function tidy(db: Db, before: number): Promise<number> {
  return db.transaction().execute(async (trx) => {
    await trx.deleteFrom('intents').where('settled_at', '<', before).execute();
    const gone = await trx
      .deleteFrom('deliveries')
      .where('done_at', '<', before)
      .executeTakeFirst();
    return Number(gone.numDeletedRows);
  });
}

async function unfinished(
  db: Db,
): Promise<{ readonly count: number; readonly oldest: number | null }> {
  const row = await db
    .selectFrom('deliveries')
    .select((eb) => [
      eb.fn.countAll().as('count'),
      eb.fn.min<number | null>('received_at').as('oldest'),
    ])
    .where('done_at', 'is', null)
    .executeTakeFirstOrThrow();
  return { count: Number(row.count), oldest: row.oldest };
}
