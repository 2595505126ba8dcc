/** Declarations by `repository_dispatch`: GitHub keeps nothing to read again, so the payload waits here. */
import { formatRepo, type RepoRef } from '../core/ids.ts';
import { instantOf } from '../core/time.ts';
import type { Intent, IntentStore } from '../flow/ports.ts';
import type { Db } from './schema.ts';

export interface Intents extends IntentStore {
  /** Repositories (in lower case) in which something waits: their keys are marked at start. */
  repositories(): Promise<readonly RepoRef[]>;
}

export function keepIntents(db: Db, now: () => number): Intents {
  return {
    waiting: (repo) => waiting(db, repo),
    settle: (id, outcome) => settle(db, id, outcome, now()),
    repositories: () => repositories(db),
  };
}

async function waiting(db: Db, repo: RepoRef): Promise<readonly Intent[]> {
  const rows = await db
    .selectFrom('intents')
    .selectAll()
    .where('repo', '=', formatRepo(repo).toLowerCase())
    .where('settled_at', 'is', null)
    .orderBy('received_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    receivedAt: instantOf(row.received_at),
    payload: JSON.parse(row.payload) as unknown,
  }));
}

async function settle(
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

async function repositories(db: Db): Promise<readonly RepoRef[]> {
  const rows = await db
    .selectFrom('intents')
    .select('repo')
    .distinct()
    .where('settled_at', 'is', null)
    .execute();
  return rows.flatMap(({ repo }) => {
    const [owner, name] = repo.split('/');
    return owner === undefined || name === undefined ? [] : [{ owner, name }];
  });
}
