import { expect, test } from 'vitest';
import { sweepInstallation } from '../../src/flow/sweep.ts';
import { inMemory } from './support/memory.ts';

test('an installation that was given more rights has all its repositories looked at, and no other’s', async () => {
  const memory = inMemory();
  const all = ['acme/incidents', 'Acme/checkout', 'umbrella/hive'].map((name) => {
    const [owner = '', repo = ''] = name.split('/');
    return { owner, name: repo };
  });
  const installed = { repositories: () => Promise.resolve(all) };
  const hurried: string[] = [];
  const retryNow = (owner: string) => Promise.resolve(void hurried.push(owner));
  await sweepInstallation({ installed, queue: memory.queue, retryNow })('ACME');
  expect(hurried).toEqual(['ACME']);
  expect([...memory.due.keys()]).toEqual([
    'names:Acme',
    'sweep:acme/incidents',
    'sweep:Acme/checkout',
  ]);
});
