import { Unavailable } from '../client/errors.ts';

/** Sends this often in all; then the job is tried again later, from the read on. */
const MOST_TRIES = 3;

/**
 * For what must not happen twice: sends, and when GitHub broke off so that it may have happened all the
 * same, looks whether it did before sending again.
 */
export async function once<T>(send: () => Promise<T>, look: () => Promise<T | null>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof Unavailable) || !error.mayHaveHappened) throw error;
      const there = await look();
      if (there !== null) return there;
      if (tries >= MOST_TRIES) throw error;
    }
  }
}
