/** Taking jobs: which key is next in line, and the lease that keeps others off it. */
import { randomUUID } from 'node:crypto';
import { type RawBuilder, sql, type SqlBool } from 'kysely';
import type { GitHubClock } from '../flow/ports/github-clock.ts';
import type { JobKey } from '../flow/ports/job-key.ts';
import type { JobPriority } from '../flow/ports/job-queue.ts';
import { buryRow } from './finish.ts';
import { priorityOf, readKey } from './job-keys.ts';
import type { Db, Executor } from './schema.ts';

/** What a claim gives out; see `queue/job-table.ts` for what each field promises. */
export interface HeldLease {
  readonly key: JobKey;
  readonly id: string;
  readonly token: string;
  readonly owner: string;
  readonly priority: JobPriority;
  readonly attempt: number;
  readonly markedAt: number;
}

/** The two clocks: GitHub's says when there is something to do, this machine's when to try again. */
export interface Times {
  readonly clock: GitHubClock;
  readonly now: () => number;
}

export interface ClaimRequest {
  readonly limit: number;
  readonly perOwner: number;
  readonly leaseMs: number;
}

/** Owners in the order in which they were last served. A restart begins a new round. */
export interface Turns {
  served(owner: string): number;
  serve(owner: string): void;
}

export function startTurns(): Turns {
  const last = new Map<string, number>();
  let turn = 0;
  return {
    served: (owner) => last.get(owner) ?? 0,
    serve: (owner) => void last.set(owner, ++turn),
  };
}

/** Takes up to `limit` ready jobs in one transaction: owners in turn, then class, then the oldest. */
export async function claimJobs(
  db: Db,
  times: Times,
  turns: Turns,
  request: ClaimRequest,
): Promise<readonly HeldLease[]> {
  // Most looks find nothing: those are one question, and no transaction.
  if ((await readyOwners(db, times)).length === 0) return [];
  return db.transaction().execute(async (trx) => {
    const leases: HeldLease[] = [];
    while (leases.length < request.limit) {
      const owner = await nextOwner(trx, times, turns, request.perOwner);
      if (owner === undefined) break;
      turns.serve(owner);
      const lease = await claimFrom(trx, times, owner, request.leaseMs);
      if (lease !== undefined) leases.push(lease);
    }
    return leases;
  });
}

/** The condition on a row of `jobs` that could be worked on now. */
export function isReady(times: Times): RawBuilder<SqlBool> {
  const now = times.now();
  return sql<SqlBool>`(jobs.look_at <= ${times.clock.now()} and jobs.retry_at <= ${now}
    and (jobs.lease is null or jobs.lease_until < ${now}))`;
}

async function nextOwner(
  trx: Executor,
  times: Times,
  turns: Turns,
  perOwner: number,
): Promise<string | undefined> {
  const owners = await readyOwners(trx, times);
  if (owners.length === 0) return undefined;
  const full = await fullOwners(trx, times, perOwner);
  return owners
    .filter((owner) => !full.has(owner))
    .sort((a, b) => turns.served(a) - turns.served(b))[0];
}

async function fullOwners(
  trx: Executor,
  times: Times,
  perOwner: number,
): Promise<ReadonlySet<string>> {
  const busy = await trx
    .selectFrom('jobs')
    .select(['owner', (eb) => eb.fn.countAll().as('n')])
    .where('lease', 'is not', null)
    .where('lease_until', '>=', times.now())
    .groupBy('owner')
    .execute();
  return new Set(busy.filter(({ n }) => Number(n) >= perOwner).map(({ owner }) => owner));
}

/** In order of their names. Jumps from owner to owner in the index, however many jobs each has. */
async function readyOwners(trx: Executor, times: Times): Promise<string[]> {
  const rows = await trx
    .withRecursive('owners(owner)', (db) =>
      db
        .selectFrom('jobs')
        .select((eb) => eb.fn.min<string | null>('owner').as('owner'))
        .unionAll(
          db
            .selectFrom('owners')
            .where('owners.owner', 'is not', null)
            .select((eb) =>
              eb
                .selectFrom('jobs')
                .select((inner) => inner.fn.min<string | null>('jobs.owner').as('owner'))
                .whereRef('jobs.owner', '>', 'owners.owner')
                .as('owner'),
            ),
        ),
    )
    .selectFrom('owners')
    .select('owners.owner')
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('jobs')
          .select('jobs.key')
          .whereRef('jobs.owner', '=', 'owners.owner')
          .where(isReady(times)),
      ),
    )
    .execute();
  return rows.flatMap(({ owner }) => owner ?? []);
}

/** `undefined` when the next row was of a kind unknown to this version: it is buried, not passed over. */
async function claimFrom(
  trx: Executor,
  times: Times,
  owner: string,
  leaseMs: number,
): Promise<HeldLease | undefined> {
  const row = await trx
    .selectFrom('jobs')
    .selectAll()
    .where('owner', '=', owner)
    .where(isReady(times))
    .orderBy('priority')
    .orderBy('marked_at')
    .orderBy('key')
    .limit(1)
    .executeTakeFirstOrThrow();
  const key = readKey(row.job);
  if (key === undefined) {
    await buryRow(trx, row, 'this version does not know this kind of job', times.now());
    return undefined;
  }
  const token = randomUUID();
  await takeLease(trx, times, row, { token, leaseMs });
  return {
    key,
    id: row.key,
    token,
    owner,
    priority: priorityOf(row.priority),
    attempt: row.attempts + 1,
    markedAt: row.marked_at,
  };
}

async function takeLease(
  trx: Executor,
  times: Times,
  row: { readonly key: string; readonly attempts: number; readonly again_at: number | null },
  lease: { readonly token: string; readonly leaseMs: number },
): Promise<void> {
  const newest = await trx
    .selectFrom('deliveries')
    .select((eb) => eb.fn.max('seq').as('seq'))
    .executeTakeFirst();
  // Asked for while a holder that is gone was running: this run does it, unless it is for later.
  const later = row.again_at !== null && row.again_at > times.clock.now();
  await trx
    .updateTable('jobs')
    .set({
      lease: lease.token,
      lease_until: times.now() + lease.leaseMs,
      leased_seq: newest?.seq ?? 0,
      attempts: row.attempts + 1,
      ...(later ? {} : { again_at: null, again_priority: null }),
    })
    .where('key', '=', row.key)
    .execute();
}
