import { afterEach, describe, expect, test, vi } from 'vitest';
import type { JobKey } from '../../src/flow/ports/job-key.ts';
import { formatKey } from '../../src/flow/ports/job-key.ts';
import { instantOf } from '../../src/core/time.ts';
import {
  createWorker,
  USUAL_SETTINGS,
  type Worker,
  type WorkerEvent,
  type WorkerSettings,
} from '../../src/queue/worker.ts';
import { type Jobs, keepJobs } from '../../src/store/jobs.ts';
import { aStore, incidentKey } from '../store/a-store.ts';

const workers: Worker[] = [];
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop(0)));
});

interface Bench {
  readonly worker: Worker;
  readonly jobs: Jobs;
  readonly events: WorkerEvent[];
  readonly seen: string[];
}

/** A worker on real time: what is measured here is what a job meets while it runs. */
async function aWorker(
  run: (key: JobKey, signal: AbortSignal, heldUntil: () => number) => Promise<void>,
  settings: Partial<WorkerSettings> = {},
): Promise<Bench> {
  const { db } = await aStore();
  const now = (): number => Date.now();
  const jobs = keepJobs(db, { clock: { now: () => instantOf(Date.now()) }, now });
  const events: WorkerEvent[] = [];
  const seen: string[] = [];
  const worker = createWorker({
    table: jobs,
    run: async ({ key }, signal, heldUntil) => {
      seen.push(formatKey(key));
      await run(key, signal, heldUntil);
    },
    observe: (event) => events.push(event),
    settings: {
      ...USUAL_SETTINGS,
      pollMs: 20,
      backoff: { firstMs: 2, longestMs: 10 },
      ...settings,
    },
    now,
    random: () => 0.5,
  });
  jobs.onMarked(worker.wake);
  workers.push(worker);
  worker.start();
  return { worker, jobs, events, seen };
}

/** A door that jobs wait at until the test opens it. */
function aDoor(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const kinds = (events: readonly WorkerEvent[]): string[] => events.map(({ kind }) => kind);

describe('the worker', () => {
  test('does what is marked and is idle afterwards', async () => {
    const { worker, jobs, seen, events } = await aWorker(() => Promise.resolve());
    await jobs.mark([incidentKey(1), incidentKey(2)]);
    await worker.idle();
    expect(seen.sort()).toEqual(['incident:acme/incidents#1', 'incident:acme/incidents#2']);
    expect(kinds(events).sort()).toEqual(['done', 'done', 'started', 'started']);
  });

  test('never runs a key beside itself, and runs it again when it was marked meanwhile', async () => {
    let inside = 0;
    let most = 0;
    const door = aDoor();
    const { worker, jobs, seen } = await aWorker(async () => {
      most = Math.max(most, ++inside);
      await door.opened;
      inside--;
    });
    await jobs.mark([incidentKey(1)]);
    await vi.waitFor(() => {
      expect(seen).toHaveLength(1);
    });
    await jobs.mark([incidentKey(1)]);
    await jobs.mark([incidentKey(1)]);
    await sleep(30);
    door.open();
    await worker.idle();
    expect({ most, runs: seen.length }).toEqual({ most: 1, runs: 2 });
  });

  test('runs different keys beside each other, up to its concurrency', async () => {
    let inside = 0;
    let most = 0;
    const { worker, jobs } = await aWorker(
      async () => {
        most = Math.max(most, ++inside);
        await sleep(5);
        inside--;
      },
      { concurrency: 4, perOwner: 4 },
    );
    await jobs.mark(Array.from({ length: 20 }, (_, n) => incidentKey(n + 1)));
    await worker.idle();
    expect(most).toBe(4);
  });

  test('a busy owner leaves room: another owner’s job does not wait for its jobs to end', async () => {
    const door = aDoor();
    const { worker, jobs, seen } = await aWorker(
      async (key) => {
        if (formatKey(key).includes('big/')) await door.opened;
      },
      { concurrency: 4, perOwner: 2 },
    );
    await jobs.mark(Array.from({ length: 10 }, (_, n) => incidentKey(n + 1, 'big/repo')));
    await sleep(30);
    await jobs.mark([incidentKey(1, 'small/repo')]);
    await vi.waitFor(() => {
      expect(seen).toContain('incident:small/repo#1');
    });
    expect(seen.filter((name) => name.includes('big/'))).toHaveLength(2);
    door.open();
    await worker.idle();
  });

  test('tries again after a failure, until it succeeds', async () => {
    let failures = 3;
    const { jobs, seen, events } = await aWorker(() => {
      if (failures-- > 0) throw new Error('bad gateway');
      return Promise.resolve();
    });
    await jobs.mark([incidentKey(1)]);
    await vi.waitFor(() => {
      expect(kinds(events).at(-1)).toBe('done');
    });
    expect(seen).toHaveLength(4);
    expect(await jobs.counts()).toEqual({ ready: 0, waiting: 0, retrying: 0, running: 0, dead: 0 });
  });

  test('a job that always fails becomes a dead letter with its error and the error’s cause', async () => {
    const { jobs, seen, events } = await aWorker(
      () => Promise.reject(new Error('cannot read', { cause: new TypeError('no such field') })),
      { maxAttempts: 3 },
    );
    await jobs.mark([incidentKey(1)]);
    await vi.waitFor(() => {
      expect(kinds(events).at(-1)).toBe('died');
    });
    expect(seen).toHaveLength(3);
    expect(await jobs.counts()).toEqual({ ready: 0, waiting: 0, retrying: 0, running: 0, dead: 1 });
  });

  test('an error that says when to come back is obeyed and is never counted as a failure', async () => {
    let calls = 0;
    const { jobs, events } = await aWorker(
      () => {
        calls += 1;
        if (calls > 4) return Promise.resolve();
        const limit = Object.assign(new Error('secondary limit'), { retryAt: Date.now() + 30 });
        return Promise.reject(new Error('could not write', { cause: limit }));
      },
      { maxAttempts: 2 },
    );
    const began = Date.now();
    await jobs.mark([incidentKey(1)]);
    await vi.waitFor(() => {
      expect(kinds(events).at(-1)).toBe('done');
    });
    expect(Date.now() - began).toBeGreaterThanOrEqual(4 * 30);
  });

  test('a long job keeps its lease', async () => {
    const { worker, jobs, seen, events } = await aWorker(() => sleep(2_500), { leaseMs: 1_000 });
    await jobs.mark([incidentKey(1)]);
    await worker.idle();
    expect(seen).toHaveLength(1);
    expect(kinds(events)).toEqual(['started', 'done']);
  });

  test('a job knows until when the key is its own, as long as the lease is extended', async () => {
    const left: number[] = [];
    const { worker, jobs } = await aWorker(
      async (_, signal, heldUntil) => {
        left.push(heldUntil() - Date.now());
        await sleep(700);
        left.push(heldUntil() - Date.now());
        vi.spyOn(jobs, 'extend').mockRejectedValue(new Error('disk full'));
        await sleep(1_200);
        left.push(heldUntil() - Date.now());
        vi.restoreAllMocks();
        expect(signal.aborted).toBe(false);
      },
      { leaseMs: 1_000, pollMs: 60_000 },
    );
    await jobs.mark([incidentKey(1)]);
    await worker.idle();
    const [first, extended, over] = left;
    expect(first).toBeLessThanOrEqual(1_000);
    expect(extended).toBeGreaterThan(300);
    expect(over).toBeLessThan(0);
  });

  test('a job that hangs is given up, told so, and tried again', async () => {
    const aborted: unknown[] = [];
    const { jobs, seen, events } = await aWorker(
      (_key, signal) => {
        signal.addEventListener('abort', () => aborted.push(signal.reason));
        return seen.length > 1 ? Promise.resolve() : new Promise(() => undefined);
      },
      { longestRunMs: 30 },
    );
    await jobs.mark([incidentKey(1)]);
    await vi.waitFor(() => {
      expect(kinds(events).at(-1)).toBe('done');
    });
    expect(aborted).toHaveLength(1);
    expect(String(aborted[0])).toContain('took longer than');
  });

  test('a stop waits for what runs and takes nothing more', async () => {
    let finished = 0;
    const door = aDoor();
    const { worker, jobs, seen } = await aWorker(
      async () => {
        await door.opened;
        finished++;
      },
      { concurrency: 1 },
    );
    await jobs.mark([incidentKey(1), incidentKey(2)]);
    await vi.waitFor(() => {
      expect(seen).toHaveLength(1);
    });
    const stopped = worker.stop(1_000);
    door.open();
    await stopped;
    expect(finished).toBe(1);
    expect(await jobs.counts()).toMatchObject({ ready: 1, running: 0 });
  });

  test('what a stop has to abort is tried again at once by the next start, and does not count', async () => {
    const { worker, jobs, seen } = await aWorker(() => new Promise(() => undefined));
    await jobs.mark([incidentKey(1)]);
    await vi.waitFor(() => {
      expect(seen).toHaveLength(1);
    });
    await worker.stop(10);
    const [lease] = await jobs.claim({ limit: 1, perOwner: 1, leaseMs: 1_000 });
    expect(lease?.attempt).toBe(1);
  });

  test('a job that ended the program each time is buried instead of tried for ever', async () => {
    const { db } = await aStore();
    const jobs = keepJobs(db, {
      clock: { now: () => instantOf(Date.now()) },
      now: () => Date.now(),
    });
    await jobs.mark([incidentKey(1)]);
    for (let crash = 0; crash < 3; crash++) {
      await jobs.claim({ limit: 1, perOwner: 1, leaseMs: 60_000 });
      await jobs.releaseAll();
    }
    const events: WorkerEvent[] = [];
    const worker = createWorker({
      table: jobs,
      run: () => Promise.reject(new Error('must not run')),
      observe: (event) => events.push(event),
      settings: { ...USUAL_SETTINGS, maxAttempts: 3 },
      now: () => Date.now(),
      random: () => 0.5,
    });
    workers.push(worker);
    worker.start();
    await worker.idle();
    expect(kinds(events)).toEqual(['started', 'died']);
  });

  test('a table that does not answer is reported and asked again', async () => {
    const { db } = await aStore();
    const jobs = keepJobs(db, { clock: { now: () => instantOf(0) }, now: () => Date.now() });
    let broken = true;
    const events: WorkerEvent[] = [];
    const worker = createWorker({
      table: {
        ...jobs,
        claim: (request) => (broken ? Promise.reject(new Error('disk')) : jobs.claim(request)),
      },
      run: () => Promise.resolve(),
      observe: (event) => events.push(event),
      settings: { ...USUAL_SETTINGS, pollMs: 10 },
      now: () => Date.now(),
      random: () => 0.5,
    });
    workers.push(worker);
    await jobs.mark([incidentKey(1)]);
    worker.start();
    await vi.waitFor(() => {
      expect(kinds(events)).toContain('store-failed');
    });
    broken = false;
    await vi.waitFor(() => {
      expect(kinds(events).at(-1)).toBe('done');
    });
  });
});
