import { expect, test } from 'vitest';
import { z } from 'zod';
import { onEachStage } from '../each-stage.ts';
import type { Stage } from '../stage.ts';
import { at, textAt } from './answer.ts';
import { incidentQuery } from './incident-query.ts';

const shop = { owner: 'acme', repo: 'shop' };
let stage: Stage;
onEachStage((set) => (stage = set));

async function anIncident() {
  const bob = stage.as('bob');
  const { data: issue } = await bob.rest.issues.create({
    ...shop,
    title: 'Checkout is down',
    body: 'It *is*.',
    labels: ['bug'],
  });
  const { data: comment } = await bob.rest.issues.createComment({
    ...shop,
    issue_number: issue.number,
    body: 'Looking, cc @alice',
  });
  return { bob, issue, comment };
}

test('one query shows an issue whole: texts, people, labels, sub-issues, reactions and what happened', async () => {
  const { bob, issue, comment } = await anIncident();
  const { data: child } = await bob.rest.issues.create({ ...shop, title: 'Add a test' });
  await bob.rest.issues.addSubIssue({ ...shop, issue_number: 1, sub_issue_id: child.id });
  await bob.rest.issues.update({
    ...shop,
    issue_number: 1,
    title: 'Checkout is slow',
    assignees: ['bob'],
  });
  await bob.rest.issues.update({ ...shop, issue_number: child.number, state: 'closed' });
  await stage
    .as('alice')
    .rest.reactions.createForIssueComment({ ...shop, comment_id: comment.id, content: 'rocket' });
  await stage.app.rest.issues.createComment({
    ...shop,
    issue_number: 1,
    body: '<!-- mark -->\n\nSummary',
  });
  await bob.rest.issues.update({
    ...shop,
    issue_number: 1,
    state: 'closed',
    state_reason: 'not_planned',
  });

  const answer = await stage.app.graphql<unknown>(incidentQuery, { ...shop, number: issue.number });
  const shown = at(answer, 'repository.issue');
  expect(shown).toMatchObject({
    id: issue.node_id,
    fullDatabaseId: String(issue.id),
    title: 'Checkout is slow',
    state: 'CLOSED',
    stateReason: 'NOT_PLANNED',
    url: `${stage.sandbox.url}/acme/shop/issues/1`,
    author: { login: 'bob', __typename: 'User' },
    createdAt: '2026-03-02T12:00:00Z',
    assignees: { nodes: [{ login: 'bob' }] },
    subIssuesSummary: { total: 1, completed: 1, percentCompleted: 100 },
    subIssues: { nodes: [{ number: child.number, state: 'CLOSED', stateReason: 'COMPLETED' }] },
  });
  expect(at(shown, 'labels.nodes.*.name')).toEqual(['bug']);
  expect(at(shown, 'comments.nodes.0')).toMatchObject({
    viewerDidAuthor: true,
    author: { login: 'norepeat', __typename: 'Bot' },
    body: '<!-- mark -->\n\nSummary',
    bodyHTML: '<p>Summary</p>',
  });
  const theirs = at(shown, 'comments.nodes.1');
  expect(at(theirs, 'bodyHTML')).toContain('class="user-mention">@alice</a>');
  expect(at(theirs, 'reactionGroups')).toContainEqual({
    content: 'ROCKET',
    viewerHasReacted: false,
    reactors: { nodes: [{ login: 'alice' }] },
  });
  const kinds = z.array(z.string()).parse(at(shown, 'timelineItems.nodes.*.__typename'));
  expect(kinds.sort()).toEqual([
    'AssignedEvent',
    'ClosedEvent',
    'LabeledEvent',
    'RenamedTitleEvent',
    'SubIssueAddedEvent',
  ]);
  expect(at(answer, 'rateLimit')).toMatchObject({ cost: 3 });
});

test('`since` leaves earlier events out, and comments order by their latest change', async () => {
  const { bob, comment } = await anIncident();
  stage.sandbox.control.moveClock(60_000);
  await bob.rest.issues.createComment({ ...shop, issue_number: 1, body: 'Second' });
  stage.sandbox.control.moveClock(60_000);
  await bob.rest.issues.updateComment({ ...shop, comment_id: comment.id, body: 'First, edited' });
  await bob.rest.issues.addLabels({ ...shop, issue_number: 1, labels: ['later'] });
  const shown = await stage.app.graphql<unknown>(incidentQuery, {
    ...shop,
    number: 1,
    since: '2026-03-02T12:01:30Z',
  });
  expect(at(shown, 'repository.issue.timelineItems.nodes')).toMatchObject([
    { __typename: 'LabeledEvent', label: { name: 'later' } },
  ]);
  expect(at(shown, 'repository.issue.comments.nodes.*.body')).toEqual(['First, edited', 'Second']);
  expect(at(shown, 'repository.issue.comments.nodes.0.lastEditedAt')).toBe('2026-03-02T12:02:00Z');
});

test('a cursor stays with its comment when others come and go', async () => {
  const { bob, comment } = await anIncident();
  for (const body of ['two', 'three', 'four'])
    await bob.rest.issues.createComment({ ...shop, issue_number: 1, body });
  const query = /* GraphQL */ `
    query ($after: String) {
      repository(owner: "acme", name: "shop") {
        issue(number: 1) {
          comments(first: 2, after: $after) {
            nodes {
              body
            }
            pageInfo {
              hasNextPage
              hasPreviousPage
              endCursor
            }
          }
        }
      }
    }
  `;
  const first = await stage.app.graphql<unknown>(query);
  const pageInfo = at(first, 'repository.issue.comments.pageInfo');
  expect(pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
  await bob.rest.issues.deleteComment({ ...shop, comment_id: comment.id });
  const second = await stage.app.graphql<unknown>(query, { after: textAt(pageInfo, 'endCursor') });
  expect(at(second, 'repository.issue.comments.nodes')).toEqual([
    { body: 'three' },
    { body: 'four' },
  ]);
  expect(at(second, 'repository.issue.comments.pageInfo.hasNextPage')).toBe(false);
});

test('several aliased mutations run in order in one request, with the permissions of the installation', async () => {
  const { issue, comment } = await anIncident();
  const ids = await stage.app.graphql<unknown>(
    '{ repository(owner: "acme", name: "shop") { id label(name: "bug") { id } other: label(name: "duplicate") { id } } }',
  );
  const answer = await stage.app.graphql<unknown>(
    /* GraphQL */ `
      mutation ($issue: ID!, $comment: ID!, $bug: ID!, $other: ID!) {
        say: addComment(input: { subjectId: $issue, body: "Hello", clientMutationId: "x" }) {
          clientMutationId
          commentEdge {
            node {
              id
              body
              author {
                login
              }
            }
          }
          subject {
            id
          }
        }
        like: addReaction(input: { subjectId: $comment, content: THUMBS_UP }) {
          reaction {
            content
            user {
              login
            }
          }
          subject {
            ... on IssueComment {
              reactionGroups {
                content
                viewerHasReacted
              }
            }
          }
        }
        on: addLabelsToLabelable(input: { labelableId: $issue, labelIds: [$other] }) {
          labelable {
            labels(first: 10) {
              nodes {
                name
              }
            }
          }
        }
        off: removeLabelsFromLabelable(input: { labelableId: $issue, labelIds: [$bug] }) {
          labelable {
            ... on Issue {
              labels(first: 10) {
                nodes {
                  name
                }
              }
            }
          }
        }
        hide: minimizeComment(input: { subjectId: $comment, classifier: OUTDATED }) {
          minimizedComment {
            isMinimized
            minimizedReason
          }
        }
        close: closeIssue(input: { issueId: $issue, stateReason: COMPLETED }) {
          issue {
            state
            stateReason
          }
        }
      }
    `,
    {
      issue: issue.node_id,
      comment: comment.node_id,
      bug: textAt(ids, 'repository.label.id'),
      other: textAt(ids, 'repository.other.id'),
    },
  );
  expect(answer).toMatchObject({
    say: {
      clientMutationId: 'x',
      commentEdge: { node: { body: 'Hello', author: { login: 'norepeat' } } },
      subject: { id: issue.node_id },
    },
    like: { reaction: { content: 'THUMBS_UP', user: null } },
    on: { labelable: { labels: { nodes: [{ name: 'bug' }, { name: 'duplicate' }] } } },
    off: { labelable: { labels: { nodes: [{ name: 'duplicate' }] } } },
    hide: { minimizedComment: { isMinimized: true, minimizedReason: 'outdated' } },
    close: { issue: { state: 'CLOSED', stateReason: 'COMPLETED' } },
  });
  await stage.sandbox.control.idle();
  expect(stage.received.map((one) => `${one.event}.${one.action ?? ''}`)).toEqual(
    expect.arrayContaining([
      'issue_comment.created',
      'issues.labeled',
      'issues.unlabeled',
      'issues.closed',
    ]),
  );
});

test('an issue is opened, changed, nested and reopened by GraphQL', async () => {
  const { issue } = await anIncident();
  const ids = await stage.app.graphql<unknown>(
    '{ repository(owner: "acme", name: "shop") { id } user(login: "bob") { id } }',
  );
  const opened = await stage.app.graphql<unknown>(
    'mutation ($r: ID!, $p: ID!) { createIssue(input: { repositoryId: $r, title: "Item", body: "b", parentIssueId: $p }) { issue { id number parent { number } } } }',
    { r: textAt(ids, 'repository.id'), p: issue.node_id },
  );
  expect(at(opened, 'createIssue.issue')).toMatchObject({ parent: { number: 1 } });
  const changed = await stage.app.graphql<unknown>(
    'mutation ($i: ID!, $p: ID!) { updateIssue(input: { id: $i, title: "Item 2", state: CLOSED }) { actor { login } issue { title state } } off: removeSubIssue(input: { issueId: $p, subIssueId: $i }) { issue { subIssuesSummary { total } } } reopenIssue(input: { issueId: $i }) { issue { state stateReason } } }',
    { i: textAt(opened, 'createIssue.issue.id'), p: issue.node_id },
  );
  expect(at(changed, 'updateIssue')).toEqual({
    actor: { login: 'norepeat' },
    issue: { title: 'Item 2', state: 'CLOSED' },
  });
  expect(at(changed, 'off.issue.subIssuesSummary.total')).toBe(0);
});
