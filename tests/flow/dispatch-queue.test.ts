import { expect, test } from 'vitest';
import { declareFromDispatch, type DispatchDeps } from '../../src/flow/declare-from-dispatch.ts';
import { instantOf } from '../../src/core/time.ts';
import { aPolicy } from '../builders/a-policy.ts';
import { INCIDENTS } from './support/stage.ts';
import { inMemory } from './support/memory.ts';

test('an incident of the private repository is never known as one that anybody may read about', async () => {
  const memory = inMemory();
  const now = instantOf(1_000_000);
  const at = { owner: 'acme', name: 'security-incidents' };
  const payload = { client_payload: { title: 'Keys leaked' }, sender: 'alice' };
  const repo = 'acme/security-incidents';
  memory.intents.set('g-1', { id: 'g-1', repo, receivedAt: now, payload, outcome: null });
  await declareFromDispatch({
    policies: { policyFor: () => Promise.resolve(aPolicy({ privateRepository: at })) },
    glance: { isOpen: () => Promise.resolve(false) },
    performer: {
      perform: () => Promise.resolve(),
      ensureItem: () => Promise.resolve(null),
      ensureIssue: (effect) => Promise.resolve({ repo: effect.repo, number: 1 }),
    },
    ...{ intents: memory.intentStore, index: memory.index, queue: memory.queue },
    clock: { now: () => now },
    log: { info: () => undefined, warn: () => undefined },
  })(at);
  const known = await memory.index.inRepository(at);
  expect(known.map(({ title, restricted }) => [title, restricted])).toEqual([
    ['Keys leaked', true],
  ]);
});

test('an alarm that cannot be told holds up none of those behind it, and is tried again', async () => {
  const memory = inMemory();
  const now = instantOf(1_000_000);
  for (const [id, title] of [
    ['g-1', 'Unspeakable'],
    ['g-2', 'Checkout is down'],
  ] as const) {
    const payload = { client_payload: { title }, sender: 'alice' };
    const repo = 'acme/incidents';
    memory.intents.set(id, { id, repo, receivedAt: now, payload, outcome: null });
  }
  const opened: string[] = [];
  const performer: DispatchDeps['performer'] = {
    perform: () => Promise.resolve(),
    ensureItem: () => Promise.resolve(null),
    ensureIssue: ({ title }) => {
      if (title === 'Unspeakable') return Promise.reject(new Error('422'));
      opened.push(title);
      return Promise.resolve({ repo: INCIDENTS, number: opened.length });
    },
  };
  const run = declareFromDispatch({
    policies: { policyFor: () => Promise.resolve(aPolicy()) },
    glance: { isOpen: () => Promise.resolve(false) },
    ...{ intents: memory.intentStore, index: memory.index, queue: memory.queue, performer },
    clock: { now: () => now },
    log: { info: () => undefined, warn: () => undefined },
  });
  await expect(run(INCIDENTS)).rejects.toThrow('1 of 2 declarations wait in acme/incidents');
  expect(opened).toEqual(['Checkout is down']);
  expect(memory.intents.get('g-1')?.outcome).toBeNull();
  await expect(run(INCIDENTS)).rejects.toThrow('1 of 1 declarations wait');
});
