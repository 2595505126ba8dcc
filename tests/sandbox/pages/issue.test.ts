import { expect, test } from 'vitest';
import { onEachStage } from '../each-stage.ts';
import type { Stage } from '../stage.ts';
import { browserOf } from './browser.ts';

const shop = { owner: 'acme', repo: 'shop' };
let stage: Stage;
onEachStage((set) => (stage = set));

test('the issue page shows the conversation as it is now, safely', async () => {
  const bob = stage.as('bob');
  await bob.rest.issues.create({
    ...shop,
    title: '<b>Down</b>',
    body: 'See <script>alert(1)</script> <details><summary>More</summary>\n\n- [x] done\n\n</details>',
    labels: ['bug'],
  });
  const { data: comment } = await bob.rest.issues.createComment({
    ...shop,
    issue_number: 1,
    body: 'First',
  });
  await bob.rest.issues.updateComment({ ...shop, comment_id: comment.id, body: 'Second' });
  const { text } = await browserOf(stage, 'bob').open('/acme/shop/issues/1');
  expect(text).toContain('&lt;b&gt;Down&lt;/b&gt;');
  expect(text).not.toContain('<script>alert');
  expect(text).toContain('<details><summary>More</summary>');
  expect(text).toContain('<p>Second</p>');
  expect(text).toContain('edited');
  expect(text).toMatch(/added[\s\S]*bug[\s\S]*label/u);
});

test('a form on the page does what the API does, and the app hears of it', async () => {
  await stage.as('bob').rest.issues.create({ ...shop, title: 'Down' });
  await stage.sandbox.control.idle();
  stage.received.length = 0;
  const page = browserOf(stage, 'bob');
  await page.submit('/acme/shop/issues/1/comments', { body: 'Looking', then: 'comment' });
  await page.submit('/acme/shop/issues/1/labels', { label: ['bug'] });
  await page.submit('/acme/shop/issues/1/assignees', { assignee: ['bob'] });
  await page.submit('/acme/shop/issues/1/sub-issues', { title: 'A test' });
  await page.submit('/acme/shop/issues/1/react', { content: 'rocket' });
  const closed = await page.submit('/acme/shop/issues/1/comments', {
    body: '',
    then: 'close-not_planned',
  });
  expect(closed.text).toContain('as not planned');
  expect(closed.text).toContain('0 of 1');
  await stage.sandbox.control.idle();
  const events = stage.received.map((one) => `${one.event}.${one.action ?? ''}`);
  for (const event of [
    'issue_comment.created',
    'issues.labeled',
    'issues.assigned',
    'sub_issues.sub_issue_added',
    'issues.closed',
  ])
    expect(events).toContain(event);
});

test('a person without the right is refused on the page in the words of the rule', async () => {
  await stage.as('bob').rest.issues.create({ ...shop, title: 'Down' });
  const { text } = await browserOf(stage, 'rita').submit('/acme/shop/issues/1/labels', {
    label: ['bug'],
  });
  expect(text).toContain('Must have triage access');
  const { data } = await stage.app.rest.issues.get({ ...shop, issue_number: 1 });
  expect(data.labels).toEqual([]);
});

test('a repository one may not see does not exist', async () => {
  expect((await browserOf(stage, 'rita').open('/acme/vault')).status).toBe(200);
  expect((await browserOf(stage, 'olaf').open('/acme/vault')).status).toBe(404);
  expect((await browserOf(stage, 'olaf').open('/acme/nothing')).status).toBe(404);
});

const form = `name: Incident
description: Something is broken
title: 'Incident: '
labels: [bug, not-there]
body:
  - type: markdown
    attributes: { value: 'Read **this** first.' }
  - type: textarea
    id: what
    attributes: { label: What is happening }
    validations: { required: true }
  - type: dropdown
    id: severity
    attributes: { label: Severity, options: [SEV-1, SEV-2, Not sure] }
  - type: checkboxes
    id: drill
    attributes: { label: Drill, options: [{ label: This is a drill }, { label: Other }] }
  - type: input
    id: users
    attributes: { label: Users, description: in percent }
`;

test('an issue form becomes the text GitHub would make, and adds only labels that exist', async () => {
  await stage.as('bob').rest.repos.createOrUpdateFileContents({
    ...shop,
    path: '.github/ISSUE_TEMPLATE/incident.yml',
    message: 'Form',
    content: Buffer.from(form).toString('base64'),
  });
  const page = browserOf(stage, 'olaf');
  expect((await page.open('/acme/shop/issues/new')).text).toContain('Something is broken');
  const shown = await page.open('/acme/shop/issues/new?template=incident.yml');
  expect(shown.text).toContain('<strong>this</strong>');
  expect(shown.text).toContain('name="f:severity"');
  const refused = await page.submit('/acme/shop/issues', {
    template: 'incident.yml',
    title: 'Incident: x',
    'f:what': ' ',
  });
  expect(refused.text).toContain('Required: What is happening');
  await page.submit('/acme/shop/issues', {
    template: 'incident.yml',
    title: 'Incident: x',
    'f:what': 'All\r\nof it',
    'f:severity': 'SEV-2',
    'f:drill': ['This is a drill'],
  });
  const { data } = await stage.app.rest.issues.get({ ...shop, issue_number: 1 });
  expect(data.body).toBe(
    '### What is happening\n\nAll\nof it\n\n### Severity\n\nSEV-2\n\n### Drill\n\n- [X] This is a drill\n- [ ] Other\n\n### Users\n\n_No response_',
  );
  expect(data.labels.map((label) => (typeof label === 'string' ? label : label.name))).toEqual([
    'bug',
  ]);
});
