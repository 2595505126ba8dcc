import { AsyncLocalStorage } from 'node:async_hooks';
import type { JobPriority } from '../../flow/ports/job-queue.ts';

const current = new AsyncLocalStorage<JobPriority>();

/** Everything that `work` asks of GitHub is paid for with this priority. The worker wraps each job. */
export function withPriority<T>(priority: JobPriority, work: () => Promise<T>): Promise<T> {
  return current.run(priority, work);
}

/** `incident` outside of any job. */
export function currentPriority(): JobPriority {
  return current.getStore() ?? 'incident';
}
