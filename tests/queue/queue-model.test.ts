/**
 * The table of jobs against a model so small that it can be seen to be right: whatever people mark and
 * workers do in whatever order, with leases running out in between, both answer the same.
 */
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { instantOf } from '../../src/core/time.ts';
import type { Lease } from '../../src/queue/job-table.ts';
import { openStore } from '../../src/store/open.ts';
import { aFolder, incidentKey, tablesOf, type TestTimes } from '../store/a-store.ts';
import { runs } from '../support/properties.ts';

const LEASE_MS = 100;

type Tables = ReturnType<typeof tablesOf>;

type Step =
  | { readonly do: 'mark'; readonly key: number; readonly inMs: number }
  | { readonly do: 'claim' | 'complete' | 'retry' | 'bury' | 'extend'; readonly pick: number }
  | { readonly do: 'wait'; readonly ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('mark' as const),
    key: fc.integer({ min: 1, max: 3 }),
    inMs: fc.constantFrom(0, 0, 30, 150),
  }),
  fc.record({
    do: fc.constantFrom('claim' as const, 'complete', 'retry', 'bury', 'extend'),
    pick: fc.nat(5),
  }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1, 40, 120) }),
);

test('the table answers as the model does, and no key is ever leased twice at the same time', async () => {
  const opened = await openStore(aFolder());
  if (opened.kind === 'locked') throw new Error('locked');
  onTestFinished(() => opened.store.close());
  const { db } = opened.store;

  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      await db.deleteFrom('jobs').execute();
      await db.deleteFrom('dead_letters').execute();
      await play(tablesOf(db), steps);
    }),
    runs(150),
  );
});

interface ModelJob {
  lookAt: number;
  retryAt: number;
  lease: { readonly token: string; until: number } | null;
  againAt: number | null;
}

/** What the table promises, without a table. */
class Model {
  readonly #jobs = new Map<string, ModelJob>();
  readonly #times: TestTimes;

  constructor(times: TestTimes) {
    this.#times = times;
  }

  mark(id: string, at: number): void {
    const job = this.#jobs.get(id);
    if (job === undefined) this.#begin(id, at);
    else if (job.lease === null) job.lookAt = Math.min(job.lookAt, at);
    else job.againAt = Math.min(job.againAt ?? Infinity, at);
  }

  /** Whether this key may be leased now; if so, it is. */
  lease(id: string, token: string): boolean {
    const job = this.#jobs.get(id);
    if (job === undefined || !this.#isReady(job)) return false;
    job.lease = { token, until: this.#times.real + LEASE_MS };
    if (job.againAt !== null && job.againAt <= this.#times.github) job.againAt = null;
    return true;
  }

  leave({ id, token }: Lease): boolean {
    const job = this.#held(id, token);
    if (job === undefined) return false;
    if (job.againAt === null) this.#jobs.delete(id);
    else this.#begin(id, job.againAt);
    return true;
  }

  retry({ id, token }: Lease, at: number): boolean {
    const job = this.#held(id, token);
    if (job === undefined) return false;
    Object.assign(job, { retryAt: at, lease: null, againAt: null });
    return true;
  }

  extend({ id, token }: Lease): boolean {
    const job = this.#held(id, token);
    if (job?.lease == null) return false;
    job.lease.until = this.#times.real + LEASE_MS;
    return true;
  }

  counts(): {
    readonly ready: number;
    readonly running: number;
    readonly retrying: number;
    readonly all: number;
  } {
    const jobs = [...this.#jobs.values()];
    return {
      ready: jobs.filter((job) => this.#isReady(job)).length,
      running: jobs.filter(({ lease }) => lease !== null && lease.until >= this.#times.real).length,
      retrying: jobs.filter(({ lease, retryAt }) => lease === null && retryAt > this.#times.real)
        .length,
      all: jobs.length,
    };
  }

  #begin(id: string, lookAt: number): void {
    this.#jobs.set(id, { lookAt, retryAt: 0, lease: null, againAt: null });
  }

  #held(id: string, token: string): ModelJob | undefined {
    const job = this.#jobs.get(id);
    return job?.lease?.token === token ? job : undefined;
  }

  #isReady(job: ModelJob): boolean {
    return (
      job.lookAt <= this.#times.github &&
      job.retryAt <= this.#times.real &&
      (job.lease === null || job.lease.until < this.#times.real)
    );
  }
}

async function play({ jobs, times }: Tables, steps: readonly Step[]): Promise<void> {
  const model = new Model(times);
  const held: Lease[] = [];
  for (const now of steps) {
    switch (now.do) {
      case 'wait':
        times.real += now.ms;
        times.github += now.ms;
        break;
      case 'mark': {
        const at = now.inMs === 0 ? 0 : times.github + now.inMs;
        await jobs.mark([incidentKey(now.key)], at === 0 ? {} : { notBefore: instantOf(at) });
        model.mark(`incident:acme/incidents#${String(now.key)}`, at);
        break;
      }
      case 'claim': {
        const { ready } = model.counts();
        const [lease] = await jobs.claim({ limit: 1, perOwner: 100, leaseMs: LEASE_MS });
        expect(lease !== undefined).toBe(ready > 0);
        if (lease === undefined) break;
        expect(model.lease(lease.id, lease.token)).toBe(true);
        held.push(lease);
        break;
      }
      default: {
        const lease = held[now.pick % Math.max(held.length, 1)];
        if (lease !== undefined) await finish({ jobs, times, model }, lease, now.do);
      }
    }
    const { ready, running, retrying, all } = model.counts();
    const waiting = all - ready - running - retrying;
    expect(await jobs.counts()).toMatchObject({ ready, running, retrying, waiting });
  }
}

async function finish(
  { jobs, times, model }: Pick<Tables, 'jobs' | 'times'> & { readonly model: Model },
  lease: Lease,
  how: 'complete' | 'retry' | 'bury' | 'extend',
): Promise<void> {
  const at = times.real + 20;
  switch (how) {
    case 'complete':
      expect(await jobs.complete(lease)).toBe(model.leave(lease));
      break;
    case 'bury':
      expect(await jobs.bury(lease, 'no')).toBe(model.leave(lease));
      break;
    case 'retry':
      expect(await jobs.retry(lease, { at, error: 'no', counts: true })).toBe(
        model.retry(lease, at),
      );
      break;
    case 'extend':
      expect((await jobs.extend([lease], LEASE_MS)).has(lease.token)).toBe(model.extend(lease));
      break;
  }
}
