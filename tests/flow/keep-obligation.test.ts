import { expect, test } from 'vitest';
import type { Obligation } from '../../src/core/followup/obligation.ts';
import { keepObligation } from '../../src/flow/keep-obligation.ts';
import { aPolicy } from '../builders/a-policy.ts';
import { INCIDENT_REF, minute } from '../builders/facts.ts';
import { createCrashes } from './support/crashes.ts';
import { inMemory } from './support/memory.ts';

const owedBy = (...slugs: readonly string[]): Obligation => ({
  incident: {
    ...{
      ref: INCIDENT_REF,
      nodeId: 'I_12',
      url: 'https://github.example/acme/incidents/issues/12',
    },
    ...{ title: 'Checkout is down', severity: 'SEV-1', declaredAt: minute(0) },
    ...{ restricted: false, visibility: 'public' },
  },
  since: minute(5),
  holdsFrom: minute(5),
  teams: slugs.map((slug) => ({ team: { org: 'acme', slug }, items: [], waiver: null })),
  roleHolders: [],
  fixTargets: [],
  fixes: [],
  overrides: [],
});

function aKeeper() {
  const memory = inMemory();
  const crashes = createCrashes();
  /** Teams whose merges were judged again, and how by what was kept at that moment. */
  const judged = new Map<string, 'held' | 'free'>();
  const deps = {
    obligations: crashes.around(memory.obligationStore),
    clock: { now: () => minute(10) },
    fanOut: crashes.of(async (_: unknown, before: Obligation | null, after: Obligation | null) => {
      const kept = await memory.obligationStore.find(INCIDENT_REF);
      for (const one of [before, after]) {
        for (const { team } of one?.teams ?? []) {
          const owes = kept?.obligation?.teams.some((owing) => owing.team.slug === team.slug);
          judged.set(team.slug, owes === true ? 'held' : 'free');
        }
      }
    }),
  };
  const keep = (obligation: Obligation | null) =>
    keepObligation(deps, aPolicy(), { issue: INCIDENT_REF, nodeId: 'I_12', obligation });
  return { memory, crashes, judged, keep };
}

const changes: readonly (readonly [string, Obligation | null, Obligation | null])[] = [
  ['something is owed', null, owedBy('payments')],
  ['nothing is owed any more', owedBy('payments'), null],
  ['another team owes', owedBy('payments'), owedBy('discovery')],
];

test.each(changes)(
  'when %s, everybody concerned is judged by it, whenever the process dies',
  async (_, before, after) => {
    for (let step = 0; ; step += 1) {
      const { crashes, judged, keep } = aKeeper();
      await keep(before);
      judged.clear();
      crashes.at(step);
      await keep(after).catch(() => undefined);
      const { happened } = crashes;
      crashes.at(null);
      await keep(after);
      const teams = [before, after].flatMap((one) => one?.teams.map(({ team }) => team.slug) ?? []);
      for (const slug of teams) {
        const owes = after?.teams.some(({ team }) => team.slug === slug) === true;
        expect(judged.get(slug)).toBe(owes ? 'held' : 'free');
      }
      if (!happened) return;
    }
  },
);

test('a change that overtakes one cut short leaves nobody judged by what was in between', async () => {
  for (let step = 0; ; step += 1) {
    const { crashes, judged, keep } = aKeeper();
    await keep(owedBy('payments'));
    judged.clear();
    crashes.at(step);
    await keep(owedBy('discovery')).catch(() => undefined);
    const { happened } = crashes;
    crashes.at(null);
    await keep(null);
    expect([...judged.values()]).not.toContain('held');
    expect(judged.get('payments')).toBe('free');
    if (!happened) return;
  }
});

test('what is as it was is neither written nor judged again', async () => {
  const { judged, keep, crashes } = aKeeper();
  await keep(owedBy('payments'));
  judged.clear();
  crashes.at(2);
  await keep(owedBy('payments'));
  expect(judged.size).toBe(0);
  expect(crashes.happened).toBe(false);
});
