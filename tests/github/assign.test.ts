import { Octokit } from '@octokit/core';
import { expect, test } from 'vitest';
import { instantOf } from '../../src/core/time.ts';
import { assign } from '../../src/github/perform/assign.ts';
import { rememberRepositoryIds } from '../../src/github/perform/repository-ids.ts';

const issue = { repo: { owner: 'acme', name: 'incidents' }, number: 12 };

/** Assigns on a GitHub that refuses every request which names one of these. */
async function assigning(add: readonly string[], refused: readonly string[]) {
  const octokit = new Octokit();
  const requests: (readonly string[])[] = [];
  const notes: unknown[] = [];
  octokit.hook.wrap('request', (_, options) => {
    const assignees = 'assignees' in options ? (options['assignees'] as readonly string[]) : [];
    requests.push(assignees);
    const response = { status: 201, url: '', headers: {}, data: {} };
    if (!assignees.some((login) => refused.includes(login))) return response;
    throw Object.assign(new Error('Validation Failed'), { status: 422, response });
  });
  const session = {
    installation: 1,
    octokit,
    query: () => Promise.reject(new Error('no query')),
    mutate: () => Promise.reject(new Error('no mutation')),
    mutateOnce: () => Promise.reject(new Error('no mutation')),
  };
  const self = { id: 1, slug: 'norepeat' };
  const note = (_: string, fields: unknown): void => void notes.push(fields);
  const now = () => instantOf(0);
  const repositoryIds = rememberRepositoryIds(now);
  await assign({ session, self, repositoryIds, note, now }, { kind: 'assign', issue, add });
  return { requests, notes };
}

test('one person whom GitHub refuses keeps nobody else from being assigned', async () => {
  const { requests, notes } = await assigning(['alice', 'gone', 'bob'], ['gone']);
  expect(requests).toEqual([['alice', 'gone', 'bob'], ['alice'], ['gone'], ['bob']]);
  expect(notes).toContainEqual({ assignees: ['gone'] });
});

test('a single refusal is told once and is no failure', async () => {
  const { requests, notes } = await assigning(['gone'], ['gone']);
  expect(requests).toHaveLength(1);
  expect(notes).toEqual([{ assignees: ['gone'] }]);
});

test('whom GitHub takes together is assigned in one request', async () => {
  expect((await assigning(['alice', 'bob'], [])).requests).toEqual([['alice', 'bob']]);
});
