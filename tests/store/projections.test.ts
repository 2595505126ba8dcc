import { describe, expect, test } from 'vitest';
import { instantOf } from '../../src/core/time.ts';
import type { KnownIncident } from '../../src/flow/ports/incident-index.ts';
import type { StoredRecord } from '../../src/flow/ports/incident-record.ts';
import type { StoredPolicy } from '../../src/flow/ports/policy-store.ts';
import { keepIncidents } from '../../src/store/incidents.ts';
import { keepLedgers } from '../../src/store/ledgers.ts';
import { keepMemory } from '../../src/store/memory.ts';
import { keepPolicies } from '../../src/store/policies.ts';
import { forgetProjections } from '../../src/store/rebuild.ts';
import { keepRecords } from '../../src/store/records.ts';
import { keepSimilar, keepSuspects } from '../../src/store/findings.ts';
import { aKnownIncident } from '../builders/a-known-incident.ts';
import { someFacts } from '../builders/facts.ts';
import { anIssue, aStore } from './a-store.ts';

const record: StoredRecord = {
  facts: someFacts({
    ref: anIssue(1),
    nodeId: 'I_1',
    title: 'Checkout is down 🔥',
    createdAt: instantOf(1),
    wholeAt: instantOf(5),
  }),
  readUpTo: instantOf(5),
  timelineTotal: 0,
};

const policy: StoredPolicy = {
  path: '.github/norepeat.yml',
  state: 'invalid',
  valid: { text: 'incidents: {}', sha: 'a1' },
  sha: 'b2',
  readAt: instantOf(7),
  troubleSince: instantOf(6),
  reported: null,
};

function known(number: number, declaredAt: number): KnownIncident {
  return aKnownIncident(number, { ref: anIssue(number), declaredAt: instantOf(declaredAt) });
}

describe('what was saved is loaded, under whatever case of the name', () => {
  test('a ledger', async () => {
    const ledgers = keepLedgers((await aStore()).db, () => 0);
    const entry = {
      verdict: 'accepted',
      comment: 1,
      by: 'alice',
      at: instantOf(3),
      commands: [{ kind: 'ack' }],
    } as const;
    expect(await ledgers.load(anIssue(1))).toBeNull();
    await ledgers.save(anIssue(1), []);
    await ledgers.save(anIssue(1), [entry]);
    expect(await ledgers.load(anIssue(1, 'ACME/Incidents'))).toEqual([entry]);
    expect(await ledgers.load(anIssue(2))).toBeNull();
  });

  test('a record, until it is forgotten', async () => {
    const records = keepRecords((await aStore()).db);
    await records.save(anIssue(1), record);
    expect(await records.load(anIssue(1, 'Acme/incidents'))).toEqual({ record, wholeBy: null });
    await records.forget(anIssue(1));
    expect(await records.load(anIssue(1))).toBeNull();
  });

  test('a policy, the valid text beside what is there now', async () => {
    const policies = keepPolicies((await aStore()).db);
    await policies.save({ owner: 'acme', name: '.github' }, policy);
    expect(await policies.load({ owner: 'Acme', name: '.github' })).toEqual(policy);
    expect(await policies.load({ owner: 'acme', name: 'checkout' })).toBeNull();
  });

  test('known incidents, oldest first, of one repository only', async () => {
    const incidents = keepIncidents((await aStore()).db);
    await incidents.put(known(2, 20));
    await incidents.put(known(1, 10));
    await incidents.put({ ...known(3, 5), ref: anIssue(3, 'other/incidents') });
    await incidents.put({ ...known(2, 20), open: false });
    const all = await incidents.inRepository({ owner: 'ACME', name: 'incidents' });
    expect(all).toEqual([known(1, 10), { ...known(2, 20), open: false }]);
    await incidents.forget(anIssue(1));
    expect(await incidents.find(anIssue(1))).toBeNull();
    expect(await incidents.find(anIssue(2))).toMatchObject({ open: false });
  });

  test('suspects with the question they answer', async () => {
    const suspects = keepSuspects((await aStore()).db);
    await suspects.save(anIssue(1), 'checkout in 0..5', []);
    expect(await suspects.load(anIssue(1))).toEqual({ question: 'checkout in 0..5', found: [] });
    expect(await suspects.load(anIssue(2))).toBeNull();
  });

  test('similar incidents beside them, and neither in the place of the other', async () => {
    const { db } = await aStore();
    const found = [{ ref: anIssue(7), score: 1.25, shares: ['service', 'words'] }] as const;
    await keepSuspects(db).save(anIssue(1), 'q', []);
    await keepSimilar(db).save(anIssue(1), 'first', []);
    await keepSimilar(db).save(anIssue(1, 'ACME/incidents'), 'second', found);
    expect(await keepSimilar(db).load(anIssue(1))).toEqual({ question: 'second', found });
    expect(await keepSuspects(db).load(anIssue(1))).toEqual({ question: 'q', found: [] });
  });

  test('what later incidents want to know of one', async () => {
    const incidents = keepIncidents((await aStore()).db);
    const whole: KnownIncident = {
      ...known(1, 10),
      ...{ words: 'Pool exhausted', causes: ['capacity'], components: ['database'] },
      repeatOf: anIssue(7),
      ended: { as: 'done', at: instantOf(9), took: 60_000, how: 'Resolved: raised it' },
      postmortem: { url: 'https://github.com/acme/incidents/pull/2', published: true },
      prevention: [
        {
          ...{ ref: anIssue(3), url: 'https://github.com/acme/incidents/issues/3', title: 'Raise' },
          ...{ became: 'done', by: 'carol', restricted: false },
        },
      ],
      accepted: { by: 'ivy', reason: 'too dear' },
    };
    await incidents.put(whole);
    expect(await incidents.find(anIssue(1))).toEqual(whole);
  });

  test('an incident that an earlier version kept, without what that did not know', async () => {
    const { db } = await aStore();
    const { ref, url, title, open, severity, services, declaredAt, dedupKey, restricted } = known(
      1,
      10,
    );
    const incident = JSON.stringify({
      ...{ ref, url, title, open, severity, services, declaredAt, dedupKey, restricted },
    });
    await db
      .insertInto('incidents')
      .values({ issue: 'acme/incidents#1', repo: 'acme/incidents', declared_at: 10, incident })
      .execute();
    expect(await keepIncidents(db).find(anIssue(1))).toEqual(known(1, 10));
  });

  test('the number of known incidents of a repository', async () => {
    const incidents = keepIncidents((await aStore()).db);
    const repo = { owner: 'Acme', name: 'Incidents' };
    expect(await incidents.count(repo)).toBe(0);
    for (const number of [1, 2, 2]) await incidents.put(known(number, number));
    await incidents.put({ ...known(3, 5), ref: anIssue(3, 'other/incidents') });
    expect(await incidents.count(repo)).toBe(2);
  });

  test('a small memory', async () => {
    const memory = keepMemory((await aStore()).db);
    await memory.remember('app', 'norepeat');
    await memory.remember('app', 'norepeat-2');
    expect([await memory.recall('app'), await memory.recall('other')]).toEqual([
      'norepeat-2',
      null,
    ]);
  });
});

test('a whole read that was asked for stays due until one that began since is saved', async () => {
  const records = keepRecords((await aStore()).db);
  const due = async () => (await records.load(anIssue(1)))?.wholeBy;
  const readWholeAt = (at: number): StoredRecord => ({
    ...record,
    facts: { ...record.facts, wholeAt: instantOf(at) },
  });
  await records.askWhole(anIssue(1), instantOf(9));
  await records.save(anIssue(1), readWholeAt(5));
  expect(await due()).toBeNull();
  await records.askWhole(anIssue(1), instantOf(30));
  await records.askWhole(anIssue(1, 'Acme/Incidents'), instantOf(20));
  await records.askWhole(anIssue(1), instantOf(25));
  expect(await due()).toBe(20);
  await records.save(anIssue(1), { ...readWholeAt(5), readUpTo: instantOf(40) });
  await records.save(anIssue(1), readWholeAt(19));
  expect(await due()).toBe(20);
  await records.save(anIssue(1), readWholeAt(20));
  expect(await due()).toBeNull();
});

test('a record written by another version of the program is read anew, not misread', async () => {
  const { db } = await aStore();
  const records = keepRecords(db);
  await records.save(anIssue(1), record);
  await db.updateTable('records').set({ version: 999 }).execute();
  expect(await records.load(anIssue(1))).toBeNull();
});

test('a rebuild forgets what GitHub can tell again, and neither ledger nor last valid policy', async () => {
  const { db } = await aStore();
  await keepRecords(db).save(anIssue(1), record);
  await keepIncidents(db).put(known(1, 10));
  await keepSuspects(db).save(anIssue(1), 'q', []);
  await keepSimilar(db).save(anIssue(1), 'q', []);
  await keepLedgers(db, () => 0).save(anIssue(1), []);
  await keepPolicies(db).save({ owner: 'acme', name: '.github' }, policy);
  await forgetProjections(db);
  expect(await keepRecords(db).load(anIssue(1))).toBeNull();
  expect(await keepIncidents(db).find(anIssue(1))).toBeNull();
  expect(await keepSuspects(db).load(anIssue(1))).toBeNull();
  expect(await keepSimilar(db).load(anIssue(1))).toBeNull();
  expect(await keepLedgers(db, () => 0).load(anIssue(1))).toEqual([]);
  expect(await keepPolicies(db).load({ owner: 'acme', name: '.github' })).toEqual(policy);
});
