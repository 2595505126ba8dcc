/** What is done at the start and then once a day, and tried again until it is done. */
import { DAY, type Instant, instantOf, MINUTE } from '../core/time.ts';
import { type Backoff, backoffMs } from './backoff.ts';

export interface DailyOptions {
  /** GitHub's time: the day is over when GitHub's is. */
  readonly now: () => Instant;
  /** Minutes after midnight UTC. */
  readonly at: number;
  /** How often (ms) to look at the clock. */
  readonly lookEveryMs: number;
  readonly task: () => Promise<void>;
  /** Told of each failure; the task is tried again after a wait. */
  readonly failed: (error: unknown) => void;
  readonly backoff: Backoff;
  readonly random: () => number;
}

/** Begins at once. Returns what stops it; a task under way is not interrupted. */
export function startDaily(options: DailyOptions): () => void {
  const stopped = new AbortController();
  let next: Instant | null = null;
  let busy = false;

  const isStopped = (): boolean => stopped.signal.aborted;
  const untilDone = async (): Promise<void> => {
    for (let attempt = 1; !isStopped(); attempt++) {
      try {
        await options.task();
        return;
      } catch (error) {
        if (isStopped()) return;
        options.failed(error);
        await pause(backoffMs(attempt, options.backoff, options.random), stopped.signal);
      }
    }
  };
  const look = async (): Promise<void> => {
    if (busy || (next !== null && options.now() < next)) return;
    busy = true;
    await untilDone();
    // From now, not from the time that was missed: after a long pause once is enough.
    next = nextDaily(options.now(), options.at);
    busy = false;
  };
  const timer = setInterval(() => void look(), options.lookEveryMs);
  void look();
  return () => {
    clearInterval(timer);
    stopped.abort();
  };
}

/** The next moment after `now` that is `at` minutes after midnight UTC. */
export function nextDaily(now: Instant, at: number): Instant {
  const today = Math.floor(now / DAY) * DAY + at * MINUTE;
  return instantOf(today > now ? today : today + DAY);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
