/**
 * The store: one embedded SQLite database in `DATA_DIR`, written through libsql and Kysely. It holds the
 * inbox (what GitHub delivered and is not finished), the queue's rows, the ledgers, and projections that
 * can be thrown away. Each file of this room keeps one table or implements one port of `flow/ports/`;
 * nothing outside sees SQL. Delivery and dirty keys commit together: that is why the jobs lie here.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Kysely, sql, type SqliteDatabase, SqliteDialect } from 'kysely';
import Database from 'libsql';
import { lockDirectory } from './lock.ts';
import { migrate } from './migrations.ts';
import type { Db, Tables } from './schema.ts';

export interface OpenStore {
  readonly db: Db;
  /** Reads and writes something small; throws when the disk or the database does not answer. */
  check(): Promise<void>;
  close(): Promise<void>;
}

export type OpenedStore =
  | { readonly kind: 'open'; readonly store: OpenStore }
  /** Another process works in this folder. */
  | { readonly kind: 'locked'; readonly directory: string };

/**
 * Opens the database in `directory`, which is made when missing, and brings its schema up to date.
 * `patience` is how long (ms) to wait for another process to let go of it.
 */
export async function openStore(
  directory: string,
  options: { readonly patience?: number } = {},
): Promise<OpenedStore> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const lock = await lockDirectory(directory, options.patience ?? 5_000);
  if (lock === null) return { kind: 'locked', directory };
  try {
    const db = await connect(join(directory, 'norepeat.db'));
    const close = async (): Promise<void> => {
      await db.destroy();
      lock.release();
    };
    return { kind: 'open', store: { db, check: () => check(db), close } };
  } catch (error) {
    lock.release();
    throw new Error(`the database in ${directory} cannot be opened`, { cause: error });
  }
}

async function connect(path: string): Promise<Db> {
  const db = new Kysely<Tables>({
    dialect: new SqliteDialect({ database: preparingOnce(openFile(path)) }),
  });
  try {
    await migrate(db, Date.now());
    return db;
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

function openFile(path: string): Database.Database {
  const database = new Database(path);
  database.pragma('journal_mode = WAL');
  // FULL: a commit is on the disk before it returns. This is what "accepted" means.
  database.pragma('synchronous = FULL');
  database.pragma('busy_timeout = 5000');
  database.pragma('foreign_keys = ON');
  return database;
}

/** To prepare a statement costs more than to run it, and the program has the same few to run. */
function preparingOnce(database: Database.Database): SqliteDatabase {
  const known = new Map<string, Database.Statement>();
  return {
    prepare: (text) => {
      const before = known.get(text);
      if (before !== undefined) return before;
      const statement = database.prepare(text);
      if (known.size >= MOST_KNOWN) known.clear();
      known.set(text, statement);
      return statement;
    },
    close: () => {
      known.clear();
      database.close();
    },
  };
}

/** Lists have statements of their own by their length, so there is no end to them. */
const MOST_KNOWN = 500;

async function check(db: Db): Promise<void> {
  // Updating no row still takes the write lock, so a read-only or full disk shows.
  await db.transaction().execute(async (trx) => {
    await sql`update migrations set applied_at = applied_at where id = 1`.execute(trx);
  });
}
