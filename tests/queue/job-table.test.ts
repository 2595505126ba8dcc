import { describe, expect, test } from 'vitest';
import { instantOf } from '../../src/core/time.ts';
import { formatKey } from '../../src/flow/ports/job-key.ts';
import type { JobTable, Lease } from '../../src/queue/job-table.ts';
import { aStore, incidentKey, type TestStore } from '../store/a-store.ts';

const NO_JOBS = { ready: 0, waiting: 0, retrying: 0, running: 0, dead: 0 };
const ALL = { limit: 100, perOwner: 100, leaseMs: 60_000 };

async function claimOne(table: JobTable): Promise<Lease> {
  const [lease] = await table.claim({ ...ALL, limit: 1 });
  if (lease === undefined) throw new Error('nothing was ready');
  return lease;
}

async function claimedNames({ jobs }: TestStore): Promise<string[]> {
  return (await jobs.claim(ALL)).map(({ key }) => formatKey(key));
}

const later = (at: number, error = 'Error: no'): Parameters<JobTable['retry']>[1] => ({
  at,
  error,
  counts: true,
});

describe('one row a key', () => {
  test('a key that is marked is claimed once', async () => {
    const store = await aStore();
    await store.jobs.mark([incidentKey(1)]);
    expect(await claimedNames(store)).toEqual(['incident:acme/incidents#1']);
    expect(await claimedNames(store)).toEqual([]);
  });

  test('a key that waits and is marked again is still one job', async () => {
    const store = await aStore();
    await store.jobs.mark([incidentKey(1), incidentKey(1)]);
    await store.jobs.mark([incidentKey(1)]);
    expect(await store.jobs.counts()).toMatchObject({ ready: 1 });
  });

  test('keys that differ only in case are one key', async () => {
    const store = await aStore();
    await store.jobs.mark([incidentKey(1, 'acme/incidents'), incidentKey(1, 'Acme/Incidents')]);
    expect(await store.jobs.counts()).toMatchObject({ ready: 1 });
  });

  test('a key that runs is not given to anybody else, however often it is marked', async () => {
    const store = await aStore();
    await store.jobs.mark([incidentKey(1)]);
    await claimOne(store.jobs);
    await store.jobs.mark([incidentKey(1)]);
    expect(await claimedNames(store)).toEqual([]);
  });

  test('a key that was marked while it ran runs once more afterwards, and only once', async () => {
    const store = await aStore();
    await store.jobs.mark([incidentKey(1)]);
    const lease = await claimOne(store.jobs);
    await store.jobs.mark([incidentKey(1)]);
    await store.jobs.mark([incidentKey(1)]);
    expect(await store.jobs.complete(lease)).toBe(true);
    const again = await claimOne(store.jobs);
    expect(again.attempt).toBe(1);
    await store.jobs.complete(again);
    expect(await store.jobs.counts()).toEqual(NO_JOBS);
  });

  test('a completed key leaves no row behind', async () => {
    const store = await aStore();
    await store.jobs.mark([incidentKey(1)]);
    await store.jobs.complete(await claimOne(store.jobs));
    expect(await store.jobs.counts()).toEqual(NO_JOBS);
  });
});

describe('leases', () => {
  test('a lease that is not extended runs out, and the key is given to the next', async () => {
    const store = await aStore();
    await store.jobs.mark([incidentKey(1)]);
    const first = await claimOne(store.jobs);
    store.times.real += 60_001;
    const second = await claimOne(store.jobs);
    expect(second.id).toBe(first.id);
    expect(second.attempt).toBe(2);
  });

  test('a lease that is extended holds', async () => {
    const store = await aStore();
    await store.jobs.mark([incidentKey(1)]);
    const lease = await claimOne(store.jobs);
    store.times.real += 50_000;
    expect(await store.jobs.extend([lease], 60_000)).toEqual(new Set([lease.token]));
    store.times.real += 50_000;
    expect(await claimedNames(store)).toEqual([]);
  });

  test('who lost the lease can no longer complete, retry, bury or extend', async () => {
    const store = await aStore();
    await store.jobs.mark([incidentKey(1)]);
    const lost = await claimOne(store.jobs);
    store.times.real += 60_001;
    const held = await claimOne(store.jobs);
    expect(await store.jobs.complete(lost)).toBe(false);
    expect(await store.jobs.retry(lost, later(0))).toBe(false);
    expect(await store.jobs.bury(lost, 'no')).toBe(false);
    expect(await store.jobs.extend([lost, held], 60_000)).toEqual(new Set([held.token]));
    expect(await store.jobs.counts()).toEqual({ ...NO_JOBS, running: 1 });
  });

  test('a mark made while a holder that vanished was running is done by the run that takes over', async () => {
    const store = await aStore();
    await store.jobs.mark([incidentKey(1)]);
    await claimOne(store.jobs);
    await store.jobs.mark([incidentKey(1)]);
    store.times.real += 60_001;
    await store.jobs.complete(await claimOne(store.jobs));
    expect(await store.jobs.counts()).toEqual(NO_JOBS);
  });

  test('a start frees what the process before it had leased', async () => {
    const store = await aStore();
    await store.jobs.mark([incidentKey(1), incidentKey(2)]);
    await store.jobs.claim(ALL);
    expect(await store.jobs.releaseAll()).toBe(2);
    expect(await claimedNames(store)).toHaveLength(2);
  });
});

describe('when', () => {
  test('a key marked for later waits for the time of GitHub, not of this machine', async () => {
    const store = await aStore();
    await store.jobs.mark([incidentKey(1)], { notBefore: instantOf(store.times.github + 100) });
    store.times.real += 1_000_000;
    expect(await claimedNames(store)).toEqual([]);
    store.times.github += 100;
    expect(await claimedNames(store)).toHaveLength(1);
  });

  test('of two times the earlier one counts', async () => {
    const store = await aStore();
    const at = (ms: number): { notBefore: ReturnType<typeof instantOf> } => ({
      notBefore: instantOf(store.times.github + ms),
    });
    await store.jobs.mark([incidentKey(1)], at(100));
    await store.jobs.mark([incidentKey(1)], at(500));
    await store.jobs.mark([incidentKey(2)], at(500));
    await store.jobs.mark([incidentKey(2)], at(100));
    store.times.github += 100;
    expect(await claimedNames(store)).toHaveLength(2);
  });

  test('a delivery pulls a later look forward to now', async () => {
    const store = await aStore();
    await store.jobs.mark([incidentKey(1)], { notBefore: instantOf(store.times.github + 500) });
    await store.jobs.mark([incidentKey(1)]);
    expect(await claimedNames(store)).toHaveLength(1);
  });

  test('a job that asks for its own next look runs again then and not before', async () => {
    const store = await aStore();
    await store.jobs.mark([incidentKey(1)]);
    const lease = await claimOne(store.jobs);
    await store.jobs.mark([incidentKey(1)], { notBefore: instantOf(store.times.github + 500) });
    await store.jobs.complete(lease);
    expect(await claimedNames(store)).toEqual([]);
    store.times.github += 500;
    expect(await claimedNames(store)).toHaveLength(1);
  });

  test('a failed try waits by this machine’s time and keeps its error and its count', async () => {
    const store = await aStore();
    await store.jobs.mark([incidentKey(1)]);
    await store.jobs.retry(await claimOne(store.jobs), later(store.times.real + 100, 'Error: 502'));
    store.times.github += 1_000_000;
    expect(await claimedNames(store)).toEqual([]);
    store.times.real += 100;
    expect((await claimOne(store.jobs)).attempt).toBe(2);
    const row = await store.db.selectFrom('jobs').select('last_error').executeTakeFirstOrThrow();
    expect(row.last_error).toBe('Error: 502');
  });

  test('a mark does not cut short the wait after a failure', async () => {
    const store = await aStore();
    await store.jobs.mark([incidentKey(1)]);
    await store.jobs.retry(await claimOne(store.jobs), later(store.times.real + 100));
    await store.jobs.mark([incidentKey(1)]);
    expect(await claimedNames(store)).toEqual([]);
  });

  test('a try that was only told to wait does not count', async () => {
    const store = await aStore();
    await store.jobs.mark([incidentKey(1)]);
    const lease = await claimOne(store.jobs);
    await store.jobs.retry(lease, { at: store.times.real, error: 'limit', counts: false });
    expect((await claimOne(store.jobs)).attempt).toBe(1);
  });
});

describe('dead letters', () => {
  test('a buried job is kept with its error and its attempts', async () => {
    const store = await aStore();
    await store.jobs.mark([incidentKey(1)]);
    await store.jobs.bury(await claimOne(store.jobs), 'TypeError: no');
    const letters = await store.db.selectFrom('dead_letters').selectAll().execute();
    expect(letters).toMatchObject([
      { key: 'incident:acme/incidents#1', attempts: 1, error: 'TypeError: no' },
    ]);
    expect(await store.jobs.counts()).toEqual({ ...NO_JOBS, dead: 1 });
  });

  test('a dead key that is marked anew begins anew, and its success takes the letter away', async () => {
    const store = await aStore();
    await store.jobs.mark([incidentKey(1)]);
    await store.jobs.bury(await claimOne(store.jobs), 'no');
    await store.jobs.mark([incidentKey(1)]);
    const lease = await claimOne(store.jobs);
    expect(lease.attempt).toBe(1);
    expect(await store.jobs.counts()).toMatchObject({ dead: 1 });
    await store.jobs.complete(lease);
    expect(await store.jobs.counts()).toMatchObject({ dead: 0 });
  });

  test('what was asked for while the job died is tried afresh', async () => {
    const store = await aStore();
    await store.jobs.mark([incidentKey(1)]);
    const lease = await claimOne(store.jobs);
    await store.jobs.mark([incidentKey(1)]);
    await store.jobs.bury(lease, 'no');
    expect((await claimOne(store.jobs)).attempt).toBe(1);
  });

  test('all dead letters can be given another chance at once', async () => {
    const store = await aStore();
    await store.jobs.mark([incidentKey(1), incidentKey(2)]);
    for (const lease of await store.jobs.claim(ALL)) await store.jobs.bury(lease, 'no');
    expect(await store.jobs.revive()).toBe(2);
    expect(await claimedNames(store)).toHaveLength(2);
  });

  test('a job of a kind this version does not know is buried and does not block the others', async () => {
    const store = await aStore();
    await store.jobs.mark([incidentKey(1), incidentKey(2)]);
    await store.db
      .updateTable('jobs')
      .set({ job: '{"kind":"telepathy","issue":1}' })
      .where('key', '=', 'incident:acme/incidents#1')
      .execute();
    expect(await claimedNames(store)).toEqual(['incident:acme/incidents#2']);
    expect(await store.jobs.counts()).toMatchObject({ dead: 1 });
  });
});

describe('who is first', () => {
  test('classes go gate, incident, follow-up, sweep', async () => {
    const store = await aStore();
    await store.jobs.mark([incidentKey(4)], { priority: 'sweep' });
    await store.jobs.mark([incidentKey(3)], { priority: 'follow-up' });
    await store.jobs.mark([incidentKey(2)], { priority: 'incident' });
    await store.jobs.mark([incidentKey(1)], { priority: 'gate' });
    expect(await claimedNames(store)).toEqual(
      [1, 2, 3, 4].map((n) => `incident:acme/incidents#${String(n)}`),
    );
  });

  test('a key marked in two classes stands in the higher one', async () => {
    const store = await aStore();
    await store.jobs.mark([incidentKey(1)], { priority: 'incident' });
    await store.jobs.mark([incidentKey(2)], { priority: 'sweep' });
    await store.jobs.mark([incidentKey(2)], { priority: 'gate' });
    await store.jobs.mark([incidentKey(2)], { priority: 'sweep' });
    expect((await claimOne(store.jobs)).key).toEqual(incidentKey(2));
  });

  test('within a class the one that waits longest goes first', async () => {
    const store = await aStore();
    for (const number of [3, 1, 2]) {
      await store.jobs.mark([incidentKey(number)]);
      store.times.real += 1;
    }
    expect(await claimedNames(store)).toEqual(
      [3, 1, 2].map((n) => `incident:acme/incidents#${String(n)}`),
    );
  });

  test('owners take turns: one with a thousand jobs does not hold up one with a single job', async () => {
    const store = await aStore();
    await store.jobs.mark(Array.from({ length: 1000 }, (_, n) => incidentKey(n + 1, 'big/repo')));
    store.times.real += 1;
    await store.jobs.mark([incidentKey(1, 'small/repo')], { priority: 'sweep' });
    const owners = (await store.jobs.claim({ ...ALL, limit: 2 })).map(({ owner }) => owner);
    expect(owners.sort()).toEqual(['big', 'small']);
  });

  test('one owner never has more leases than its share', async () => {
    const store = await aStore();
    await store.jobs.mark(Array.from({ length: 10 }, (_, n) => incidentKey(n + 1, 'big/repo')));
    expect(await store.jobs.claim({ ...ALL, perOwner: 3 })).toHaveLength(3);
    expect(await store.jobs.claim({ ...ALL, perOwner: 3 })).toHaveLength(0);
  });
});
