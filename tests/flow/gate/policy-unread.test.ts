import { expect, test } from 'vitest';
import { aPull, HEAD } from '../../builders/gate.ts';
import { aGateWorld, type GateWorld } from '../support/gate-world.ts';

function aWorldWhosePolicyFails(error: Error): GateWorld {
  const world = aGateWorld();
  world.deps.policies.policyFor = () => Promise.reject(error);
  return world;
}

test('a policy in force that cannot be read is said on the commit, once, and tried again', async () => {
  const world = aWorldWhosePolicyFails(new Error('cannot be read'));
  world.glimpse(aPull());
  await expect(world.gate()).rejects.toThrow('cannot be read');
  await expect(world.gate()).rejects.toThrow('cannot be read');
  expect(world.runs).toMatchObject([{ headSha: HEAD, conclusion: 'failure' }]);
});

test('and not on what is closed, or aims elsewhere and was never judged', async () => {
  const world = aWorldWhosePolicyFails(new Error('cannot be read'));
  world.glimpse(aPull(), { open: false });
  await expect(world.gate()).rejects.toThrow();
  world.glimpse(aPull(), { baseRef: 'topic' });
  await expect(world.gate()).rejects.toThrow();
  expect(world.runs).toEqual([]);
});

test('where GitHub does not answer, nobody is told of a gate that may not be there', async () => {
  const world = aWorldWhosePolicyFails(Object.assign(new Error('502'), { status: 502 }));
  world.glimpse(aPull());
  await expect(world.gate()).rejects.toThrow('502');
  expect(world.runs).toEqual([]);
});
