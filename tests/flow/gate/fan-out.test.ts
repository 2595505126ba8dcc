import { describe, expect, test } from 'vitest';
import type { CodeOwners } from '../../../src/core/gate/facts.ts';
import type { TeamRef } from '../../../src/core/policy/policy.ts';
import { fanOut } from '../../../src/flow/gate-fan-out.ts';
import { formatKey, type JobKey } from '../../../src/flow/ports/job-key.ts';
import { aPolicy, aService } from '../../builders/a-policy.ts';
import { anObligation, aPolicyThat, DISCOVERY, owes, PAYMENTS } from '../../builders/gate.ts';

const repo = (name: string) => ({ owner: 'acme', name });
const FORMER: TeamRef = { org: 'acme', slug: 'money' };

function ownedBy(team: TeamRef): CodeOwners {
  return { path: 'CODEOWNERS', rules: [{ line: 1, pattern: '*', teams: [team] }] };
}

/** Repositories with their CODEOWNERS; undefined where nobody has looked. */
function aWorld(owners: Readonly<Record<string, CodeOwners | null | undefined>>) {
  const marked: string[] = [];
  const ownersOf = (name: string) => owners[name];
  return {
    marked,
    tell: fanOut({
      names: {
        repositories: () => Promise.resolve(Object.keys(owners).map(repo)),
        team: (team) => Promise.resolve(team.slug === FORMER.slug ? PAYMENTS : team),
      },
      installed: { repositories: () => Promise.resolve([]) },
      codeOwners: {
        branches: ({ name }) => Promise.resolve(ownersOf(name) === undefined ? [] : ['main']),
        load: ({ name }) => Promise.resolve(ownersOf(name)),
      },
      queue: {
        mark: (keys: readonly JobKey[]) => {
          marked.push(...keys.map(formatKey));
          return Promise.resolve();
        },
      },
    }),
  };
}

const POLICY = aPolicy({
  organisationWide: true,
  services: [aService({ team: PAYMENTS, repositories: ['acme/checkout'], paths: [] })],
});

describe('what an incident obliges to is judged again', () => {
  test('where a service, CODEOWNERS, or nobody knows what, may hold it, and nowhere else', async () => {
    const world = aWorld({
      checkout: null,
      theirs: ownedBy(PAYMENTS),
      others: ownedBy(DISCOVERY),
      unseen: undefined,
      free: null,
    });
    await world.tell(POLICY, null, anObligation());
    expect(world.marked).toEqual(['gates:acme/checkout', 'gates:acme/theirs', 'gates:acme/unseen']);
  });

  test('also where CODEOWNERS call the team by the name that it had', async () => {
    const world = aWorld({ theirs: ownedBy(FORMER) });
    await world.tell(POLICY, null, anObligation());
    expect(world.marked).toEqual(['gates:acme/theirs']);
  });

  test('everywhere, where the policy blocks changes of no known owner', async () => {
    const world = aWorld({ checkout: null, others: ownedBy(DISCOVERY) });
    const { dontRepeat } = aPolicyThat({ unowned: 'block' });
    await world.tell({ ...POLICY, dontRepeat }, null, anObligation());
    expect(world.marked).toHaveLength(2);
  });

  test('for the teams that are let go, as for those that are held', async () => {
    const world = aWorld({ checkout: null, others: ownedBy(DISCOVERY) });
    await world.tell(POLICY, anObligation({ teams: [owes(DISCOVERY)] }), anObligation());
    expect(world.marked).toEqual(['gates:acme/checkout', 'gates:acme/others']);
  });

  test('nowhere, where nothing was or is owed', async () => {
    const world = aWorld({ checkout: null });
    await world.tell(POLICY, null, null);
    expect(world.marked).toEqual([]);
  });
});
