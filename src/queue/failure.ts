/** What an error says about trying again, and how it is written down: never with a payload or a body. */
import { causesOf } from '../core/causes.ts';

/**
 * Real time (ms) before which there is no use in trying, when the error or one of its causes names it in
 * `retryAt`; GitHub's `retry-after` arrives here. Such a try was only told to wait and does not count.
 */
export function retryAtOf(error: unknown): number | null {
  const times = causesOf(error).flatMap((cause) =>
    'retryAt' in cause && typeof cause.retryAt === 'number' ? [cause.retryAt] : [],
  );
  return times.length === 0 ? null : Math.max(...times);
}

/** Name and message of the error and its causes, at most 2,000 characters. */
export function describeFailure(error: unknown): string {
  const chain = causesOf(error);
  const text =
    chain.length === 0
      ? `thrown: ${typeof error}`
      : chain.map((cause) => `${cause.name}: ${cause.message}`).join('; because ');
  return text.length > 2_000 ? `${text.slice(0, 1_999)}…` : text;
}
