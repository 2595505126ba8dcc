import { afterEach, beforeEach, expect, test } from 'vitest';
import { createRuleset } from '../../../sandbox/model/actions/rules.ts';
import { findRepository } from '../../../sandbox/model/world.ts';
import { setStage, type Stage } from '../stage.ts';
import { browserOf, type Browser } from './browser.ts';

const shop = { owner: 'acme', repo: 'shop' };
let stage: Stage;
let bob: Browser;

beforeEach(async () => {
  stage = await setStage();
  bob = browserOf(stage, 'bob');
});

afterEach(async () => {
  expect(stage.sandbox.control.complaints()).toEqual([]);
  await stage.close();
});

/** Edits a file on a new branch in the browser and opens a pull request from it. */
async function openedInTheBrowser(): Promise<string> {
  const compared = await bob.submit('/acme/shop/edit', {
    branch: 'main',
    path: 'src/a.txt',
    content: 'one\r\nthree\r\n',
    message: 'Count on',
    'new-branch': 'count-on',
  });
  expect(compared.path).toBe('/acme/shop/compare/main...count-on');
  expect(compared.text).toContain('+three');
  const opened = await bob.submit('/acme/shop/pulls', {
    base: 'main',
    head: 'count-on',
    title: 'Count on',
    body: 'Because.',
  });
  expect(opened.path).toBe('/acme/shop/pull/1');
  return opened.text;
}

test('a file edited in the browser becomes a branch, a pull request and a merge', async () => {
  expect(await openedInTheBrowser()).toContain('wants to merge 1 commit');
  expect((await bob.open('/acme/shop/pull/1/files')).text).toContain('-two');
  expect((await bob.open('/acme/shop/pull/1/commits')).text).toContain('Count on');
  const merged = await bob.submit('/acme/shop/pull/1/merge', { method: 'squash' });
  expect(merged.text).toContain('successfully merged');
  expect((await bob.open('/acme/shop/blob/main/src/a.txt')).text).toContain('three');
});

test('the merge box says why it refuses, and the button is refused for that reason', async () => {
  const { world } = stage.sandbox;
  const repository = findRepository(world, 'acme', 'shop')!;
  createRuleset(
    world,
    { kind: 'system' },
    {
      source: { kind: 'repository', repository },
      name: 'Gate',
      refs: { include: ['~DEFAULT_BRANCH'], exclude: [] },
      rules: [
        {
          type: 'required_status_checks',
          checks: [{ context: 'norepeat/gate', integrationId: 7001 }],
          strict: false,
        },
      ],
    },
  );
  expect(await openedInTheBrowser()).toContain('Expected — Waiting for status to be reported');
  const refused = await bob.submit('/acme/shop/pull/1/merge', { method: 'merge' });
  expect(refused.text).toContain('role="alert"');
  expect(refused.text).toContain('norepeat/gate');
  const { data: pull } = await stage.app.rest.pulls.get({ ...shop, pull_number: 1 });
  expect(pull.merged).toBe(false);
  await stage.app.rest.checks.create({
    ...shop,
    name: 'norepeat/gate',
    head_sha: pull.head.sha,
    conclusion: 'success',
    output: { title: 'Free to go', summary: 'Nothing open' },
  });
  expect((await bob.submit('/acme/shop/pull/1/merge', { method: 'merge' })).text).toContain(
    'successfully merged',
  );
});

test('the page of a check shows its report, and its buttons reach the app', async () => {
  await openedInTheBrowser();
  const { data: pull } = await stage.app.rest.pulls.get({ ...shop, pull_number: 1 });
  const { data: run } = await stage.app.rest.checks.create({
    ...shop,
    name: 'norepeat/gate',
    head_sha: pull.head.sha,
    conclusion: 'failure',
    output: {
      title: 'Blocked',
      summary: '**payments** must fix #1',
      annotations: [
        {
          path: 'src/a.txt',
          start_line: 1,
          end_line: 1,
          annotation_level: 'warning',
          message: 'Owned',
        },
      ],
    },
    actions: [{ label: 'Check again', description: 'Judge once more', identifier: 'recheck' }],
  });
  const page = await bob.open(`/acme/shop/runs/${run.id}`);
  for (const words of ['Blocked', '<strong>payments</strong>', 'src/a.txt:1', 'Check again'])
    expect(page.text).toContain(words);
  await stage.sandbox.control.idle();
  stage.received.length = 0;
  await bob.submit(`/acme/shop/runs/${run.id}/action`, { identifier: 'recheck' });
  await bob.submit(`/acme/shop/runs/${run.id}/rerun`, {});
  await bob.submit(`/acme/shop/runs/${run.id}/rerun-all`, {});
  await stage.sandbox.control.idle();
  expect(stage.received.map((one) => `${one.event}.${one.action ?? ''}`)).toEqual([
    'check_run.requested_action',
    'check_run.rerequested',
    'check_suite.rerequested',
  ]);
});

test('a review from the browser counts, and drafts come and go', async () => {
  await openedInTheBrowser();
  const alice = browserOf(stage, 'alice');
  expect(
    (await alice.submit('/acme/shop/pull/1/review', { event: 'APPROVE', body: 'Good' })).text,
  ).toContain('approved these changes');
  expect(
    (await bob.submit('/acme/shop/pull/1/review', { event: 'APPROVE', body: '' })).text,
  ).toContain('role="alert"');
  expect((await bob.submit('/acme/shop/pull/1/draft', {})).text).toContain(
    'still a work in progress',
  );
  expect((await bob.submit('/acme/shop/pull/1/ready', {})).text).not.toContain(
    'still a work in progress',
  );
});
