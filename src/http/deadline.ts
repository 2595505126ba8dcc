/** The moment by which a delivery must be answered, carried along with the request that brought it. */
import { AsyncLocalStorage } from 'node:async_hooks';

const deadlines = new AsyncLocalStorage<number>();

/** Runs `work` so that `beforeDeadline` within it knows `at` (milliseconds since 1970). */
export function withDeadline<T>(at: number, work: () => T): T {
  return deadlines.run(at, work);
}

/** Rejects when `work` has not ended by the deadline; what it does then is no longer waited for. */
export async function beforeDeadline(work: Promise<void>): Promise<void> {
  const deadline = deadlines.getStore();
  if (deadline === undefined) throw new Error('there is no deadline outside of a request');
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error('the delivery could not be stored in time'));
    }, deadline - Date.now());
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
