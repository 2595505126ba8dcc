/** What was last seen of each repository's policy. The latest valid text outlives the file. */
import { repoKey, type RepoRef } from '../core/ids.ts';
import type { PolicyStore, StoredPolicy } from '../flow/ports/policy-store.ts';
import type { Db } from './schema.ts';

export function keepPolicies(db: Db): PolicyStore {
  return {
    load: (repo) => load(db, repo),
    save: (repo, policy) => save(db, repo, policy),
  };
}

async function load(db: Db, repo: RepoRef): Promise<StoredPolicy | null> {
  const row = await db
    .selectFrom('policies')
    .select('policy')
    .where('repo', '=', repoKey(repo))
    .executeTakeFirst();
  return row === undefined ? null : (JSON.parse(row.policy) as StoredPolicy);
}

async function save(db: Db, repo: RepoRef, stored: StoredPolicy): Promise<void> {
  const policy = JSON.stringify(stored);
  await db
    .insertInto('policies')
    .values({ repo: repoKey(repo), policy })
    .onConflict((conflict) => conflict.column('repo').doUpdateSet({ policy }))
    .execute();
}
