/**
 * Numbered migrations, applied once each, in order, each in a transaction of its own. A number that was
 * published is never changed: the next change gets the next number.
 */
import { type Kysely, sql } from 'kysely';
import type { Tables } from './schema.ts';

/** Brings the schema to the newest number. Throws when the database was written by a newer program. */
export async function migrate(db: Kysely<Tables>, now: number): Promise<void> {
  await sql`create table if not exists migrations (id integer primary key, name text not null, applied_at bigint not null)`.execute(
    db,
  );
  const applied = await sql<{ id: number }>`select id from migrations order by id`.execute(db);
  const newest = applied.rows.at(-1)?.id ?? 0;
  if (newest > MIGRATIONS.length) {
    throw new Error(
      `the database was written by a newer version of norepeat (schema ${newest}, this program knows ${MIGRATIONS.length}); start that version again, or one after it`,
    );
  }
  for (const [index, migration] of MIGRATIONS.entries()) {
    const id = index + 1;
    if (id <= newest) continue;
    await db.transaction().execute(async (trx) => {
      for (const statement of migration.statements) await sql.raw(statement).execute(trx);
      await sql`insert into migrations (id, name, applied_at) values (${id}, ${migration.name}, ${now})`.execute(
        trx,
      );
    });
  }
}

interface Migration {
  readonly name: string;
  readonly statements: readonly string[];
}

const MIGRATIONS: readonly Migration[] = [
  {
    name: 'inbox, jobs, ledgers, projections',
    statements: [
      `create table deliveries (
        seq integer primary key autoincrement,
        guid text not null unique,
        event text not null,
        action text,
        installation bigint,
        received_at bigint not null,
        done_at bigint
      )`,
      `create index deliveries_unfinished on deliveries (received_at) where done_at is null`,
      `create index deliveries_done on deliveries (done_at) where done_at is not null`,
      `create table delivery_keys (
        seq integer not null references deliveries (seq),
        key text not null,
        primary key (key, seq)
      )`,
      `create index delivery_keys_by_delivery on delivery_keys (seq)`,
      `create table intents (
        id text primary key,
        repo text not null,
        payload text not null,
        received_at bigint not null,
        settled_at bigint,
        outcome text
      )`,
      `create index intents_waiting on intents (repo, received_at) where settled_at is null`,
      `create table jobs (
        key text primary key,
        job text not null,
        owner text not null,
        priority integer not null,
        look_at bigint not null,
        retry_at bigint not null,
        marked_at bigint not null,
        attempts integer not null,
        last_error text,
        lease text,
        lease_until bigint,
        leased_seq bigint,
        again_at bigint,
        again_priority integer
      )`,
      `create index jobs_in_line on jobs (owner, priority, marked_at, key)`,
      `create index jobs_leased on jobs (owner, lease_until) where lease is not null`,
      `create index jobs_by_lease on jobs (lease) where lease is not null`,
      `create table dead_letters (
        key text primary key,
        job text not null,
        owner text not null,
        priority integer not null,
        attempts integer not null,
        error text not null,
        died_at bigint not null
      )`,
      `create table ledgers (issue text primary key, entries text not null, saved_at bigint not null)`,
      `create table records (issue text primary key, version integer not null, record text not null)`,
      `create table memory (name text primary key, value text not null)`,
      `create table suspects (issue text primary key, question text not null, found text not null)`,
      `create table policies (repo text primary key, policy text not null)`,
      `create table incidents (
        issue text primary key,
        repo text not null,
        declared_at bigint not null,
        incident text not null
      )`,
      `create index incidents_by_repo on incidents (repo, declared_at)`,
    ],
  },
  {
    name: 'whole reads that are due',
    statements: [`alter table records add column whole_by bigint`],
  },
  {
    name: 'the gate: obligations, owners, glimpses, verdicts, check requests, names',
    statements: [
      `alter table intents add column kind text not null default 'dispatch'`,
      `drop index intents_waiting`,
      `create index intents_waiting on intents (kind, repo, received_at) where settled_at is null`,
      `create table obligations (
        issue text primary key,
        repo text not null,
        kept text
      )`,
      `create index obligations_by_repo on obligations (repo)`,
      `create table obligation_lists (repo text primary key)`,
      `create table codeowners (
        repo text not null,
        branch text not null,
        owners text not null,
        primary key (repo, branch)
      )`,
      `create table glimpses (
        pull text primary key,
        repo text not null,
        open integer not null,
        updated_at bigint not null,
        glimpse text not null
      )`,
      `create index glimpses_closed on glimpses (updated_at) where open = 0`,
      `create table verdicts (
        repo text not null,
        sha text not null,
        external_id text not null,
        wrote_at bigint not null,
        primary key (repo, sha)
      )`,
      `create index verdicts_by_age on verdicts (wrote_at)`,
      `create table names (
        kind text not null,
        id text not null,
        owner text not null,
        name text not null,
        primary key (kind, id)
      )`,
      `create table name_holders (
        kind text not null,
        name text not null,
        id text not null,
        primary key (kind, name)
      )`,
    ],
  },
  {
    name: 'open pull requests by their heads',
    statements: [
      `create index glimpses_by_head on glimpses (repo, json_extract(glimpse, '$.headSha')) where open = 1`,
    ],
  },
  {
    name: 'similar incidents that were found',
    statements: [
      `create table similar (issue text primary key, question text not null, found text not null)`,
    ],
  },
];
