/** Incidents as last read, so that the next read fetches only what changed. A projection. */
import { formatIssue, type IssueRef } from '../core/ids.ts';
import type { RecordStore, StoredRecord } from '../flow/ports.ts';
import type { Db } from './schema.ts';

/** To be raised with every change of `StoredRecord` or `IncidentFacts`: older rows are then read anew. */
const VERSION = 1;

export function keepRecords(db: Db): RecordStore {
  return {
    load: (issue) => load(db, issue),
    save: (issue, record) => save(db, issue, record),
    forget: async (issue) => {
      await db.deleteFrom('records').where('issue', '=', rowOf(issue)).execute();
    },
  };
}

async function load(db: Db, issue: IssueRef): Promise<StoredRecord | null> {
  const row = await db
    .selectFrom('records')
    .select('record')
    .where('issue', '=', rowOf(issue))
    .where('version', '=', VERSION)
    .executeTakeFirst();
  return row === undefined ? null : (JSON.parse(row.record) as StoredRecord);
}

async function save(db: Db, issue: IssueRef, stored: StoredRecord): Promise<void> {
  const row = { version: VERSION, record: JSON.stringify(stored) };
  await db
    .insertInto('records')
    .values({ issue: rowOf(issue), ...row })
    .onConflict((conflict) => conflict.column('issue').doUpdateSet(row))
    .execute();
}

function rowOf(issue: IssueRef): string {
  return formatIssue(issue).toLowerCase();
}
