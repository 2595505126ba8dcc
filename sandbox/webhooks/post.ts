import type { Delivery, Hook } from './hook-log.ts';

/** GitHub gives a server ten seconds to answer. */
const patience = 10_000;

/**
 * Sends one delivery and records how it went. Never throws: a server that does not answer is a failed
 * delivery, which GitHub records and does not repeat by itself.
 */
export async function post(delivery: Delivery, hook: Hook, shutdown: AbortSignal): Promise<void> {
  const started = performance.now();
  const timeout = AbortSignal.timeout(patience);
  try {
    const response = await fetch(hook.url, {
      method: 'POST',
      headers: delivery.requestHeaders,
      body: delivery.payload,
      redirect: 'manual',
      signal: AbortSignal.any([timeout, shutdown]),
    });
    const payload = await response.text();
    delivery.answer = {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      payload: payload.slice(0, 10_000),
    };
  } catch (error) {
    delivery.failure = timeout.aborted ? 'timed out' : reasonOf(error);
  } finally {
    delivery.duration = Math.round(performance.now() - started) / 1000;
    delivery.state = 'done';
  }
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return `failed to connect to host: ${cause instanceof Error ? cause.message : String(cause)}`;
}
