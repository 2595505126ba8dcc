import { expect, test } from 'vitest';
import type { AccountNames } from '../../../src/flow/ports/names.ts';
import { reconcileNames } from '../../../src/flow/names.ts';
import { keepNames } from '../../../src/store/names.ts';
import { anObligation } from '../../builders/gate.ts';
import { aStore } from '../../store/a-store.ts';
import { createCrashes } from '../support/crashes.ts';
import { aGateWorld } from '../support/gate-world.ts';

const named = (team: string, checkout: string): AccountNames => ({
  teams: [{ id: 'T1', team: { org: 'acme', slug: team } }],
  repositories: [
    { id: 'R1', repo: { owner: 'acme', name: checkout } },
    { id: 'R2', repo: { owner: 'acme', name: 'incidents' } },
  ],
});

async function aNamesWorld() {
  const world = aGateWorld();
  world.state.obligations = [anObligation()];
  const names = keepNames((await aStore()).db);
  const crashes = createCrashes();
  const fanned: string[] = [];
  const fragile = crashes.around(names);
  const seen = { names: named('payments', 'checkout') };
  const run = reconcileNames({
    ...world.deps,
    reader: { names: () => Promise.resolve({ kind: 'found', value: seen.names }) },
    names: fragile,
    queue: crashes.around(world.deps.queue),
    installed: { repositories: () => Promise.resolve([]) },
    fanOut: (_, before) => {
      fanned.push(before?.incident.title ?? '');
      return Promise.resolve();
    },
  });
  const keys = () => [...new Set(world.marked.map(({ key }) => key))].sort();
  return { world, crashes, fanned, seen, keys, run: () => run('acme') };
}

test('a new name has everything concerned read and judged again, wherever the process dies', async () => {
  for (let step = 0; ; step += 1) {
    const { crashes, seen, world, keys, run } = await aNamesWorld();
    await run();
    world.marked.length = 0;
    seen.names = named('money', 'basket');
    crashes.at(step);
    await run().catch(() => undefined);
    const { happened } = crashes;
    crashes.at(null);
    await run();
    expect(keys()).toEqual([
      'gates:acme/basket',
      'gates:acme/incidents',
      'incident:acme/incidents#12',
      'sweep:acme/basket',
    ]);
    if (!happened) return;
  }
});

test('the same names have only what is owed judged again, for members may have changed', async () => {
  const { fanned, world, keys, run } = await aNamesWorld();
  await run();
  world.marked.length = 0;
  await run();
  expect(fanned).toEqual(['Checkout is down']);
  expect(keys()).toEqual([]);
});

test('where nothing is owed nothing is judged again', async () => {
  const { fanned, world, keys, run } = await aNamesWorld();
  world.state.obligations = [];
  await run();
  expect(fanned).toEqual([]);
  expect(keys()).toEqual([]);
});
