import { expect, test, vi } from 'vitest';
import { rememberIncidents } from '../../src/flow/past-incidents.ts';
import type { KnownIncident } from '../../src/flow/ports/incident-index.ts';
import { aKnownIncident } from '../builders/a-known-incident.ts';
import { inMemory } from './support/memory.ts';

const WORDS = 'The connection pool of the provider is exhausted';
const aKnown = (number: number, words = WORDS): KnownIncident =>
  aKnownIncident(number, { words, open: false });
const REPO = aKnown(1).ref.repo;

function stage() {
  const { index: table, known } = inMemory();
  const read = vi.spyOn(table, 'inRepository');
  return { memory: rememberIncidents(table), table, known, read };
}

const numbers = (found: readonly { readonly ref: { readonly number: number } }[]): number[] =>
  found.map(({ ref }) => ref.number);

test('the store is read once, and what is written since is known at once', async () => {
  const { memory, table, read } = stage();
  await table.put(aKnown(1));
  await memory.put(aKnown(2));
  expect(numbers((await memory.remembered(REPO)).search(aKnown(9)))).toEqual([2, 1]);
  await memory.put(aKnown(3));
  await memory.put(aKnown(1, 'Something else altogether that shares no term'));
  await memory.forget(aKnown(2).ref);
  const now = await memory.remembered(REPO);
  expect(numbers(now.search(aKnown(9)))[0]).toBe(3);
  expect(now.find(aKnown(2).ref)).toBeNull();
  expect(read).toHaveBeenCalledTimes(1);
});

test('what came to the store by another way, as with a new name of the repository, is read', async () => {
  const { memory, table } = stage();
  await memory.put(aKnown(1));
  await memory.remembered(REPO);
  await table.put(aKnown(2));
  expect([...(await memory.remembered(REPO)).all()]).toHaveLength(2);
});

test('what could not be read is read again', async () => {
  const { memory, table, read } = stage();
  await table.put(aKnown(1));
  read.mockRejectedValueOnce(new Error('the disk is busy'));
  await expect(memory.remembered(REPO)).rejects.toThrow('busy');
  expect([...(await memory.remembered(REPO)).all()]).toHaveLength(1);
});

test('the words stay in the store: what is remembered is small', async () => {
  const { memory } = stage();
  await memory.put(aKnown(1));
  expect((await memory.remembered(REPO)).find(aKnown(1).ref)?.words).toBe('');
  expect((await memory.find(aKnown(1).ref))?.words).toBe(aKnown(1).words);
});
