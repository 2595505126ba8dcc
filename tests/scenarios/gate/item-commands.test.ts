/** What is said on an action item, wherever it lies, and issues that a text makes items. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Pull } from '../support/contributor.ts';
import { CHECKOUT } from '../support/gated-organisation.ts';
import { aGatedScene, FAILING, type GatedScene } from '../support/gated-scene.ts';
import { BOT, issueOf, lookAt } from '../support/look.ts';
import { INCIDENTS } from '../support/organisation.ts';
import type { Thread } from '../support/person.ts';

let scene: GatedScene;
let incident: Thread;
let change: Pull;
beforeAll(async () => {
  scene = await aGatedScene();
});
afterAll(() => scene.close());
beforeEach(async () => {
  incident = await scene.aViolation();
  change = await scene.aChange();
});
afterEach(() => scene.isOver(incident));

const told = (thread: Thread): readonly string[] =>
  lookAt(scene.world, thread)
    .comments.filter(({ author }) => author === BOT)
    .map(({ body }) => body);

describe.each([INCIDENTS, CHECKOUT])('an item in %s', (repository) => {
  test('that its assignee closes is reopened with one explanation, until a colleague confirms it', async () => {
    const item = await scene.anItem(incident, { repository });
    await scene.bob.closes(item);
    await scene.settled();
    expect(lookAt(scene.world, item).state).toBe('open');
    expect(told(item)).toHaveLength(1);
    expect(await scene.alice.triesToMerge(change)).toMatch(FAILING);
    expect((await scene.says('bob', item, '/confirm')).reaction).toBe('😕');
    expect((await scene.says('alice', item, '/confirm')).reaction).toBe('👍');
    await scene.settled();
    expect(lookAt(scene.world, item).state).toBe('closed');
    expect(issueOf(scene.world, item).stateReason).toBe('completed');
    expect(await scene.alice.triesToMerge(change)).toBe('merged');
  });

  test('changes hands and date by what is said on it', async () => {
    const item = await scene.anItem(incident, { repository });
    expect((await scene.says('alice', item, '/owner @erin\n/due 2027-03-01')).reaction).toBe('👍');
    await scene.settled();
    expect(lookAt(scene.world, item).assignees).toEqual(['erin']);
    const [summary] = lookAt(scene.world, incident).comments.filter(({ author }) => author === BOT);
    expect(summary?.body).toContain('2027-03-01');
  });
});

test('a command of the incident that is said elsewhere is led there, once', async () => {
  const item = await scene.anItem(incident, { repository: CHECKOUT });
  const said = await scene.says('bob', item, '/severity sev2 it is worse than that');
  expect(said.reaction).toBe('😕');
  expect(said.answer).toContain(`/${INCIDENTS}/issues/${String(incident.number)}`);
  expect(said.answer).toContain('/severity sev2 it is worse than that');
  expect(said.answer).toContain('/confirm');
  await scene.settled();
  expect(told(item)).toHaveLength(1);
  const onPull = await scene.says('bob', change, '/mitigated');
  expect(onPull).toMatchObject({ reaction: '😕' });
  expect(onPull.answer).toContain('on the incident, not on a pull request');
  expect((await scene.says('bob', change, '/help')).answer).toContain('/override');
  expect(await scene.says('bob', item, 'see /var/resolved and `/action`')).toMatchObject({
    ...{ reaction: null, answer: null },
  });
});

test('an issue whose text says it is part of the incident is linked', async () => {
  const body = `Part of ${incident.repository}#${String(incident.number)}`;
  const issue = await scene.alice.opensIssue(CHECKOUT, { title: 'Cap the pool', body });
  await scene.settled();
  await scene.passes(1);
  expect(issueOf(scene.world, issue).parent?.number).toBe(incident.number);
  expect(lookAt(scene.world, issue).labels).toContain('action-item');
});

test('issues that the incident’s task list names are linked, and stay off once taken off', async () => {
  const issue = await scene.alice.opensIssue(CHECKOUT, { title: 'Cap the pool', body: '' });
  const before = issueOf(scene.world, incident).body ?? '';
  const task = `- [ ] ${CHECKOUT}#${String(issue.number)}`;
  await scene.alice.rewrites(incident, { body: `${before}\n\n${task}` });
  await scene.settled();
  expect(issueOf(scene.world, issue).parent?.number).toBe(incident.number);
  await scene.alice.removesSubIssue(incident, issue);
  await scene.alice.comments(incident, 'That one is not ours.');
  await scene.settled();
  expect(issueOf(scene.world, issue).parent).toBeNull();
});
