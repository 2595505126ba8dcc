import { expect, test } from 'vitest';
import { onEachStage } from '../../each-stage.ts';
import type { Stage } from '../../stage.ts';
import { shop } from './shop.ts';

let stage: Stage;
onEachStage((set) => (stage = set));

test('issues, labels, people and sub-issues answer as GitHub describes', async () => {
  const { app, as } = stage;
  const bob = as('bob');
  const { data: parent } = await bob.rest.issues.create({
    ...shop,
    title: 'Parent',
    labels: ['bug'],
    assignees: ['alice', 'olaf'],
  });
  expect(parent.assignees!.map(({ login }) => login)).toEqual(['alice']);
  const { data: child } = await app.rest.issues.create({
    ...shop,
    title: 'Child',
    body: `For #${parent.number}`,
  });
  const at = { ...shop, issue_number: parent.number };
  await app.rest.issues.addSubIssue({ ...at, sub_issue_id: child.id });
  await expect(
    app.rest.issues.addSubIssue({ ...at, sub_issue_id: child.number }),
  ).rejects.toMatchObject({ status: 404 });
  const { data: second } = await app.rest.issues.create({ ...shop, title: 'Second child' });
  await app.rest.issues.addSubIssue({ ...at, sub_issue_id: second.id });
  await app.rest.issues.reprioritizeSubIssue({
    ...at,
    sub_issue_id: second.id,
    before_id: child.id,
  });
  const { data: children } = await app.rest.issues.listSubIssues(at);
  expect(children.map(({ title }) => title)).toEqual(['Second child', 'Child']);
  await app.rest.issues.getParent({ ...shop, issue_number: child.number });
  await app.rest.issues.removeSubIssue({ ...at, sub_issue_id: second.id });
  await app.rest.issues.createLabel({
    ...shop,
    name: 'severity:sev1',
    color: 'b60205',
    description: 'Worst',
  });
  await app.rest.issues.getLabel({ ...shop, name: 'severity:sev1' });
  await app.rest.issues.setLabels({ ...at, labels: ['severity:sev1'] });
  await app.rest.issues.updateLabel({ ...shop, name: 'severity:sev1', new_name: 'severity:sev2' });
  const { data: labels } = await app.rest.issues.listLabelsOnIssue(at);
  expect(labels.map(({ name }) => name)).toEqual(['severity:sev2']);
  await app.rest.issues.listLabelsForRepo(shop);
  await app.rest.issues.removeLabel({ ...at, name: 'severity:sev2' });
  await app.rest.issues.setLabels({ ...at, labels: [] });
  await app.rest.issues.removeAllLabels(at);
  await app.rest.issues.deleteLabel({ ...shop, name: 'severity:sev2' });
  await app.rest.issues.addAssignees({ ...at, assignees: ['bob'] });
  await app.rest.issues.removeAssignees({ ...at, assignees: ['alice'] });
  await app.rest.issues.listAssignees(shop);
  await app.rest.issues.checkUserCanBeAssigned({ ...shop, assignee: 'bob' });
  await expect(
    app.rest.issues.checkUserCanBeAssigned({ ...shop, assignee: 'olaf' }),
  ).rejects.toMatchObject({ status: 404 });
  await app.rest.issues.lock({ ...at, lock_reason: 'resolved' });
  await app.rest.issues.unlock(at);
  await app.rest.issues.update({ ...at, title: 'Renamed' });
  const { data: comment } = await app.rest.issues.createComment({ ...at, body: 'One' });
  const { data: reaction } = await app.rest.reactions.createForIssueComment({
    ...shop,
    comment_id: comment.id,
    content: 'eyes',
  });
  await app.rest.reactions.listForIssueComment({ ...shop, comment_id: comment.id });
  await app.rest.reactions.deleteForIssueComment({
    ...shop,
    comment_id: comment.id,
    reaction_id: reaction.id,
  });
  const onIssue = await app.rest.reactions.createForIssue({ ...at, content: 'heart' });
  await app.rest.reactions.listForIssue(at);
  await app.rest.reactions.deleteForIssue({ ...at, reaction_id: onIssue.data.id });
  await bob.rest.issues.update({ ...at, state: 'closed', state_reason: 'completed' });
  await bob.rest.issues.update({ ...at, state: 'open' });
  const { data: timeline } = await app.rest.issues.listEventsForTimeline({ ...at, per_page: 100 });
  const names = timeline.map(({ event }) => event);
  expect(names).toEqual(
    expect.arrayContaining([
      'labeled',
      'assigned',
      'cross-referenced',
      'sub_issue_added',
      'renamed',
      'commented',
      'closed',
      'reopened',
      'locked',
    ]),
  );
  const { data: events } = await app.rest.issues.listEvents({ ...at, per_page: 100 });
  expect(events.map(({ event }) => event)).not.toContain('cross-referenced');
  await app.rest.issues.listEventsForRepo(shop);
  await app.rest.issues.listComments(at);
  const { data: all } = await app.rest.issues.listCommentsForRepo({
    ...shop,
    sort: 'updated',
    direction: 'desc',
    since: '2026-01-01T00:00:00Z',
  });
  expect(all.map(({ body }) => body)).toEqual(['One']);
  await app.rest.issues.getComment({ ...shop, comment_id: comment.id });
  const { data: listed } = await app.rest.issues.listForRepo({
    ...shop,
    assignee: 'bob',
    state: 'all',
  });
  expect(listed.map(({ title }) => title)).toEqual(['Renamed']);
}, 60_000);
