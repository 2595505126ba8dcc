import { AsyncLocalStorage } from 'node:async_hooks';
import type { JobPriority } from '../../flow/ports/job-queue.ts';

interface Work {
  readonly priority: JobPriority;
  readonly heldUntil: () => number;
}

const current = new AsyncLocalStorage<Work>();

/**
 * Everything that `work` asks of GitHub is paid for with this priority. The worker wraps each job.
 *
 * @param heldUntil until when (real time) nobody else does the same work; always, where nobody could.
 */
export function withPriority<T>(
  priority: JobPriority,
  work: () => Promise<T>,
  heldUntil: () => number = () => Number.POSITIVE_INFINITY,
): Promise<T> {
  return current.run({ priority, heldUntil }, work);
}

/** `incident` outside of any job. */
export function currentPriority(): JobPriority {
  return current.getStore()?.priority ?? 'incident';
}

/** Until when the work that asks is nobody else's; real time. */
export function heldUntil(): number {
  return current.getStore()?.heldUntil() ?? Number.POSITIVE_INFINITY;
}
