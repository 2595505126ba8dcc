/** What was found for an incident: once for a question, shown as long as the question is the same. */
import { issueKey } from '../core/ids.ts';
import type { Suspect } from '../core/incident/facts.ts';
import type { Alike } from '../core/recurrence/similar.ts';
import type { FindingStore, SimilarStore, SuspectStore } from '../flow/ports/findings.ts';
import type { Db } from './schema.ts';

/** What was merged and deployed before it. */
export function keepSuspects(db: Db): SuspectStore {
  return keepFindings<Suspect>(db, 'suspects');
}

/** Earlier incidents that look like it. */
export function keepSimilar(db: Db): SimilarStore {
  return keepFindings<Alike>(db, 'similar');
}

type Table = 'suspects' | 'similar';

function keepFindings<T>(db: Db, table: Table): FindingStore<T> {
  return {
    load: async (issue) => {
      const row = await db
        .selectFrom(table)
        .select(['question', 'found'])
        .where('issue', '=', issueKey(issue))
        .executeTakeFirst();
      // Written by this program and read by nothing else.
      return row === undefined
        ? null
        : { question: row.question, found: JSON.parse(row.found) as readonly T[] };
    },
    save: async (issue, question, found) => {
      const row = { question, found: JSON.stringify(found) };
      await db
        .insertInto(table)
        .values({ issue: issueKey(issue), ...row })
        .onConflict((conflict) => conflict.column('issue').doUpdateSet(row))
        .execute();
    },
  };
}
