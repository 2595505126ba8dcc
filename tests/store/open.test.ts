import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openStore, type OpenStore } from '../../src/store/open.ts';
import { aFolder } from './a-store.ts';

async function open(directory: string): Promise<OpenStore> {
  const opened = await openStore(directory);
  if (opened.kind === 'locked') throw new Error('locked');
  return opened.store;
}

test('a second process on the same folder is refused, and let in once the first is gone', async () => {
  const directory = aFolder();
  const first = await open(directory);
  expect(await openStore(directory, { patience: 0 })).toEqual({ kind: 'locked', directory });
  await first.close();
  const second = await open(directory);
  await second.close();
});

test('a start waits a little for a process that is about to end', async () => {
  const directory = aFolder();
  const first = await open(directory);
  setTimeout(() => void first.close(), 150);
  const second = await openStore(directory, { patience: 3_000 });
  expect(second.kind).toBe('open');
  if (second.kind === 'open') await second.store.close();
});

test('what was written is there after closing and opening, and every commit is synced to the disk', async () => {
  const directory = aFolder();
  const first = await open(directory);
  await first.db
    .insertInto('ledgers')
    .values({ issue: 'a/b#1', entries: '[]', saved_at: 1 })
    .execute();
  await first.close();
  const second = await open(directory);
  expect(await second.db.selectFrom('ledgers').selectAll().execute()).toHaveLength(1);
  const mode = await sql<{ journal_mode: string }>`pragma journal_mode`.execute(second.db);
  const sync = await sql<{ synchronous: number }>`pragma synchronous`.execute(second.db);
  expect([mode.rows[0]?.journal_mode, sync.rows[0]?.synchronous]).toEqual(['wal', 2]);
  await second.close();
});

test('a database written by a newer version is refused with a sentence that says what to do', async () => {
  const directory = aFolder();
  const store = await open(directory);
  await sql`insert into migrations (id, name, applied_at) values (999, 'from the future', 0)`.execute(
    store.db,
  );
  await store.close();
  await expect(openStore(directory)).rejects.toMatchObject({
    cause: { message: expect.stringContaining('written by a newer version') as string },
  });
});

test('a check answers while the store is open and fails when it is closed', async () => {
  const store = await open(aFolder());
  await expect(store.check()).resolves.toBeUndefined();
  await store.close();
  await expect(store.check()).rejects.toThrow();
});
