import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { onEachStage } from '../each-stage.ts';
import type { Stage } from '../stage.ts';

const shop = { owner: 'acme', repo: 'shop' };
let stage: Stage;
onEachStage((set) => (stage = set));

test('an installation opens, comments, labels and closes an issue, and hears of all of it', async () => {
  const { app, sandbox, received } = stage;
  const { data: issue } = await app.rest.issues.create({
    ...shop,
    title: 'Down',
    body: 'All of it',
  });
  expect(issue).toMatchObject({
    number: 1,
    state: 'open',
    user: { login: 'norepeat[bot]', type: 'Bot' },
  });
  const { data: comment } = await app.rest.issues.createComment({
    ...shop,
    issue_number: 1,
    body: 'Hello',
  });
  await app.rest.issues.addLabels({ ...shop, issue_number: 1, labels: ['incident'] });
  await app.rest.issues.updateComment({ ...shop, comment_id: comment.id, body: 'Hello again' });
  await app.rest.reactions.createForIssueComment({
    ...shop,
    comment_id: comment.id,
    content: '+1',
  });
  await app.rest.issues.update({
    ...shop,
    issue_number: 1,
    state: 'closed',
    state_reason: 'not_planned',
  });
  const { data: closed } = await app.rest.issues.get({ ...shop, issue_number: 1 });
  expect(closed).toMatchObject({ state: 'closed', state_reason: 'not_planned', comments: 1 });
  await app.rest.issues.deleteComment({ ...shop, comment_id: comment.id });
  await sandbox.control.idle();
  expect(received.map(({ event, action }) => `${event}.${action ?? ''}`).sort()).toEqual(
    [
      'issues.opened',
      'issue_comment.created',
      'label.created',
      'issues.labeled',
      'issue_comment.edited',
      'issues.closed',
      'issue_comment.deleted',
    ].sort(),
  );
  const edited = received.find(
    ({ event, action }) => event === 'issue_comment' && action === 'edited',
  )!;
  expect(edited.payload['changes']).toEqual({ body: { from: 'Hello' } });
  expect(edited.headers['x-hub-signature-256']).toBe(
    'sha256=' + createHmac('sha256', 'a secret of the test').update(edited.body).digest('hex'),
  );
});
