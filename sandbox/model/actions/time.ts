/** What GitHub does because time has passed. Call it after moving the clock. */
import { advanceAllQueues } from '../automations/queues.ts';
import type { World } from '../world.ts';

/** Check runs left unfinished for this long become stale. */
const staleAfter = 14 * 24 * 60 * 60 * 1000;

/** Lets timeouts happen: merge groups without an answer, check runs nobody finished. */
export function passTime(world: World): void {
  const now = world.clock.now();
  for (const repository of world.state.repositories.values()) {
    for (const run of repository.checkRuns.values()) {
      const since = run.startedAt ?? run.suite.createdAt;
      if (run.status === 'completed' || now - since < staleAfter) continue;
      run.status = 'completed';
      run.conclusion = 'stale';
      run.completedAt = now;
    }
  }
  advanceAllQueues(world);
}
