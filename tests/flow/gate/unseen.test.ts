import { expect, test } from 'vitest';
import { MINUTE, plus } from '../../../src/core/time.ts';
import { sweepRepository } from '../../../src/flow/sweep.ts';

import { aPolicyThat, aPull, issue, NOW } from '../../builders/gate.ts';
import { aGateWorld, type GateWorld } from '../support/gate-world.ts';

const INCIDENTS = issue('acme/incidents#1').repo;
const SECURITY = issue('acme/security#1').repo;

/** The world's own gate and a sweep of it, for which every repository in `outOfSight` is gone. */
function aWorldWithSweep(outOfSight: Set<string>) {
  const world = aGateWorld();
  const lists = new Set<string>();
  world.state.now = NOW;
  world.deps.obligations.inRepository = (repo) => {
    const listed = lists.has(repo.name);
    return Promise.resolve({ listed, complete: listed, obligations: [] });
  };
  const sweep = sweepRepository({
    ...world.deps,
    obligations: {
      ...world.deps.obligations,
      expect: (repo) => {
        lists.add(repo.name);
        return Promise.resolve();
      },
    },
    issues: {
      issues: (repo) =>
        Promise.resolve(
          outOfSight.has(repo.name)
            ? { kind: 'gone', why: 'the app is not installed there' }
            : { kind: 'found', value: [] },
        ),
    },
    recent: {
      threadsSaying: () => Promise.resolve([]),
      openPulls: () => Promise.resolve([]),
    },
    index: { ...world.deps.index, put: () => Promise.resolve(), forget: () => Promise.resolve() },
    records: { askWhole: () => Promise.resolve() },
  });
  world.kept.set('main', null);
  world.glimpse(aPull());
  return { world, sweep, lists };
}

const page = (world: GateWorld): string => world.runs.at(-1)?.summary ?? '';

test.each(['enforce', 'advise'] as const)(
  'an incident repository that was never in sight frees nobody, and the page says what to do (%s)',
  async (mode) => {
    const { world, sweep } = aWorldWithSweep(new Set(['incidents']));
    world.state.policy = aPolicyThat({ mode });
    await world.gate();
    expect(world.marked.map(({ key }) => key)).toContain('sweep:acme/incidents');
    await sweep(INCIDENTS);
    await world.gate();
    expect(world.conclusions()).toEqual(['failure']);
    expect(page(world)).toContain('does not see acme/incidents. Install the app there');
    const soon = plus(NOW, 10 * MINUTE);
    expect(world.marked).toContainEqual({ key: 'gate:acme/checkout#34', notBefore: soon });
    await world.gates();
    expect(new Set(world.runs.map(({ externalId }) => externalId)).size).toBe(1);
  },
);

test('once in sight it is judged again', async () => {
  const outOfSight = new Set(['incidents']);
  const { world, sweep } = aWorldWithSweep(outOfSight);
  await sweep(INCIDENTS);
  await world.gate();
  outOfSight.clear();
  await sweep(INCIDENTS);
  await world.gate();
  expect(world.conclusions()).toEqual(['failure', 'success']);
});

test('what was listed before it went out of sight stays as it was', async () => {
  const outOfSight = new Set<string>();
  const { world, sweep } = aWorldWithSweep(outOfSight);
  await sweep(INCIDENTS);
  outOfSight.add('incidents');
  await sweep(INCIDENTS);
  await world.gate();
  expect(world.conclusions()).toEqual(['success']);
});

test('a private repository out of sight frees nobody and is not named', async () => {
  const { world, sweep } = aWorldWithSweep(new Set(['security']));
  const policy = world.state.policy!;
  world.state.policy = { ...policy, privateRepository: SECURITY };
  await sweep(INCIDENTS);
  await sweep(SECURITY);
  await world.gate();
  expect(world.conclusions()).toEqual(['failure']);
  expect(page(world)).toContain('private repository in which the policy keeps incidents');
  expect(JSON.stringify(world.runs)).not.toContain('acme/security');
});
