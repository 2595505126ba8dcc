import { describe, expect, test } from 'vitest';
import type { Suggest } from '../../src/core/effects.ts';
import { suggestionComment } from '../../src/core/messages/postmortem/suggestion.ts';
import { createPerformer } from '../../src/github/perform/performer.ts';
import { onEachStage } from '../flow/support/each-stage.ts';
import type { Stage } from '../flow/support/stage.ts';
import { aPull, push, refOf, self, there } from './support/changes.ts';

const PATH = 'postmortems/2026/a.md';
const MARKER = '<!-- norepeat:offer summary 3f2a9c -->';

let stage: Stage;
let notes: string[];
let number: number;

onEachStage((set) => {
  stage = set;
  notes = [];
  const files = { [PATH]: 'one\ntwo\nthree\n' };
  number = aPull(stage, { head: 'norepeat/postmortem-7', files }).number;
});

const headOid = async () =>
  (await stage.as('bob').pulls.get({ ...there, pull_number: number })).data.head.sha;

const offer = async (over: Partial<Suggest> = {}): Promise<Suggest> => ({
  kind: 'suggest',
  pull: refOf({ number }),
  headOid: await headOid(),
  path: PATH,
  marker: MARKER,
  startLine: 1,
  endLine: 2,
  replacement: 'eins\nzwei',
  words: 'The incident now says:',
  ...over,
});

const perform = (effect: Suggest) =>
  createPerformer({ github: stage.github, self, note: (what) => notes.push(what) }).perform(effect);

const onLines = async () =>
  (await stage.as('bob').pulls.listReviewComments({ ...there, pull_number: number })).data;
const below = async () =>
  (await stage.as('bob').issues.listComments({ ...there, issue_number: number })).data;

describe('a change that is offered', () => {
  test('stands on its lines with a button that takes it over', async () => {
    await perform(await offer());
    expect(await onLines()).toMatchObject([
      {
        path: PATH,
        start_line: 1,
        line: 2,
        side: 'RIGHT',
        user: { login: 'norepeat[bot]' },
        body: `${MARKER}\nThe incident now says:\n\n\`\`\`suggestion\neins\nzwei\n\`\`\``,
      },
    ]);
    expect(await below()).toEqual([]);
  });

  test('of a single line names one line only, which GitHub asks for', async () => {
    await perform(await offer({ startLine: 3, endLine: 3 }));
    expect(await onLines()).toMatchObject([{ line: 3, start_line: null }]);
  });

  test('is made once, also after it was made and the answer was lost', async () => {
    const fault = { method: 'POST', path: '/comments', times: 1 } as const;
    stage.sandbox.control.inject({ ...fault, effect: { kind: 'lost-answer' } });
    await perform(await offer());
    await perform(await offer({ replacement: 'other words' }));
    expect(await onLines()).toHaveLength(1);
    expect(await below()).toEqual([]);
  });

  test('under a marker that somebody else copied is made all the same', async () => {
    const body = `${MARKER}\nMine`;
    await stage.as('bob').issues.createComment({ ...there, issue_number: number, body });
    await perform(await offer());
    expect(await onLines()).toHaveLength(1);
  });

  test.each([
    ['that the pull request does not change', { path: 'README.md', startLine: 1, endLine: 1 }],
    ['beyond the end of the file', { startLine: 2, endLine: 9 }],
  ])('on lines %s is an ordinary comment, once', async (_, over) => {
    await perform(await offer(over));
    await perform(await offer(over));
    expect(await onLines()).toEqual([]);
    expect((await below()).map(({ body }) => body)).toEqual([
      `${MARKER}\nThe incident now says:\n\n\`\`\`markdown\neins\nzwei\n\`\`\``,
    ]);
  });

  test('on lines of a commit that is no longer the head is not made', async () => {
    const effect = await offer();
    push(stage, { head: 'norepeat/postmortem-7', files: { [PATH]: 'new\n' } });
    await perform(effect);
    expect([...(await onLines()), ...(await below())]).toEqual([]);
    expect(notes).toEqual(['a suggestion found its lines moved on']);
  });

  test('on a pull request that was closed is not made', async () => {
    const effect = await offer();
    await stage.as('alice').pulls.update({ ...there, pull_number: number, state: 'closed' });
    await perform(effect);
    expect([...(await onLines()), ...(await below())]).toEqual([]);
  });
});

test('a fence inside the text cannot end the suggestion', () => {
  const replacement = '```\n@alice <!-- norepeat:timeline -->\n````\n';
  const body = suggestionComment({ marker: MARKER, words: 'Now:', replacement });
  expect(body).toContain('`````suggestion\n');
  expect(body.endsWith('\n`````')).toBe(true);
});
