/** What the app accepted, per incident. Signed copies lie in the app's comments on GitHub. */
import { issueKey, type IssueRef } from '../core/ids.ts';
import type { Ledger } from '../core/ledger/ledger.ts';
import { mergeLedgers } from '../core/ledger/merge.ts';
import type { LedgerStore } from '../flow/ports/ledger.ts';
import type { Db, Executor } from './schema.ts';

export function keepLedgers(db: Db, now: () => number): LedgerStore {
  return {
    load: (issue) => load(db, issue),
    save: (issue, ledger) => db.transaction().execute((trx) => add(trx, issue, ledger, now())),
  };
}

async function load(db: Executor, issue: IssueRef): Promise<Ledger | null> {
  const row = await db
    .selectFrom('ledgers')
    .select('entries')
    .where('issue', '=', issueKey(issue))
    .executeTakeFirst();
  // Written by `save` below and by nobody else: the folder is this program's own.
  return row === undefined ? null : (JSON.parse(row.entries) as Ledger);
}

/** A ledger only grows: two jobs may know different parts of it. */
async function add(trx: Executor, issue: IssueRef, ledger: Ledger, now: number): Promise<void> {
  const entries = JSON.stringify(mergeLedgers((await load(trx, issue)) ?? [], ledger));
  await trx
    .insertInto('ledgers')
    .values({ issue: issueKey(issue), entries, saved_at: now })
    .onConflict((conflict) => conflict.column('issue').doUpdateSet({ entries, saved_at: now }))
    .execute();
}
