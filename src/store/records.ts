/** Incidents as last read, so that the next read fetches only what changed. A projection. */
import { sql } from 'kysely';
import { issueKey, type IssueRef } from '../core/ids.ts';
import { instantOf, type Instant } from '../core/time.ts';
import type { RecordStore, StoredRecord } from '../flow/ports/incident-record.ts';
import type { Db } from './schema.ts';

/** To be raised with every change of `StoredRecord` or `IncidentFacts`: older rows are then read anew. */
const VERSION = 7;

export function keepRecords(db: Db): RecordStore {
  return {
    load: (issue) => load(db, issue),
    save: (issue, record) => save(db, issue, record),
    forget: async (issue) => {
      await db.deleteFrom('records').where('issue', '=', issueKey(issue)).execute();
    },
    askWhole: (issue, by) => askWhole(db, issue, by),
  };
}

async function load(db: Db, issue: IssueRef): ReturnType<RecordStore['load']> {
  const row = await db
    .selectFrom('records')
    .select(['record', 'whole_by'])
    .where('issue', '=', issueKey(issue))
    .where('version', '=', VERSION)
    .executeTakeFirst();
  if (row === undefined) return null;
  const wholeBy = row.whole_by === null ? null : instantOf(row.whole_by);
  return { record: JSON.parse(row.record) as StoredRecord, wholeBy };
}

async function save(db: Db, issue: IssueRef, stored: StoredRecord): Promise<void> {
  const row = { version: VERSION, record: JSON.stringify(stored) };
  await db
    .insertInto('records')
    .values({ issue: issueKey(issue), whole_by: null, ...row })
    .onConflict((conflict) =>
      conflict.column('issue').doUpdateSet({
        ...row,
        whole_by: sql`case when records.whole_by <= ${stored.facts.wholeAt} then null
          else records.whole_by end`,
      }),
    )
    .execute();
}

async function askWhole(db: Db, issue: IssueRef, by: Instant): Promise<void> {
  await db
    .updateTable('records')
    .set({ whole_by: by })
    .where('issue', '=', issueKey(issue))
    .where((eb) => eb.or([eb('whole_by', 'is', null), eb('whole_by', '>', by)]))
    .execute();
}
