/** What was merged and deployed before an incident: found once for a question, shown ever after. */
import { formatIssue, type IssueRef } from '../core/ids.ts';
import type { Suspect } from '../core/incident/facts.ts';
import type { SuspectStore } from '../flow/ports.ts';
import type { Db } from './schema.ts';

export function keepSuspects(db: Db): SuspectStore {
  return {
    load: (issue) => load(db, issue),
    save: (issue, question, found) => save(db, issue, question, found),
  };
}

async function load(db: Db, issue: IssueRef): ReturnType<SuspectStore['load']> {
  const row = await db
    .selectFrom('suspects')
    .select(['question', 'found'])
    .where('issue', '=', formatIssue(issue).toLowerCase())
    .executeTakeFirst();
  return row === undefined
    ? null
    : { question: row.question, found: JSON.parse(row.found) as readonly Suspect[] };
}

async function save(
  db: Db,
  issue: IssueRef,
  question: string,
  suspects: readonly Suspect[],
): Promise<void> {
  const row = { question, found: JSON.stringify(suspects) };
  await db
    .insertInto('suspects')
    .values({ issue: formatIssue(issue).toLowerCase(), ...row })
    .onConflict((conflict) => conflict.column('issue').doUpdateSet(row))
    .execute();
}
