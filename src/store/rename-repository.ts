/** A repository has another name: what is kept of it goes on under that one. */
import { parseRepo, repoKey, sameRepo, type RepoRef } from '../core/ids.ts';
import type { Ledger } from '../core/ledger/ledger.ts';
import { mergeLedgers } from '../core/ledger/merge.ts';
import type { Executor } from './schema.ts';

/** Where something is known under the new name already, that is newer and stays; ledgers become one. */
export async function renameRepository(trx: Executor, from: RepoRef, to: RepoRef): Promise<void> {
  await moveLedgers(trx, from, to);
  const repo = repoKey(to);
  const former = repoKey(from);
  await moveObligations(trx, from, to);
  await moveIncidents(trx, from, to);
  for (const table of ['records', 'suspects'] as const) {
    // Read again, under the new name.
    const rows = await trx.selectFrom(table).select('issue').execute();
    for (const { issue } of rows.filter((row) => isOf(row.issue, from))) {
      await trx.deleteFrom(table).where('issue', '=', issue).execute();
    }
  }
  // What was found names incidents as they were called then, also in other repositories.
  await trx.deleteFrom('similar').execute();
  await moveList(trx, former, repo);
  await trx.updateTable('intents').set({ repo }).where('repo', '=', former).execute();
  await trx.deleteFrom('glimpses').where('repo', '=', former).execute();
  await trx.deleteFrom('codeowners').where('repo', '=', former).execute();
  await trx.deleteFrom('verdicts').where('repo', '=', former).execute();
  await movePolicy(trx, former, repo);
}

async function moveLedgers(trx: Executor, from: RepoRef, to: RepoRef): Promise<void> {
  const rows = await trx.selectFrom('ledgers').selectAll().execute();
  for (const row of rows.filter(({ issue }) => isOf(issue, from))) {
    const issue = renamed(row.issue, to);
    const there = rows.find((one) => one.issue === issue);
    const both = [row, ...(there === undefined ? [] : [there])];
    const entries = JSON.stringify(
      mergeLedgers(...both.map((one) => JSON.parse(one.entries) as Ledger)),
    );
    await trx.deleteFrom('ledgers').where('issue', 'in', [row.issue, issue]).execute();
    await trx.insertInto('ledgers').values({ issue, entries, saved_at: row.saved_at }).execute();
  }
}

async function moveObligations(trx: Executor, from: RepoRef, to: RepoRef): Promise<void> {
  const repo = repoKey(to);
  const rows = await trx
    .selectFrom('obligations')
    .selectAll()
    .where('repo', '=', repoKey(from))
    .execute();
  for (const row of rows) {
    const kept = row.kept === null ? null : relabelled(row.kept, from, to);
    await trx.deleteFrom('obligations').where('issue', '=', row.issue).execute();
    await trx
      .insertInto('obligations')
      .values({ issue: renamed(row.issue, to), repo, kept })
      .onConflict((conflict) => conflict.column('issue').doNothing())
      .execute();
  }
}

async function moveIncidents(trx: Executor, from: RepoRef, to: RepoRef): Promise<void> {
  const repo = repoKey(to);
  const rows = await trx
    .selectFrom('incidents')
    .selectAll()
    .where('repo', '=', repoKey(from))
    .execute();
  for (const row of rows) {
    const incident = relabelled(row.incident, from, to);
    await trx.deleteFrom('incidents').where('issue', '=', row.issue).execute();
    await trx
      .insertInto('incidents')
      .values({ ...row, issue: renamed(row.issue, to), repo, incident })
      .onConflict((conflict) => conflict.column('issue').doNothing())
      .execute();
  }
}

/** A sweep may have listed it under the new name before anybody knew that it is the same repository. */
async function moveList(trx: Executor, former: string, repo: string): Promise<void> {
  const { numDeletedRows } = await trx
    .deleteFrom('obligation_lists')
    .where('repo', '=', former)
    .executeTakeFirst();
  if (numDeletedRows === 0n) return;
  await trx
    .insertInto('obligation_lists')
    .values({ repo })
    .onConflict((conflict) => conflict.column('repo').doNothing())
    .execute();
}

async function movePolicy(trx: Executor, former: string, repo: string): Promise<void> {
  const row = await trx
    .selectFrom('policies')
    .select('policy')
    .where('repo', '=', former)
    .executeTakeFirst();
  if (row === undefined) return;
  await trx.deleteFrom('policies').where('repo', '=', former).execute();
  await trx
    .insertInto('policies')
    .values({ repo, policy: row.policy })
    .onConflict((conflict) => conflict.column('repo').doNothing())
    .execute();
}

function isOf(issue: string, repo: RepoRef): boolean {
  return issue.startsWith(`${repoKey(repo)}#`);
}

/** `acme/incidents#12` under the new name of its repository. */
function renamed(issue: string, to: RepoRef): string {
  return `${repoKey(to)}${issue.slice(issue.indexOf('#'))}`;
}

/** The same JSON, in which every mention of the repository as a value says its new name. */
function relabelled(json: string, from: RepoRef, to: RepoRef): string {
  return JSON.stringify(
    JSON.parse(json, (_, value: unknown) => (isRepo(value) && sameRepo(value, from) ? to : value)),
  );
}

function isRepo(value: unknown): value is RepoRef {
  if (typeof value !== 'object' || value === null) return false;
  if (!('owner' in value && 'name' in value) || Object.keys(value).length !== 2) return false;
  const { owner, name } = value;
  return (
    typeof owner === 'string' &&
    typeof name === 'string' &&
    parseRepo(`${owner}/${name}`) !== undefined
  );
}
