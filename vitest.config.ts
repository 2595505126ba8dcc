import { statfsSync } from 'node:fs';
import process from 'node:process';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Which files begin first. The slowest do, so that none of them runs alone at the end. */
const ORDER = [/killed\.test/, /\/tests\/(scenarios|cli|bench)\//, /./];

/** In bytes; a container may give its processes next to nothing. */
const ROOM = 1024 ** 3;

class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number =>
      ORDER.findIndex((pattern) => pattern.test(moduleId));
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    pool: 'forks',
    // Whatever a test changes in its process it changes back, so a worker keeps what it has imported.
    isolate: false,
    // Most tests wait for processes and sockets, so one worker more than cores is not too many.
    maxWorkers: 3,
    sequence: { sequencer: SlowestFirst },
    // Many objects live for one request: with the room that Node gives to new ones, they are copied.
    execArgv: ['--max-semi-space-size=64'],
    env: inMemory(),
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});

/**
 * Databases of tests lie in memory where there is room: the app waits for the disk at each commit, and no
 * test can pull the plug to see whether it did.
 */
function inMemory(): Record<string, string> {
  if (process.platform !== 'linux' || process.env['TMPDIR'] !== undefined) return {};
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    return bavail * bsize > ROOM ? { TMPDIR: '/dev/shm' } : {};
  } catch {
    // There is no such folder here.
    return {};
  }
}
