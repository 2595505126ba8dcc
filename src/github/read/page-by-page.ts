import { QueryFailed, Unavailable } from '../client/errors.ts';

/** As much as GitHub gives at once. */
export const MOST_A_PAGE = 100;
const LEAST_A_PAGE = 5;

/**
 * Asks for a page, and for half as much again and again when GitHub finds it too costly: by its limits on
 * nodes and resources, or by giving up after ten seconds (502).
 */
export async function smallerWhenRefused<T>(ask: (count: number) => Promise<T>): Promise<T> {
  for (let count = MOST_A_PAGE; ; count = Math.floor(count / 2)) {
    try {
      return await ask(count);
    } catch (error) {
      if (!isTooMuch(error) || count <= LEAST_A_PAGE) throw error;
    }
  }
}

function isTooMuch(error: unknown): boolean {
  if (error instanceof Unavailable) return true;
  return (
    error instanceof QueryFailed && /MAX_NODE_LIMIT|RESOURCE_LIMITS|complexity/i.test(error.message)
  );
}
