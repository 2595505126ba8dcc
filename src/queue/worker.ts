/**
 * The worker: takes leases, runs jobs beside each other, keeps the leases alive, and puts down how each
 * try ended. It knows nothing of what a job does.
 */
import { type Backoff, backoffMs } from './backoff.ts';
import { describeFailure, retryAtOf } from './failure.ts';
import type { JobTable, Lease } from './job-table.ts';

export interface WorkerOptions {
  readonly table: JobTable;
  /**
   * Does the work of one key. Throws to be tried again; `signal` is aborted when it is given up. The key is
   * nobody else's before `heldUntil()` (real time), which each extension of the lease moves.
   */
  readonly run: (job: Lease, signal: AbortSignal, heldUntil: () => number) => Promise<void>;
  /** Told how each try ended, for logs and metrics; must not throw. */
  readonly observe: (event: WorkerEvent) => void;
  readonly settings: WorkerSettings;
  /** Real time in milliseconds. */
  readonly now: () => number;
  /** Numbers in [0, 1). */
  readonly random: () => number;
}

export interface WorkerSettings {
  readonly concurrency: number;
  /** Of them for one owner, so that one busy account leaves room for the others. */
  readonly perOwner: number;
  readonly leaseMs: number;
  /** A try that takes longer is given up and counts as failed. */
  readonly longestRunMs: number;
  /** How often to look for work that became due by itself. */
  readonly pollMs: number;
  /** Failures after which a job becomes a dead letter. */
  readonly maxAttempts: number;
  readonly backoff: Backoff;
}

export const USUAL_SETTINGS: WorkerSettings = {
  concurrency: 16,
  perOwner: 8,
  leaseMs: 60_000,
  longestRunMs: 15 * 60_000,
  pollMs: 1_000,
  // About five hours with the waits below: longer than GitHub's longer outages.
  maxAttempts: 30,
  backoff: { firstMs: 1_000, longestMs: 15 * 60_000 },
};

export type WorkerEvent =
  | { readonly kind: 'started'; readonly lease: Lease; readonly waitedMs: number }
  | { readonly kind: 'done'; readonly lease: Lease; readonly tookMs: number }
  | {
      readonly kind: 'failed';
      readonly lease: Lease;
      readonly tookMs: number;
      readonly error: unknown;
      readonly retryAt: number;
      /** Only told to wait, or stopped: this try does not count. */
      readonly putOff: boolean;
    }
  | {
      readonly kind: 'died';
      readonly lease: Lease;
      readonly tookMs: number;
      readonly error: unknown;
    }
  /** The lease ran out before the work ended; somebody else has the key or will have it. */
  | { readonly kind: 'lost'; readonly lease: Lease }
  /** The table did not answer; it is asked again at the next poll. */
  | { readonly kind: 'store-failed'; readonly error: unknown };

export interface Worker {
  start(): void;
  /** Looks for work now: to be called when keys were marked. */
  readonly wake: () => void;
  /** Resolves when nothing runs and nothing is ready: what is left waits for its time or its next try. */
  idle(): Promise<void>;
  /** Takes no more work and waits for what runs, at most `graceMs`; the rest is aborted. */
  stop(graceMs: number): Promise<void>;
}

export function createWorker(options: WorkerOptions): Worker {
  const running = new Map<string, Running>();
  const state = { open: false, looking: false, calls: 0 };
  let timers: NodeJS.Timeout[] = [];

  const look = async (): Promise<void> => {
    for (let seen = -1; seen !== state.calls && state.open;) {
      seen = state.calls;
      await fill(options, running, wake);
    }
    state.looking = false;
  };
  const wake = (): void => {
    state.calls += 1;
    if (!state.open || state.looking) return;
    state.looking = true;
    void look();
  };
  return {
    wake,
    start: () => {
      state.open = true;
      timers = [
        setInterval(wake, options.settings.pollMs),
        setInterval(() => void heartbeat(options, running), options.settings.leaseMs / 3),
      ];
      wake();
    },
    idle: async () => {
      while (state.looking || running.size > 0 || (await options.table.counts()).ready > 0) {
        await Promise.race([...[...running.values()].map(({ ended }) => ended), pause(10)]);
      }
    },
    stop: async (graceMs) => {
      state.open = false;
      while (state.looking) await pause(1);
      const overdue = setTimeout(() => {
        for (const { hold } of running.values()) hold.abort.abort(new Stopping());
      }, graceMs);
      await Promise.all([...running.values()].map(({ ended }) => ended));
      clearTimeout(overdue);
      for (const timer of timers) clearInterval(timer);
    },
  };
}

/** Not the job's failure: it is tried again as soon as the program is back. */
class Stopping extends Error {
  override readonly name = 'Stopping';
  constructor() {
    super('the program is stopping');
  }
}

interface Running {
  readonly lease: Lease;
  readonly hold: Hold;
  readonly ended: Promise<void>;
}

interface Hold {
  readonly abort: AbortController;
  /** Counted from before the table was asked: never later than the table has it. */
  until: number;
}

/** Fills the free places, once. */
async function fill(
  options: WorkerOptions,
  running: Map<string, Running>,
  wake: () => void,
): Promise<void> {
  const { concurrency, perOwner, leaseMs } = options.settings;
  const limit = concurrency - running.size;
  if (limit <= 0) return;
  const until = options.now() + leaseMs;
  try {
    for (const lease of await options.table.claim({ limit, perOwner, leaseMs })) {
      const hold: Hold = { abort: new AbortController(), until };
      const ended = work(options, lease, hold).finally(() => {
        running.delete(lease.token);
        wake();
      });
      running.set(lease.token, { lease, hold, ended });
    }
  } catch (error) {
    options.observe({ kind: 'store-failed', error });
  }
}

/** One try from beginning to end. Never rejects. */
async function work(options: WorkerOptions, lease: Lease, hold: Hold): Promise<void> {
  const { table, observe, now } = options;
  const began = now();
  observe({ kind: 'started', lease, waitedMs: began - lease.markedAt });
  try {
    const failure = await tryOnce(options, lease, hold);
    const tookMs = now() - began;
    const event = failure === null ? null : judge(options, lease, failure.error, tookMs);
    const held = await writeDown(table, lease, event);
    observe(held ? (event ?? { kind: 'done', lease, tookMs }) : { kind: 'lost', lease });
  } catch (error) {
    // The end could not be written down: the lease runs out and the key is tried again.
    observe({ kind: 'store-failed', error });
  }
}

async function tryOnce(
  options: WorkerOptions,
  lease: Lease,
  hold: Hold,
): Promise<{ readonly error: unknown } | null> {
  const { abort } = hold;
  const { settings, run } = options;
  // Taken more often than it may fail: each time the process ended in the middle of it.
  if (lease.attempt > settings.maxAttempts) {
    return { error: new Error('the program ended each time while it worked on this') };
  }
  const longest = setTimeout(() => {
    abort.abort(new Error(`took longer than ${String(settings.longestRunMs / 1000)} s`));
  }, settings.longestRunMs);
  try {
    const heldUntil = (): number => (abort.signal.aborted ? 0 : hold.until);
    await Promise.race([run(lease, abort.signal, heldUntil), aborted(abort.signal)]);
    return null;
  } catch (error) {
    return { error };
  } finally {
    clearTimeout(longest);
  }
}

function judge(
  options: WorkerOptions,
  lease: Lease,
  error: unknown,
  tookMs: number,
): Extract<WorkerEvent, { kind: 'failed' | 'died' }> {
  const { settings, now, random } = options;
  const failed = { kind: 'failed', lease, tookMs, error } as const;
  if (error instanceof Stopping) return { ...failed, retryAt: now(), putOff: true };
  const told = retryAtOf(error);
  if (told === null && lease.attempt >= settings.maxAttempts) {
    return { kind: 'died', lease, tookMs, error };
  }
  const backoff = now() + backoffMs(lease.attempt, settings.backoff, random);
  return { ...failed, retryAt: Math.max(backoff, told ?? 0), putOff: told !== null };
}

function writeDown(
  table: JobTable,
  lease: Lease,
  event: Extract<WorkerEvent, { kind: 'failed' | 'died' }> | null,
): Promise<boolean> {
  switch (event?.kind) {
    case undefined:
      return table.complete(lease);
    case 'died':
      return table.bury(lease, describeFailure(event.error));
    case 'failed':
      return table.retry(lease, {
        at: event.retryAt,
        error: describeFailure(event.error),
        counts: !event.putOff,
      });
  }
}

/** Extends what runs; whoever lost the lease is told to stop. */
async function heartbeat(
  options: WorkerOptions,
  running: ReadonlyMap<string, Running>,
): Promise<void> {
  const jobs = [...running.values()];
  if (jobs.length === 0) return;
  try {
    const leases = jobs.map(({ lease }) => lease);
    const until = options.now() + options.settings.leaseMs;
    const held = await options.table.extend(leases, options.settings.leaseMs);
    for (const { lease, hold } of jobs) {
      if (held.has(lease.token)) hold.until = until;
      else if (running.has(lease.token)) hold.abort.abort(new Error('the lease was lost'));
    }
  } catch (error) {
    options.observe({ kind: 'store-failed', error });
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = (): void => {
      reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
