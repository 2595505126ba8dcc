/** Which incidents there are, to find repeats of an alarm and what a sweep looks at. A projection, rebuilt by a sweep. */
import { issueKey, repoKey, type IssueRef, type RepoRef } from '../core/ids.ts';
import type { IncidentTable, KnownIncident } from '../flow/ports/incident-index.ts';
import type { Db } from './schema.ts';

export function keepIncidents(db: Db): IncidentTable {
  return {
    put: (incident) => put(db, incident),
    forget: async (issue) => {
      await db.deleteFrom('incidents').where('issue', '=', issueKey(issue)).execute();
    },
    find: (issue) => find(db, issue),
    inRepository: (repo) => inRepository(db, repo),
    count: (repo) => count(db, repo),
  };
}

async function put(db: Db, known: KnownIncident): Promise<void> {
  const row = {
    repo: repoKey(known.ref.repo),
    declared_at: known.declaredAt,
    incident: JSON.stringify(known),
  };
  await db
    .insertInto('incidents')
    .values({ issue: issueKey(known.ref), ...row })
    .onConflict((conflict) => conflict.column('issue').doUpdateSet(row))
    .execute();
}

async function find(db: Db, issue: IssueRef): Promise<KnownIncident | null> {
  const row = await db
    .selectFrom('incidents')
    .select('incident')
    .where('issue', '=', issueKey(issue))
    .executeTakeFirst();
  return row === undefined ? null : read(row.incident);
}

async function inRepository(db: Db, repo: RepoRef): Promise<readonly KnownIncident[]> {
  const rows = await db
    .selectFrom('incidents')
    .select('incident')
    .where('repo', '=', repoKey(repo))
    .orderBy('declared_at')
    .orderBy('issue')
    .execute();
  return rows.map(({ incident }) => read(incident));
}

async function count(db: Db, repo: RepoRef): Promise<number> {
  const { n } = await db
    .selectFrom('incidents')
    .select((eb) => eb.fn.countAll().as('n'))
    .where('repo', '=', repoKey(repo))
    .executeTakeFirstOrThrow();
  return Number(n);
}

/** What an earlier version of the program wrote says less; the next look at the incident adds the rest. */
function read(json: string): KnownIncident {
  return { ...NOT_SAID_EARLIER, ...(JSON.parse(json) as KnownIncident) };
}

const NOT_SAID_EARLIER = {
  confirmed: true,
  drill: false,
  words: '',
  causes: [],
  components: [],
  repeatOf: null,
  ended: null,
  postmortem: null,
  prevention: [],
  accepted: null,
} as const satisfies Partial<KnownIncident>;
