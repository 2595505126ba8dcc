import { describe, expect, test } from 'vitest';
import type { Delivery } from '../../src/store/inbox.ts';
import type { JobKey } from '../../src/flow/ports/job-key.ts';
import { groupCommit } from '../../src/store/group-commit.ts';
import { keepIntents } from '../../src/store/intents.ts';
import { aStore, incidentKey, type TestStore } from './a-store.ts';

const ALL = { limit: 100, perOwner: 100, leaseMs: 60_000 };

function aDelivery(guid: string, ...keys: JobKey[]): Delivery {
  return {
    guid,
    event: 'issue_comment',
    action: 'created',
    installation: 7,
    heard: { keys, intent: null, glimpses: [], request: null },
  };
}

async function workOnAll({ jobs }: TestStore): Promise<number> {
  const leases = await jobs.claim(ALL);
  for (const lease of leases) await jobs.complete(lease);
  return leases.length;
}

describe('a GUID', () => {
  test('that was never seen is accepted and makes its keys dirty', async () => {
    const store = await aStore();
    expect(await store.inbox.accept(aDelivery('a', incidentKey(1), incidentKey(2)))).toBe(
      'accepted',
    );
    expect(await store.jobs.counts()).toMatchObject({ ready: 2 });
    expect(await store.inbox.unfinished()).toEqual({ count: 1, oldest: store.times.real });
  });

  test('that comes twice makes one piece of work', async () => {
    const store = await aStore();
    await store.inbox.accept(aDelivery('a', incidentKey(1)));
    expect(await store.inbox.accept(aDelivery('a', incidentKey(1)))).toBe('repeated');
    expect(await store.jobs.counts()).toMatchObject({ ready: 1 });
  });

  test('is finished only when all its keys were worked on with success', async () => {
    const store = await aStore();
    await store.inbox.accept(aDelivery('a', incidentKey(1), incidentKey(2)));
    const [first, second] = await store.jobs.claim(ALL);
    await store.jobs.complete(first!);
    expect(await store.inbox.unfinished()).toMatchObject({ count: 1 });
    await store.jobs.complete(second!);
    expect(await store.inbox.unfinished()).toEqual({ count: 0, oldest: null });
  });

  test('that is finished makes no work when it comes again', async () => {
    const store = await aStore();
    await store.inbox.accept(aDelivery('a', incidentKey(1)));
    await workOnAll(store);
    expect(await store.inbox.accept(aDelivery('a', incidentKey(1)))).toBe('finished');
    expect(await store.jobs.counts()).toMatchObject({ ready: 0 });
  });

  test('whose work died is repaired by a redelivery', async () => {
    const store = await aStore();
    await store.inbox.accept(aDelivery('a', incidentKey(1)));
    const [lease] = await store.jobs.claim(ALL);
    await store.jobs.bury(lease!, 'no');
    expect(await store.inbox.accept(aDelivery('a', incidentKey(1)))).toBe('repeated');
    expect(await workOnAll(store)).toBe(1);
    expect(await store.inbox.unfinished()).toMatchObject({ count: 0 });
  });

  test('that arrives while its key runs is not finished by that run, which began before it', async () => {
    const store = await aStore();
    await store.inbox.accept(aDelivery('a', incidentKey(1)));
    const [lease] = await store.jobs.claim(ALL);
    await store.inbox.accept(aDelivery('b', incidentKey(1)));
    await store.jobs.complete(lease!);
    expect(await store.inbox.unfinished()).toMatchObject({ count: 1 });
    expect(await workOnAll(store)).toBe(1);
    expect(await store.inbox.unfinished()).toMatchObject({ count: 0 });
  });

  test('without keys is finished on arrival', async () => {
    const store = await aStore();
    expect(await store.inbox.accept(aDelivery('a'))).toBe('accepted');
    expect(await store.inbox.accept(aDelivery('a'))).toBe('finished');
  });
});

describe('an intent', () => {
  const repo = { owner: 'acme', name: 'incidents' };

  test('waits from its delivery until it is settled, whatever becomes of the job', async () => {
    const store = await aStore();
    const intents = keepIntents(store.db, () => store.times.real);
    const payload = { event_type: 'incident', client_payload: { title: 'down 🔥\u0000' } };
    await store.inbox.accept({
      ...aDelivery('d', { kind: 'dispatch', repo }),
      heard: {
        keys: [{ kind: 'dispatch', repo }],
        intent: { repo, payload },
        glimpses: [],
        request: null,
      },
    });
    await workOnAll(store);
    expect(await intents.waiting({ owner: 'Acme', name: 'Incidents' })).toEqual([
      { id: 'd', receivedAt: store.times.real, payload },
    ]);
    expect(await intents.keys()).toEqual([{ kind: 'dispatch', repo }]);
    await intents.settle('d', { refused: 'no title' });
    expect(await intents.waiting(repo)).toEqual([]);
    expect(await intents.keys()).toEqual([]);
  });
});

describe('tidying', () => {
  test('forgets what was finished long ago and nothing that is not finished', async () => {
    const store = await aStore();
    await store.inbox.accept(aDelivery('old', incidentKey(1)));
    await workOnAll(store);
    await store.inbox.accept(aDelivery('stuck', incidentKey(2)));
    store.times.real += 1_000;
    expect(await store.inbox.tidy(store.times.real)).toBe(1);
    expect(await store.inbox.unfinished()).toMatchObject({ count: 1 });
  });
});

describe('commits', () => {
  test('deliveries that arrive together share one', async () => {
    const batches: number[] = [];
    const commit = groupCommit((items: readonly number[]) => {
      batches.push(items.length);
      return Promise.resolve(items.map((item) => item * 2));
    });
    expect(await Promise.all([1, 2, 3].map(commit))).toEqual([2, 4, 6]);
    expect(batches).toEqual([3]);
  });

  test('one that cannot be committed fails alone', async () => {
    const commit = groupCommit((items: readonly number[]) =>
      items.includes(2) ? Promise.reject(new Error('two')) : Promise.resolve(items),
    );
    const results = await Promise.allSettled([1, 2, 3].map(commit));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  test('a hundred deliveries at once are all there', async () => {
    const store = await aStore();
    const guids = Array.from({ length: 100 }, (_, n) => `guid-${String(n)}`);
    await Promise.all(
      guids.map((guid, n) => store.inbox.accept(aDelivery(guid, incidentKey(n + 1)))),
    );
    expect(await store.inbox.unfinished()).toMatchObject({ count: 100 });
    expect(await store.jobs.counts()).toMatchObject({ ready: 100 });
  });
});
