import { expect, test } from 'vitest';
import type { Effect } from '../../src/core/effects.ts';
import type { RepoRef } from '../../src/core/ids.ts';
import { declareFromThread } from '../../src/flow/declare-from-thread.ts';
import { aPolicy } from '../builders/a-policy.ts';
import { aComment, people } from '../builders/facts.ts';
import { rememberLooked } from '../../src/flow/looked.ts';
import { inMemory } from './support/memory.ts';

const policy = aPolicy({ privateRepository: { owner: 'acme', name: 'security-incidents' } });

/** The issue that is opened when alice says so in an issue of this repository. */
async function opened(
  name: string,
  thread: { readonly restricted: boolean; readonly words?: string },
): Promise<{ readonly repo: RepoRef; readonly title: string; readonly body: string }> {
  const repo = { owner: 'acme', name };
  const made: Extract<Effect, { kind: 'create-issue' }>[] = [];
  const { index, queue } = inMemory();
  const body = thread.words ?? '/incident declare';
  const value = {
    ref: { repo, number: 5 },
    title: 'Keys leaked',
    url: `https://github.example/acme/${name}/issues/5`,
    body: 'Hm.',
    labels: [],
    restricted: thread.restricted,
    visibility: 'private' as const,
    comments: [aComment(body, { by: 'alice' })],
  };
  await declareFromThread({
    policies: { policyFor: () => Promise.resolve(policy) },
    threads: { thread: () => Promise.resolve({ kind: 'found', value }) },
    people: { people: () => Promise.resolve(people({ alice: 'write' })) },
    performer: {
      perform: () => Promise.resolve(),
      ensureItem: () => Promise.resolve(null),
      ensureIssue: (effect) => {
        made.push(effect);
        return Promise.resolve({ repo: effect.repo, number: 12 });
      },
    },
    index,
    queue,
    looked: rememberLooked(),
  })(value.ref);
  return made[0]!;
}

test('an incident declared in the private repository is opened there', async () => {
  expect((await opened('security-incidents', { restricted: false })).repo.name).toBe(
    'security-incidents',
  );
});

test('an incident declared from what fewer people read does not show its title', async () => {
  const { repo, title, body } = await opened('checkout', { restricted: true });
  expect(repo.name).toBe('incidents');
  expect(title).toBe('Incident declared from acme/checkout');
  expect(body).not.toContain('Keys leaked');
});

test('a title that somebody gave is the title, wherever it was said', async () => {
  const words = '/incident declare Sign-in fails';
  expect((await opened('checkout', { restricted: true, words })).title).toBe('Sign-in fails');
});
