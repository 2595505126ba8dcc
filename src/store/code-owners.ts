/** CODEOWNERS of the branches that were looked at. A projection. */
import { repoKey, type RepoRef } from '../core/ids.ts';
import type { CodeOwners } from '../core/gate/facts.ts';
import type { CodeOwnersStore } from '../flow/ports/code-owners.ts';
import type { Db } from './schema.ts';

export function keepCodeOwners(db: Db): CodeOwnersStore {
  return {
    load: (repo, branch) => load(db, repo, branch),
    save: (repo, branch, owners) => save(db, { repo, branch }, owners),
    branches: (repo) => branches(db, repo),
    forget: async (repo, branch) => {
      await db
        .deleteFrom('codeowners')
        .where('repo', '=', repoKey(repo))
        .where('branch', '=', branch)
        .execute();
    },
  };
}

async function load(db: Db, repo: RepoRef, branch: string): Promise<CodeOwners | null | undefined> {
  const row = await db
    .selectFrom('codeowners')
    .select('owners')
    .where('repo', '=', repoKey(repo))
    .where('branch', '=', branch)
    .executeTakeFirst();
  return row === undefined ? undefined : (JSON.parse(row.owners) as CodeOwners | null);
}

async function save(
  db: Db,
  { repo, branch }: { readonly repo: RepoRef; readonly branch: string },
  codeOwners: CodeOwners | null,
): Promise<void> {
  const owners = JSON.stringify(codeOwners);
  await db
    .insertInto('codeowners')
    .values({ repo: repoKey(repo), branch, owners })
    .onConflict((conflict) => conflict.columns(['repo', 'branch']).doUpdateSet({ owners }))
    .execute();
}

async function branches(db: Db, repo: RepoRef): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('codeowners')
    .select('branch')
    .where('repo', '=', repoKey(repo))
    .orderBy('branch')
    .execute();
  return rows.map(({ branch }) => branch);
}
