/**
 * Throwing projections away: what GitHub can tell again. Inbox, jobs, ledgers and policies stay, and so do
 * names: what a repository was called before, GitHub does not say.
 */
import type { Db } from './schema.ts';

export async function forgetProjections(db: Db): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx.deleteFrom('records').execute();
    await trx.deleteFrom('suspects').execute();
    await trx.deleteFrom('similar').execute();
    await trx.deleteFrom('incidents').execute();
    await trx.deleteFrom('obligations').execute();
    await trx.deleteFrom('obligation_lists').execute();
    await trx.deleteFrom('codeowners').execute();
    await trx.deleteFrom('glimpses').execute();
    await trx.deleteFrom('verdicts').execute();
  });
}
