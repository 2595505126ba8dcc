import { expect, test } from 'vitest';
import { onEachStage } from '../each-stage.ts';
import { noon, type Stage } from '../stage.ts';
import { browserOf } from './browser.ts';

let stage: Stage;
onEachStage((set) => (stage = set));

test('the visitor chooses who to act as, and comes back to the same page', async () => {
  const page = browserOf(stage, 'alice');
  await page.submit('/acme/shop/issues', { title: 'By alice', body: '' });
  const switched = await page.submit('/_acting', { login: 'olaf', back: '/acme/shop/issues/1' });
  expect(switched.path).toBe('/acme/shop/issues/1');
  await page.submit('/acme/shop/issues/1/comments', { body: 'By olaf', then: 'comment' });
  const { data } = await stage.app.rest.issues.listComments({
    owner: 'acme',
    repo: 'shop',
    issue_number: 1,
  });
  expect(data.map((comment) => comment.user?.login)).toEqual(['olaf']);
});

test('a form never leads to another site', async () => {
  const page = browserOf(stage, 'alice');
  expect((await page.submit('/_acting', { login: 'bob', back: '//elsewhere.example/' })).path).toBe(
    '/',
  );
});

test("the clock moves forward, and the app's token survives it", async () => {
  await stage.app.rest.issues.create({ owner: 'acme', repo: 'shop', title: 'x' });
  await browserOf(stage, 'alice').submit('/_clock', { minutes: '1440', back: '/' });
  expect(stage.sandbox.world.clock.now()).toBe(noon + 86_400_000);
  await stage.app.rest.issues.create({ owner: 'acme', repo: 'shop', title: 'y' });
});

test('every page shows the clock with the day of the week, and says where it was moved to', async () => {
  const page = browserOf(stage, 'alice');
  expect((await page.open('/acme/shop/labels')).text).toContain('Mon 2 Mar 2026, 12:00 UTC');
  const { text } = await page.submit('/_clock', { minutes: '10080', back: '/acme/shop' });
  expect(text).toContain('It is now Mon 9 Mar 2026, 12:00 UTC.');
});

test('pages that only show are kept fresh by the script, pages with a form of their own are not', async () => {
  const page = browserOf(stage, 'alice');
  await page.submit('/acme/shop/issues', { title: 'Down', body: '' });
  for (const path of ['/', '/acme/shop/issues', '/acme/shop/issues/1', '/_deliveries']) {
    expect((await page.open(path)).text, path).toMatch(/live\.js[\s\S]*data-live/);
  }
  for (const path of ['/acme/shop/issues/new', '/acme/shop/edit/main/README.md']) {
    expect((await page.open(path)).text, path).not.toContain('live.js');
  }
  expect((await page.open('/_assets/live.js')).text).toContain('main[data-live]');
});

test('deliveries can be read and sent once more with the same GUID', async () => {
  const page = browserOf(stage, 'alice');
  await page.submit('/acme/shop/issues', { title: 'Down', body: '' });
  await stage.sandbox.control.idle();
  const [delivery] = stage.sandbox.control.deliveries().filter((one) => one.event === 'issues');
  expect((await page.open('/_deliveries')).text).toContain(delivery!.guid);
  expect((await page.open(`/_deliveries/${delivery!.id}`)).text).toContain('&quot;opened&quot;');
  stage.received.length = 0;
  await page.submit(`/_deliveries/${delivery!.id}/redeliver`, {});
  await stage.sandbox.control.idle();
  expect(stage.received.map((one) => one.headers['x-github-delivery'])).toEqual([delivery!.guid]);
});

test('labels are made, renamed and deleted on their page', async () => {
  const page = browserOf(stage, 'bob');
  await page.submit('/acme/shop/labels', {
    name: 'incident',
    color: '#B60205',
    description: 'Broken',
  });
  const label = () =>
    stage.app.rest.issues.getLabel({ owner: 'acme', repo: 'shop', name: 'incident' });
  const { data } = await label();
  expect(data).toMatchObject({ color: 'b60205', description: 'Broken' });
  await page.submit(`/acme/shop/labels/${data.id}/edit`, {
    name: 'Incident!',
    color: '#b60205',
    description: '',
  });
  expect((await page.open('/acme/shop/labels')).text).toContain('Incident!');
  await page.submit(`/acme/shop/labels/${data.id}/delete`, {});
  expect((await page.open('/acme/shop/labels')).text).not.toContain('Incident!');
});

test('the deployments of a repository have a page', async () => {
  const page = browserOf(stage, 'bob');
  expect((await page.open('/acme/shop/deployments')).text).toContain('Nothing was deployed yet.');
  await stage.as('bob').rest.repos.createDeployment({
    owner: 'acme',
    repo: 'shop',
    ref: 'main',
    environment: 'production',
    required_contexts: [],
    auto_merge: false,
  });
  expect((await page.open('/acme/shop/deployments')).text).toMatch(/production[\s\S]*pending/);
});

test('editing a file in the browser keeps its first line where it is', async () => {
  const page = browserOf(stage, 'bob');
  const { text } = await page.open('/acme/shop/edit/main/README.md');
  expect(text).toMatch(/<textarea[^>]*>\n[^\n]/);
});
