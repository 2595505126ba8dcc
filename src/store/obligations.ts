/** What incidents oblige to, and which of them nobody has read yet. A projection, rebuilt by a sweep. */
import { issueKey, repoKey, type IssueRef, type RepoRef } from '../core/ids.ts';
import type { KeptObligation, ObligationStore } from '../flow/ports/obligations.ts';
import type { Db } from './schema.ts';

export function keepObligations(db: Db): ObligationStore {
  return {
    put: (issue, kept) => put(db, issue, kept),
    find: (issue) => find(db, issue),
    forget: async (issue) => {
      await db.deleteFrom('obligations').where('issue', '=', issueKey(issue)).execute();
    },
    expect: (repo, issues) => expectAll(db, repo, issues),
    inRepository: (repo) => inRepository(db, repo),
  };
}

async function put(db: Db, issue: IssueRef, obliged: KeptObligation): Promise<void> {
  const kept = JSON.stringify(obliged);
  await db
    .insertInto('obligations')
    .values({ issue: issueKey(issue), repo: repoKey(issue.repo), kept })
    .onConflict((conflict) => conflict.column('issue').doUpdateSet({ kept }))
    .execute();
}

async function find(db: Db, issue: IssueRef): Promise<KeptObligation | null> {
  const row = await db
    .selectFrom('obligations')
    .select('kept')
    .where('issue', '=', issueKey(issue))
    .executeTakeFirst();
  return row?.kept == null ? null : read(row.kept);
}

/** What was read once stays as it was read. */
async function expectAll(db: Db, repo: RepoRef, issues: readonly IssueRef[]): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (const issue of issues) {
      await trx
        .insertInto('obligations')
        .values({ issue: issueKey(issue), repo: repoKey(repo), kept: null })
        .onConflict((conflict) => conflict.column('issue').doNothing())
        .execute();
    }
    await trx
      .insertInto('obligation_lists')
      .values({ repo: repoKey(repo) })
      .onConflict((conflict) => conflict.column('repo').doNothing())
      .execute();
  });
}

async function inRepository(db: Db, repo: RepoRef): ReturnType<ObligationStore['inRepository']> {
  return db.transaction().execute(async (trx) => {
    const listed = await trx
      .selectFrom('obligation_lists')
      .select('repo')
      .where('repo', '=', repoKey(repo))
      .executeTakeFirst();
    const rows = await trx
      .selectFrom('obligations')
      .select('kept')
      .where('repo', '=', repoKey(repo))
      .orderBy('issue')
      .execute();
    const kept = rows.map((row) => (row.kept === null ? null : read(row.kept)));
    return {
      listed: listed !== undefined,
      complete: listed !== undefined && kept.every((one) => one !== null),
      obligations: kept.flatMap((one) => one?.obligation ?? []),
    };
  });
}

function read(json: string): KeptObligation {
  return JSON.parse(json) as KeptObligation;
}
