/**
 * What somebody asked for and GitHub keeps nothing of to read again: declarations by `repository_dispatch`,
 * buttons of a check and re-runs. It waits here until its effect is on GitHub.
 */
import { parseRepo, repoKey, type RepoRef } from '../core/ids.ts';
import { instantOf } from '../core/time.ts';
import type { CheckRequest, CheckRequestStore } from '../flow/ports/check-requests.ts';
import type { Intent, IntentStore } from '../flow/ports/intents.ts';
import type { JobKey } from '../flow/ports/job-key.ts';
import type { Db, Executor } from './schema.ts';

export type IntentKind = 'dispatch' | 'check';

export interface Intents extends IntentStore {
  readonly checkRequests: CheckRequestStore;
  /** For everything that waits the key whose job answers it: they are marked at start. */
  keys(): Promise<readonly JobKey[]>;
}

export function keepIntents(db: Db, now: () => number): Intents {
  const settle: IntentStore['settle'] = (id, outcome) => settleRow(db, id, outcome, now());
  return {
    waiting: (repo) => waitingDispatches(db, repo),
    settle,
    checkRequests: { waiting: (repo) => waitingRequests(db, repo), settle },
    keys: () => keys(db),
  };
}

/** In the transaction that records the delivery; `id` is its GUID. */
export async function addIntent(
  trx: Executor,
  intent: {
    readonly id: string;
    readonly kind: IntentKind;
    readonly repo: RepoRef;
    readonly payload: unknown;
  },
  now: number,
): Promise<void> {
  const { id, kind, repo, payload } = intent;
  await trx
    .insertInto('intents')
    .values({
      id,
      kind,
      repo: repoKey(repo),
      payload: JSON.stringify(payload),
      received_at: now,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

async function waitingDispatches(db: Db, repo: RepoRef): Promise<readonly Intent[]> {
  const rows = await waiting(db, 'dispatch', repo);
  return rows.map((row) => ({
    id: row.id,
    receivedAt: instantOf(row.received_at),
    payload: JSON.parse(row.payload) as unknown,
  }));
}

async function waitingRequests(db: Db, repo: RepoRef): Promise<readonly CheckRequest[]> {
  const rows = await waiting(db, 'check', repo);
  // Written by `addIntent` from what the door made of a delivery, and by nobody else.
  return rows.map(({ id, payload }) => ({
    ...(JSON.parse(payload) as Omit<CheckRequest, 'id'>),
    id,
  }));
}

function waiting(
  db: Db,
  kind: IntentKind,
  repo: RepoRef,
): Promise<readonly { id: string; payload: string; received_at: number }[]> {
  return db
    .selectFrom('intents')
    .select(['id', 'payload', 'received_at'])
    .where('kind', '=', kind)
    .where('repo', '=', repoKey(repo))
    .where('settled_at', 'is', null)
    .orderBy('received_at')
    .orderBy('id')
    .execute();
}

async function settleRow(
  db: Db,
  id: string,
  outcome: Parameters<IntentStore['settle']>[1],
  now: number,
): Promise<void> {
  await db
    .updateTable('intents')
    .set({ settled_at: now, outcome: outcome === 'done' ? 'done' : `refused: ${outcome.refused}` })
    .where('id', '=', id)
    .execute();
}

async function keys(db: Db): Promise<readonly JobKey[]> {
  const rows = await db
    .selectFrom('intents')
    .select(['kind', 'repo'])
    .distinct()
    .where('settled_at', 'is', null)
    .execute();
  return rows.flatMap(({ kind, repo: name }): readonly JobKey[] => {
    const repo = parseRepo(name);
    if (repo === undefined) return [];
    return kind === 'check' ? [{ kind: 'check-requests', repo }] : [{ kind: 'dispatch', repo }];
  });
}
