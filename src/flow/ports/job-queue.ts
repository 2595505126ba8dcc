import type { Instant } from '../../core/time.ts';
import type { JobKey } from './job-key.ts';

/** First to last in line. */
export type JobPriority = 'gate' | 'incident' | 'follow-up' | 'sweep';

export interface JobQueue {
  /** Marks keys dirty; one that waits stays as it is, one that runs runs once more afterwards. */
  mark(
    keys: readonly JobKey[],
    options?: { readonly priority?: JobPriority; readonly notBefore?: Instant },
  ): Promise<void>;
}
