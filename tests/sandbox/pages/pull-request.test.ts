import { expect, test } from 'vitest';
import { createRuleset } from '../../../sandbox/model/actions/rules.ts';
import { findRepository } from '../../../sandbox/model/world.ts';
import { onEachStage } from '../each-stage.ts';
import { MERGE_QUEUE } from '../merge-queue-rule.ts';
import { require, requiredCheck } from '../model/changes.ts';
import type { Stage } from '../stage.ts';
import { browserOf, type Browser } from './browser.ts';

const shop = { owner: 'acme', repo: 'shop' };
let stage: Stage;
let bob: Browser;
onEachStage((set) => {
  stage = set;
  bob = browserOf(set, 'bob');
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
  expect(merged.text).toContain('merged commit');
  expect(merged.text).not.toMatch(/closed this|referenced this in commit/);
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

const check = (head_sha: string, conclusion: 'success' | 'failure', title: string) =>
  stage.app.rest.checks.create({
    ...{ ...shop, name: 'norepeat/gate', head_sha, conclusion },
    output: { title, summary: 'Because.' },
  });

test('the page of a run that a later one replaced leads to the one that counts', async () => {
  await openedInTheBrowser();
  const { data: pull } = await stage.app.rest.pulls.get({ ...shop, pull_number: 1 });
  const { data: first } = await check(pull.head.sha, 'failure', 'Held by #7');
  expect((await bob.open('/acme/shop/pulls')).text).toContain('title="norepeat/gate: Held by #7"');
  const { data: second } = await check(pull.head.sha, 'success', 'Free to go');
  const page = await bob.open(`/acme/shop/runs/${first.id}`);
  expect(page.text).toContain(`href="/acme/shop/runs/${second.id}"`);
  const again = await fetch(`${stage.sandbox.url}/acme/shop/runs/${second.id}/rerun-all`, {
    ...{ method: 'POST', redirect: 'manual', headers: { cookie: 'acting_as=bob' } },
  });
  expect(again.status).toBe(303);
  expect((await bob.open(`/acme/shop/runs/${second.id}`)).text).not.toContain('A later run');
  expect((await bob.open('/acme/shop/pulls')).text).toContain('title="norepeat/gate: Free to go"');
});

test('an issue and a pull request are linked by hand from either page, and the merge closes it', async () => {
  await openedInTheBrowser();
  const { data: issue } = await stage.as('bob').rest.issues.create({ ...shop, title: 'Down' });
  const gone = await bob.submit('/acme/shop/pull/1/development', { reference: '#99' });
  expect(gone.text).toContain('There is no such thing');
  const path = `/acme/shop/issues/${issue.number}`;
  expect((await bob.submit(`${path}/development`, { reference: 'acme/shop#1' })).path).toBe(path);
  const linked = await bob.open('/acme/shop/pull/1');
  expect(linked.text).not.toContain('closes no issue');
  await bob.submit('/acme/shop/pull/1/merge', { method: 'merge' });
  const { data: closed } = await stage.app.rest.issues.get({ ...shop, issue_number: issue.number });
  expect(closed).toMatchObject({ state: 'closed', state_reason: 'completed' });
});

test('the merge queue has a page that shows who waits and what would be merged', async () => {
  const { world } = stage.sandbox;
  const repository = findRepository(world, 'acme', 'shop')!;
  require(world, repository, MERGE_QUEUE, requiredCheck('norepeat/gate', 7001));
  await openedInTheBrowser();
  const { data: pull } = await stage.app.rest.pulls.get({ ...shop, pull_number: 1 });
  await check(pull.head.sha, 'success', 'Free to go');
  const queued = await bob.submit('/acme/shop/pull/1/enqueue', {});
  expect(queued.text).toContain('at place 1 of');
  const rita = browserOf(stage, 'rita');
  expect((await rita.open('/acme/shop/pull/1')).text).toContain('Queued to merge');
  const page = await rita.open('/acme/shop/queue/main');
  for (const words of ['Count on #1', 'awaiting checks', 'Expected']) {
    expect(page.text).toContain(words);
  }
  const [entry] = repository.mergeQueues.get('main')!.entries;
  await check(entry!.group!.headSha, 'success', 'Free to go together');
  expect((await rita.open('/acme/shop/queue/main')).text).toContain('Nothing waits to be merged');
  expect((await rita.open('/acme/shop/pull/1')).text).toContain('successfully merged');
});
