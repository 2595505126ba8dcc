import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { instantOf } from '../../src/core/time.ts';
import type { CheckRequest } from '../../src/flow/ports/check-requests.ts';
import type { PullGlimpse } from '../../src/flow/ports/pull-glimpse.ts';
import { keepCodeOwners } from '../../src/store/code-owners.ts';
import { keepGlimpses } from '../../src/store/glimpses.ts';
import type { Delivery } from '../../src/store/inbox.ts';
import { keepIntents } from '../../src/store/intents.ts';
import { keepLedgers } from '../../src/store/ledgers.ts';
import { keepObligations } from '../../src/store/obligations.ts';
import { forgetProjections } from '../../src/store/rebuild.ts';
import { keepVerdicts } from '../../src/store/verdicts.ts';
import { anObligation } from '../builders/gate.ts';
import { anIssue, aStore } from './a-store.ts';

const incidents = { owner: 'acme', name: 'incidents' };
const checkout = { owner: 'acme', name: 'checkout' };
const free = { nodeId: 'I_1', obligation: null, state: '' };

describe('what incidents oblige to', () => {
  test('is not known of a repository that nobody has listed', async () => {
    const obligations = keepObligations((await aStore()).db);
    await obligations.put(anIssue(1), free);
    expect(await obligations.inRepository(incidents)).toEqual({
      listed: false,
      complete: false,
      obligations: [],
    });
  });

  test('is complete once everything that was listed has been read', async () => {
    const obligations = keepObligations((await aStore()).db);
    await obligations.put(anIssue(1), free);
    await obligations.expect(incidents, [anIssue(1), anIssue(2), anIssue(3)]);
    expect(await obligations.inRepository(incidents)).toMatchObject({
      listed: true,
      complete: false,
    });
    await obligations.put(anIssue(2), { ...free, obligation: anObligation() });
    await obligations.forget(anIssue(3));
    expect(await obligations.inRepository({ owner: 'ACME', name: 'Incidents' })).toEqual({
      listed: true,
      complete: true,
      obligations: [anObligation()],
    });
  });

  test('stays as it was read when a sweep lists it again', async () => {
    const obligations = keepObligations((await aStore()).db);
    const kept = { nodeId: 'I_1', obligation: anObligation(), state: 'held' };
    await obligations.put(anIssue(1), kept);
    await obligations.expect(incidents, [anIssue(1)]);
    expect(await obligations.find(anIssue(1, 'Acme/Incidents'))).toEqual(kept);
    expect(await obligations.inRepository(incidents)).toMatchObject({ complete: true });
  });

  test('a repository without any incident is complete when it was listed', async () => {
    const obligations = keepObligations((await aStore()).db);
    await obligations.expect(incidents, []);
    expect(await obligations.inRepository(incidents)).toMatchObject({ complete: true });
  });

  test('of a rebuilt store is not known again, and nobody is called free meanwhile', async () => {
    const { db } = await aStore();
    const obligations = keepObligations(db);
    await obligations.expect(incidents, []);
    await forgetProjections(db);
    expect(await obligations.inRepository(incidents)).toMatchObject({ complete: false });
  });
});

describe('a glimpse of a pull request', () => {
  const seen = (overrides: Partial<PullGlimpse> = {}): PullGlimpse => ({
    pull: anIssue(34, 'acme/checkout'),
    open: true,
    headSha: 'a1',
    baseRef: 'main',
    defaultBranch: 'main',
    updatedAt: instantOf(10_000),
    ...overrides,
  });
  const delivery = (guid: string, ...glimpses: PullGlimpse[]): Delivery => ({
    ...{ guid, event: 'pull_request', action: 'synchronize', installation: 7 },
    heard: { keys: [], intent: null, glimpses, request: null },
  });
  async function after(...glimpses: PullGlimpse[]): Promise<PullGlimpse | null> {
    const { db, inbox } = await aStore();
    for (const [i, glimpse] of glimpses.entries()) await inbox.accept(delivery(`d${i}`, glimpse));
    return keepGlimpses(db).find(anIssue(34, 'Acme/Checkout'));
  }
  const newer = seen({ headSha: 'b2', updatedAt: instantOf(20_000) });

  test('is what the delivery changed last said, in whatever order they come', async () => {
    expect(await after(seen(), newer)).toEqual(newer);
    expect(await after(newer, seen())).toEqual(newer);
  });

  test('of one second with another head is not believed, until a later one', async () => {
    const other = seen({ headSha: 'b2' });
    for (const order of [
      [seen(), other],
      [other, seen()],
      [other, seen(), other],
    ]) {
      expect(await after(...order)).toMatchObject({ headSha: null, open: true });
    }
    expect(await after(seen(), other, newer)).toEqual(newer);
  });

  test('of one second, closed in the one and open in the other, leaves it to be asked', async () => {
    const closed = seen({ open: false });
    expect(await after(seen(), closed)).toMatchObject({ headSha: null, open: true });
    expect(await after(closed, seen())).toMatchObject({ headSha: null, open: true });
  });

  test('remembers the latest push that a delivery told of, whatever came before and after it', async () => {
    const pushed = { headSha: 'b2', at: instantOf(20_000) };
    const labelled = seen({ headSha: 'b2', updatedAt: instantOf(30_000) });
    const earlier = seen({ pushed: { headSha: 'a1', at: instantOf(10_000) } });
    for (const order of [
      [earlier, { ...newer, pushed }, labelled],
      [labelled, { ...newer, pushed }, earlier],
    ]) {
      expect(await after(...order)).toEqual({ ...labelled, pushed });
    }
  });

  test.each([
    ['is closed', { open: false }],
    ['aims at another branch', { baseRef: 'next' }],
    ['has another head', { headSha: 'b2' }],
  ])('of one that %s has the others on the head it leaves judged again', async (_, change) => {
    const { db, inbox } = await aStore();
    const on = (number: number, over: Partial<PullGlimpse> = {}) =>
      seen({ pull: anIssue(number, 'Acme/checkout'), ...over });
    const others = [
      ...[on(36, { open: false }), on(35), on(37, { headSha: 'c3' })],
      seen({ pull: anIssue(35, 'acme/search') }),
    ];
    await inbox.accept(delivery('d1', ...others, seen()));
    const marked = () => db.selectFrom('jobs').select('key').execute();
    expect(await marked()).toEqual([]);
    await inbox.accept(delivery('d2', seen({ updatedAt: instantOf(20_000) })));
    expect(await marked()).toEqual([]);
    await inbox.accept(delivery('d3', seen({ ...change, updatedAt: instantOf(30_000) })));
    expect(await marked()).toEqual([{ key: 'gate:acme/checkout#35' }]);
  });

  test('finds the others on a head by an index', async () => {
    const { db } = await aStore();
    const plan = await sql<{ detail: string }>`explain query plan select glimpse from glimpses
      where repo = 'a' and json_extract(glimpse, '$.headSha') = 'b' and open = 1`.execute(db);
    expect(plan.rows.map(({ detail }) => detail).join()).toContain('glimpses_by_head');
  });

  test('that says the same again changes nothing', async () => {
    expect(await after(seen(), seen())).toEqual(seen());
  });

  test('is forgotten only when it is closed, and was long ago', async () => {
    const { db, inbox } = await aStore();
    const closed = seen({ pull: anIssue(35, 'acme/checkout'), open: false });
    await inbox.accept(delivery('d', seen(), closed));
    const glimpses = keepGlimpses(db);
    await glimpses.tidy(20_000);
    expect(await glimpses.find(seen().pull)).not.toBeNull();
    expect(await glimpses.find(closed.pull)).toBeNull();
  });
});

describe('a verdict', () => {
  test('is remembered by commit, the last one only, and forgotten when it is old', async () => {
    const { db, times } = await aStore();
    const verdicts = keepVerdicts(db, () => times.real);
    expect(await verdicts.last(checkout, 'a1')).toBeNull();
    await verdicts.wrote(checkout, 'a1', 'failure-1');
    await verdicts.wrote({ owner: 'Acme', name: 'Checkout' }, 'a1', 'success-2');
    expect(await verdicts.last(checkout, 'a1')).toBe('success-2');
    await verdicts.tidy(times.real + 1);
    expect(await verdicts.last(checkout, 'a1')).toBeNull();
  });
});

describe('CODEOWNERS', () => {
  const owners = {
    path: 'CODEOWNERS',
    rules: [{ line: 1, pattern: '*', teams: [{ org: 'acme', slug: 'payments' }] }],
  };

  test('are kept by branch; none at all is not the same as not looked at', async () => {
    const store = keepCodeOwners((await aStore()).db);
    await store.save(checkout, 'main', owners);
    await store.save(checkout, 'Main', null);
    expect(await store.load({ owner: 'ACME', name: 'checkout' }, 'main')).toEqual(owners);
    expect(await store.load(checkout, 'Main')).toBeNull();
    expect(await store.load(checkout, 'release/1')).toBeUndefined();
    expect(await store.branches(checkout)).toEqual(['Main', 'main']);
    await store.forget(checkout, 'Main');
    expect(await store.branches(checkout)).toEqual(['main']);
  });
});

describe('a check request', () => {
  const request: Omit<CheckRequest, 'id'> = {
    ...{ repo: checkout, headSha: 'a1', pulls: [34], asks: 'again', by: 'alice' },
  };

  test('waits beside declarations until it is settled, and is taken up at the next start', async () => {
    const { db, inbox, times } = await aStore();
    const intents = keepIntents(db, () => times.real);
    await inbox.accept({
      ...{ guid: 'g', event: 'check_run', action: 'rerequested', installation: 7 },
      heard: {
        keys: [{ kind: 'check-requests', repo: checkout }],
        ...{ intent: null, glimpses: [], request },
      },
    });
    expect(await intents.waiting(checkout)).toEqual([]);
    expect(await intents.checkRequests.waiting({ owner: 'Acme', name: 'Checkout' })).toEqual([
      { ...request, id: 'g' },
    ]);
    expect(await intents.keys()).toEqual([{ kind: 'check-requests', repo: checkout }]);
    await intents.checkRequests.settle('g', 'done');
    expect(await intents.checkRequests.waiting(checkout)).toEqual([]);
    expect(await intents.keys()).toEqual([]);
  });
});

describe('a ledger', () => {
  test('grows by what each of two writers adds', async () => {
    const { db } = await aStore();
    const ledgers = keepLedgers(db, () => 1);
    const called = (service: string, at: number) =>
      ({ verdict: 'called', services: [service], at: instantOf(at) }) as const;
    await Promise.all([
      ledgers.save(anIssue(1), [called('checkout', 1)]),
      ledgers.save(anIssue(1), [called('search', 2)]),
    ]);
    expect(await ledgers.load(anIssue(1))).toEqual([called('checkout', 1), called('search', 2)]);
  });
});
