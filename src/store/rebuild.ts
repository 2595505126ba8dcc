/** Throwing projections away: what GitHub can tell again. Inbox, jobs, ledgers and policies stay. */
import type { Db } from './schema.ts';

export async function forgetProjections(db: Db): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx.deleteFrom('records').execute();
    await trx.deleteFrom('suspects').execute();
    await trx.deleteFrom('incidents').execute();
  });
}
