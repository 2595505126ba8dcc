/** What the gate last wrote on each commit. A projection: lost, a verdict is written once more. */
import { repoKey } from '../core/ids.ts';
import type { VerdictStore } from '../flow/ports/verdicts.ts';
import type { Db } from './schema.ts';

export interface Verdicts extends VerdictStore {
  /** Forgets what was written before `before` (real time). */
  tidy(before: number): Promise<void>;
}

export function keepVerdicts(db: Db, now: () => number): Verdicts {
  return {
    last: async (repo, sha) => {
      const row = await db
        .selectFrom('verdicts')
        .select('external_id')
        .where('repo', '=', repoKey(repo))
        .where('sha', '=', sha)
        .executeTakeFirst();
      return row?.external_id ?? null;
    },
    wrote: async (repo, sha, externalId) => {
      const row = { external_id: externalId, wrote_at: now() };
      await db
        .insertInto('verdicts')
        .values({ repo: repoKey(repo), sha, ...row })
        .onConflict((conflict) => conflict.columns(['repo', 'sha']).doUpdateSet(row))
        .execute();
    },
    tidy: async (before) => {
      await db.deleteFrom('verdicts').where('wrote_at', '<', before).execute();
    },
  };
}
