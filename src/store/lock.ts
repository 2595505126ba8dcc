/**
 * One process per data folder. The lock is an exclusive transaction on a small database of its own: the
 * operating system lets go of it when the process ends, however it ends, so there is nothing to clean up.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'libsql';

export interface DirectoryLock {
  release(): void;
}

/** `null` when another process still holds the folder after `patience` ms. */
export async function lockDirectory(
  directory: string,
  patience: number,
): Promise<DirectoryLock | null> {
  const deadline = Date.now() + patience;
  for (;;) {
    const lock = tryToLock(join(directory, 'norepeat.lock'));
    if (lock !== null) return lock;
    if (Date.now() >= deadline) return null;
    await sleep(100);
  }
}

function tryToLock(path: string): DirectoryLock | null {
  const database = new Database(path);
  try {
    database.exec('begin exclusive');
  } catch (error) {
    database.close();
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY') return null;
    throw error;
  }
  return {
    release: () => {
      database.exec('rollback');
      database.close();
    },
  };
}
