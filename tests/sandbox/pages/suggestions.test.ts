import { expect, test } from 'vitest';
import { submitReview } from '../../../sandbox/model/actions/reviews.ts';
import type { Issue } from '../../../sandbox/model/records/issue.ts';
import { findRepository } from '../../../sandbox/model/world.ts';
import { onEachStage } from '../each-stage.ts';
import type { Stage } from '../stage.ts';
import { browserOf, type Browser } from './browser.ts';

let stage: Stage;
let bob: Browser;
onEachStage((set) => {
  stage = set;
  bob = browserOf(set, 'bob');
});

const FILES = '/acme/shop/pull/1/files';

async function opened(): Promise<Issue> {
  await bob.submit('/acme/shop/edit', {
    branch: 'main',
    path: 'src/a.txt',
    content: 'one\r\nthree\r\nfour\r\n',
    message: 'Count on',
    'new-branch': 'count-on',
  });
  await bob.submit('/acme/shop/pulls', { base: 'main', head: 'count-on', title: 'T', body: '' });
  return findRepository(stage.sandbox.world, 'acme', 'shop')!.issues.get(1)!;
}

function suggests(issue: Issue, body: string): string {
  const { world } = stage.sandbox;
  const actor = { kind: 'user', login: 'alice' } as const;
  const review = submitReview(world, actor, {
    ...{ issue, event: 'COMMENT', body: '' },
    comments: [{ path: 'src/a.txt', body, startLine: 2, line: 3 }],
  });
  if (!review.ok) throw new Error(review.refusal.message);
  return String(review.value.comments[0]!.id);
}

test('a suggestion is shown as a change at its lines, and applied by a click', async () => {
  const comment = suggests(await opened(), 'Better:\n```suggestion\nthree and a half\n```');
  const { text } = await bob.open(FILES);
  expect(text).toMatch(/- three[\s\S]*- four[\s\S]*\+ three and a half[\s\S]*Apply suggestion/);
  expect(text).not.toContain('```');
  await bob.submit('/acme/shop/pull/1/suggestion', { comment });
  const file = await bob.open('/acme/shop/blob/count-on/src/a.txt');
  expect(file.text).toContain('three and a half');
  expect(file.text).not.toContain('four');
});

test('a suggestion about an older commit cannot be applied any more', async () => {
  const comment = suggests(await opened(), '```suggestion\nthree and a half\n```');
  await bob.submit('/acme/shop/edit', {
    ...{ branch: 'count-on', path: 'src/a.txt', content: 'one\r\nfive\r\n', message: 'On' },
    'new-branch': '',
  });
  expect((await bob.open('/acme/shop/pull/1')).text).toContain('Outdated');
  const answer = await bob.submit('/acme/shop/pull/1/suggestion', { comment });
  expect(answer.text).toContain('outdated');
  expect((await bob.open('/acme/shop/blob/count-on/src/a.txt')).text).toContain('five');
});

test('what a check says of a line stands below the line, and the file is one click away', async () => {
  const issue = await opened();
  await stage.app.rest.checks.create({
    ...{ owner: 'acme', repo: 'shop', name: 'spelling', head_sha: issue.pull!.headSha },
    ...{ status: 'completed', conclusion: 'failure' },
    output: {
      ...{ title: 'Numbers', summary: 'One is left.' },
      annotations: [
        {
          ...{ path: 'src/a.txt', start_line: 2, end_line: 2, annotation_level: 'failure' },
          ...{ title: 'A number', message: 'Write 3.' },
        },
      ],
    },
  });
  const { text } = await bob.open(FILES);
  expect(text).toMatch(/\+three[\s\S]*A number[\s\S]*Write 3\.[\s\S]*\+four/);
  expect(text).toContain('/acme/shop/edit/count-on/src/a.txt');
});
