import { describe, expect, test } from 'vitest';
import { instantOf } from '../../src/core/time.ts';
import type { AccountNames } from '../../src/flow/ports/names.ts';
import { keepIncidents } from '../../src/store/incidents.ts';
import { keepLedgers } from '../../src/store/ledgers.ts';
import { keepNames } from '../../src/store/names.ts';
import { keepObligations } from '../../src/store/obligations.ts';
import { aPolicy, aService } from '../builders/a-policy.ts';
import { anObligation } from '../builders/gate.ts';
import { anIssue, aStore } from './a-store.ts';

function named(
  teams: Readonly<Record<string, string>>,
  repositories: Readonly<Record<string, string>>,
): AccountNames {
  return {
    teams: Object.entries(teams).map(([id, slug]) => ({ id, team: { org: 'acme', slug } })),
    repositories: Object.entries(repositories).map(([id, name]) => ({
      id,
      repo: { owner: 'acme', name },
    })),
  };
}

const BEFORE = named({ T1: 'payments' }, { R1: 'checkout', R2: 'incidents', R3: 'web-shop' });
const team = (slug: string) => ({ org: 'acme', slug });

describe('a policy', () => {
  const policy = aPolicy({
    services: [
      aService({
        repositories: ['acme/checkout', 'acme/web-*'],
        paths: [{ repository: 'acme/checkout', glob: 'src/**' }],
      }),
    ],
  });

  test('says what it says where nothing was renamed, or nobody has looked', async () => {
    const names = keepNames((await aStore()).db);
    expect(await names.presentNames(policy)).toEqual(policy);
    await names.save('acme', BEFORE);
    expect(await names.presentNames(policy)).toEqual(policy);
  });

  test('keeps meaning a team and repositories that were renamed, also out of a glob', async () => {
    const names = keepNames((await aStore()).db);
    await names.save('acme', BEFORE);
    const changes = await names.save(
      'Acme',
      named({ T1: 'money' }, { R1: 'basket', R2: 'outages', R3: 'storefront' }),
    );
    expect(changes.teams).toBe(true);
    expect(changes.repositories).toContainEqual({
      from: { owner: 'acme', name: 'incidents' },
      to: { owner: 'acme', name: 'outages' },
    });
    const present = await names.presentNames(policy);
    expect(present.incidentRepository).toEqual({ owner: 'acme', name: 'outages' });
    expect(present.services[0]).toMatchObject({
      team: team('money'),
      repositories: ['acme/basket', 'acme/web-*', 'acme/storefront'],
      paths: [{ repository: 'acme/basket', glob: 'src/**' }],
    });
  });

  test('does not come to mean another repository that takes the name', async () => {
    const names = keepNames((await aStore()).db);
    await names.save('acme', BEFORE);
    await names.save(
      'acme',
      named({ T1: 'payments' }, { R1: 'basket', R2: 'incidents', R3: 'web-shop', R4: 'checkout' }),
    );
    const present = await names.presentNames(policy);
    expect(present.services[0]?.repositories).toEqual(['acme/basket', 'acme/web-*']);
  });

  test('means whoever has the name once the first owner of it is gone', async () => {
    const names = keepNames((await aStore()).db);
    await names.save('acme', BEFORE);
    await names.save('acme', named({ T2: 'payments' }, { R2: 'incidents' }));
    await names.save('acme', named({ T2: 'treasury' }, { R2: 'incidents' }));
    expect((await names.presentNames(policy)).services[0]?.team).toEqual(team('treasury'));
  });
});

describe('a team named in CODEOWNERS', () => {
  test('is the one that has the name now, else the one that had it', async () => {
    const names = keepNames((await aStore()).db);
    await names.save('acme', named({ T1: 'payments' }, {}));
    await names.save('acme', named({ T1: 'money' }, {}));
    expect(await names.team(team('Payments'))).toEqual(team('money'));
    expect(await names.team(team('money'))).toEqual(team('money'));
    expect(await names.team(team('unheard-of'))).toEqual(team('unheard-of'));
    await names.save('acme', named({ T1: 'money', T2: 'payments' }, {}));
    expect(await names.team(team('payments'))).toEqual(team('payments'));
  });
});

test('the same names again change nothing', async () => {
  const names = keepNames((await aStore()).db);
  await names.save('acme', BEFORE);
  expect(await names.save('acme', BEFORE)).toEqual({ teams: false, repositories: [] });
  expect(await names.repositories('ACME')).toHaveLength(3);
});

test('what incidents owe goes on under the new name of their repository', async () => {
  const { db } = await aStore();
  const names = keepNames(db);
  const obligations = keepObligations(db);
  const index = keepIncidents(db);
  const ledgers = keepLedgers(db, () => 1);
  const outages = { owner: 'acme', name: 'outages' };
  await names.save('acme', BEFORE);
  await obligations.put(anIssue(12), { nodeId: 'I_12', obligation: anObligation(), state: 's' });
  await obligations.expect({ owner: 'acme', name: 'incidents' }, [anIssue(12)]);
  await ledgers.save(anIssue(12), [
    { verdict: 'called', services: ['checkout'], at: instantOf(1) },
  ]);

  await names.save('acme', named({ T1: 'payments' }, { R2: 'outages' }));

  const kept = await obligations.inRepository(outages);
  expect(kept.complete).toBe(true);
  expect(kept.obligations[0]?.incident.ref).toEqual({ repo: outages, number: 12 });
  expect(await ledgers.load({ repo: outages, number: 12 })).toHaveLength(1);
  expect(await index.inRepository(outages)).toEqual([]);
});

test('a new name is taken also where a sweep was there first', async () => {
  const { db } = await aStore();
  const names = keepNames(db);
  const obligations = keepObligations(db);
  const outages = { owner: 'acme', name: 'outages' };
  await names.save('acme', BEFORE);
  await obligations.put(anIssue(12), { nodeId: 'I_12', obligation: anObligation(), state: 's' });
  await obligations.expect({ owner: 'acme', name: 'incidents' }, [anIssue(12)]);
  await obligations.expect(outages, []);

  await names.save('acme', named({ T1: 'payments' }, { R2: 'outages' }));

  const kept = await obligations.inRepository(outages);
  expect(kept.complete).toBe(true);
  expect(kept.obligations).toHaveLength(1);
});
