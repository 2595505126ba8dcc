/** What deliveries said last of each pull request. A hint, and a projection. */
import { sql } from 'kysely';
import { issueKey, repoKey, type IssueRef } from '../core/ids.ts';
import type { JobKey } from '../flow/ports/job-key.ts';
import type { GlimpseStore, PullGlimpse } from '../flow/ports/pull-glimpse.ts';
import type { Db, Executor } from './schema.ts';

export interface Glimpses extends GlimpseStore {
  /** Forgets closed pull requests that GitHub changed last before `before`. */
  tidy(before: number): Promise<void>;
}

export function keepGlimpses(db: Db): Glimpses {
  return {
    find: (pull) => find(db, pull),
    tidy: async (before) => {
      await db
        .deleteFrom('glimpses')
        .where('open', '=', 0)
        .where('updated_at', '<', before)
        .execute();
    },
  };
}

/**
 * In the transaction that records the delivery. Returns what is to be judged again: a verdict is the
 * commit's, so where a pull request leaves a head the others on it may have another.
 */
export async function addGlimpse(trx: Executor, seen: PullGlimpse): Promise<readonly JobKey[]> {
  const known = await find(trx, seen.pull);
  const pushed = laterPush(known?.pushed, seen.pushed);
  const glimpse = { ...later(known, seen), ...(pushed === undefined ? {} : { pushed }) };
  const row = {
    repo: repoKey(seen.pull.repo),
    open: glimpse.open ? 1 : 0,
    updated_at: glimpse.updatedAt,
    glimpse: JSON.stringify(glimpse),
  };
  await trx
    .insertInto('glimpses')
    .values({ pull: issueKey(seen.pull), ...row })
    .onConflict((conflict) => conflict.column('pull').doUpdateSet(row))
    .execute();
  const left = headLeft(known, glimpse);
  return left === null ? [] : othersOn(trx, { pull: seen.pull, head: left });
}

/** Closed, aimed at another branch, or moved on to another head. */
function headLeft(known: PullGlimpse | null, now: PullGlimpse): string | null {
  if (known === null) return now.open ? null : now.headSha;
  const stays =
    known.open === now.open && known.headSha === now.headSha && known.baseRef === now.baseRef;
  return stays ? null : known.headSha;
}

async function othersOn(
  trx: Executor,
  { pull, head }: { readonly pull: IssueRef; readonly head: string },
): Promise<readonly JobKey[]> {
  const rows = await trx
    .selectFrom('glimpses')
    .select('glimpse')
    .where('repo', '=', repoKey(pull.repo))
    // As the index says it.
    .where(sql`json_extract(glimpse, '$.headSha')`, '=', head)
    .where('open', '=', sql.lit(1))
    .where('pull', '!=', issueKey(pull))
    .execute();
  return rows.map(({ glimpse }) => ({ kind: 'gate', pull: read(glimpse).pull }));
}

/**
 * Deliveries come in any order, and GitHub's times are whole seconds: of two from the same second that do
 * not agree neither is believed, and GitHub is asked.
 */
function later(known: PullGlimpse | null, seen: PullGlimpse): PullGlimpse {
  if (known === null || seen.updatedAt > known.updatedAt) return seen;
  if (seen.updatedAt < known.updatedAt) return known;
  const agrees =
    known.headSha === seen.headSha &&
    known.baseRef === seen.baseRef &&
    known.open === seen.open &&
    known.defaultBranch === seen.defaultBranch;
  return agrees ? known : { ...seen, open: known.open || seen.open, headSha: null };
}

type Push = PullGlimpse['pushed'];

function laterPush(known: Push, seen: Push): Push {
  return known !== undefined && (seen === undefined || seen.at < known.at) ? known : seen;
}

async function find(db: Executor, pull: IssueRef): Promise<PullGlimpse | null> {
  const row = await db
    .selectFrom('glimpses')
    .select('glimpse')
    .where('pull', '=', issueKey(pull))
    .executeTakeFirst();
  return row === undefined ? null : read(row.glimpse);
}

function read(glimpse: string): PullGlimpse {
  return JSON.parse(glimpse) as PullGlimpse;
}
