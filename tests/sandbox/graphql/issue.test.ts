/* Answers are compared, not used: their shape is what the tests state. */
/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-call */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { setStage, type Stage } from '../stage.ts';

const shop = { owner: 'acme', repo: 'shop' };
type Shown = Record<string, any>;
let stage: Stage;

beforeEach(async () => {
  stage = await setStage();
});

afterEach(async () => {
  expect(stage.sandbox.control.complaints()).toEqual([]);
  await stage.close();
});

const incidentQuery = /* GraphQL */ `
  query ($owner: String!, $repo: String!, $number: Int!, $since: DateTime) {
    rateLimit {
      cost
      nodeCount
      remaining
    }
    repository(owner: $owner, name: $repo) {
      issue(number: $number) {
        id
        fullDatabaseId
        title
        body
        state
        stateReason
        url
        createdAt
        lastEditedAt
        author {
          login
          __typename
        }
        labels(first: 50) {
          nodes {
            name
            color
            description
          }
        }
        assignees(first: 10) {
          nodes {
            login
          }
        }
        parent {
          number
        }
        subIssuesSummary {
          total
          completed
          percentCompleted
        }
        subIssues(first: 100) {
          nodes {
            id
            number
            title
            state
            stateReason
            url
            closedAt
            assignees(first: 5) {
              nodes {
                login
              }
            }
            labels(first: 20) {
              nodes {
                name
              }
            }
          }
        }
        comments(first: 100, orderBy: { field: UPDATED_AT, direction: DESC }) {
          totalCount
          pageInfo {
            hasNextPage
            endCursor
          }
          nodes {
            id
            fullDatabaseId
            body
            bodyHTML
            createdAt
            updatedAt
            lastEditedAt
            isMinimized
            minimizedReason
            viewerDidAuthor
            author {
              login
              __typename
            }
            reactionGroups {
              content
              viewerHasReacted
              reactors(first: 5) {
                nodes {
                  ... on User {
                    login
                  }
                  ... on Bot {
                    login
                  }
                }
              }
            }
          }
        }
        timelineItems(
          first: 100
          since: $since
          itemTypes: [
            LABELED_EVENT
            UNLABELED_EVENT
            CLOSED_EVENT
            REOPENED_EVENT
            ASSIGNED_EVENT
            UNASSIGNED_EVENT
            CROSS_REFERENCED_EVENT
            RENAMED_TITLE_EVENT
            SUB_ISSUE_ADDED_EVENT
            COMMENT_DELETED_EVENT
          ]
        ) {
          totalCount
          filteredCount
          nodes {
            __typename
            ... on LabeledEvent {
              id
              createdAt
              actor {
                login
                __typename
              }
              label {
                name
              }
            }
            ... on UnlabeledEvent {
              createdAt
              label {
                name
              }
            }
            ... on ClosedEvent {
              createdAt
              stateReason
              closer {
                __typename
                ... on PullRequest {
                  number
                }
              }
            }
            ... on ReopenedEvent {
              createdAt
            }
            ... on AssignedEvent {
              assignee {
                ... on User {
                  login
                }
              }
            }
            ... on UnassignedEvent {
              assignee {
                ... on User {
                  login
                }
              }
            }
            ... on CrossReferencedEvent {
              isCrossRepository
              willCloseTarget
              source {
                ... on Issue {
                  number
                }
                ... on PullRequest {
                  number
                }
              }
            }
            ... on RenamedTitleEvent {
              previousTitle
              currentTitle
            }
            ... on SubIssueAddedEvent {
              subIssue {
                number
              }
            }
            ... on CommentDeletedEvent {
              deletedCommentAuthor {
                login
              }
            }
          }
        }
        closedByPullRequestsReferences(first: 10, includeClosedPrs: true) {
          nodes {
            number
            merged
          }
        }
      }
    }
  }
`;

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

  const answer = await stage.app.graphql<Shown>(incidentQuery, { ...shop, number: issue.number });
  const shown = answer['repository'].issue;
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
  expect(shown.labels.nodes.map((label: { name: string }) => label.name)).toEqual(['bug']);
  const [mine, theirs] = shown.comments.nodes;
  expect(mine).toMatchObject({
    viewerDidAuthor: true,
    author: { login: 'norepeat', __typename: 'Bot' },
    body: '<!-- mark -->\n\nSummary',
    bodyHTML: '<p>Summary</p>',
  });
  expect(theirs.bodyHTML).toContain('class="user-mention">@alice</a>');
  expect(
    theirs.reactionGroups.find((group: { content: string }) => group.content === 'ROCKET'),
  ).toEqual({
    content: 'ROCKET',
    viewerHasReacted: false,
    reactors: { nodes: [{ login: 'alice' }] },
  });
  expect(
    shown.timelineItems.nodes.map((item: { __typename: string }) => item.__typename).sort(),
  ).toEqual(
    [
      'AssignedEvent',
      'ClosedEvent',
      'LabeledEvent',
      'RenamedTitleEvent',
      'SubIssueAddedEvent',
    ].sort(),
  );
  expect(answer['rateLimit']).toMatchObject({ cost: 3 });
});

test('`since` leaves earlier events out, and comments order by their latest change', async () => {
  const { bob, comment } = await anIncident();
  stage.sandbox.control.moveClock(60_000);
  await bob.rest.issues.createComment({ ...shop, issue_number: 1, body: 'Second' });
  stage.sandbox.control.moveClock(60_000);
  await bob.rest.issues.updateComment({ ...shop, comment_id: comment.id, body: 'First, edited' });
  await bob.rest.issues.addLabels({ ...shop, issue_number: 1, labels: ['later'] });
  const { repository } = await stage.app.graphql<Shown>(incidentQuery, {
    ...shop,
    number: 1,
    since: '2026-03-02T12:01:30Z',
  });
  expect(repository.issue.timelineItems.nodes).toMatchObject([
    { __typename: 'LabeledEvent', label: { name: 'later' } },
  ]);
  expect(repository.issue.comments.nodes.map((one: { body: string }) => one.body)).toEqual([
    'First, edited',
    'Second',
  ]);
  expect(repository.issue.comments.nodes[0].lastEditedAt).toBe('2026-03-02T12:02:00Z');
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
  const first = await stage.app.graphql<Shown>(query);
  const { pageInfo } = first['repository'].issue.comments;
  expect(pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
  await bob.rest.issues.deleteComment({ ...shop, comment_id: comment.id });
  const second = await stage.app.graphql<Shown>(query, { after: pageInfo.endCursor });
  expect(second['repository'].issue.comments.nodes).toEqual([{ body: 'three' }, { body: 'four' }]);
  expect(second['repository'].issue.comments.pageInfo.hasNextPage).toBe(false);
});

test('several aliased mutations run in order in one request, with the permissions of the installation', async () => {
  const { issue, comment } = await anIncident();
  const { repository } = await stage.app.graphql<Shown>(
    '{ repository(owner: "acme", name: "shop") { id label(name: "bug") { id } other: label(name: "duplicate") { id } } }',
  );
  const answer = await stage.app.graphql<Shown>(
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
      bug: repository.label.id,
      other: repository.other.id,
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
  const { repository } = await stage.app.graphql<Shown>(
    '{ repository(owner: "acme", name: "shop") { id } user(login: "bob") { id } }',
  );
  const { createIssue } = await stage.app.graphql<Shown>(
    'mutation ($r: ID!, $p: ID!) { createIssue(input: { repositoryId: $r, title: "Item", body: "b", parentIssueId: $p }) { issue { id number parent { number } } } }',
    { r: repository.id, p: issue.node_id },
  );
  expect(createIssue.issue).toMatchObject({ parent: { number: 1 } });
  const { updateIssue, off } = await stage.app.graphql<Shown>(
    'mutation ($i: ID!, $p: ID!) { updateIssue(input: { id: $i, title: "Item 2", state: CLOSED }) { actor { login } issue { title state } } off: removeSubIssue(input: { issueId: $p, subIssueId: $i }) { issue { subIssuesSummary { total } } } reopenIssue(input: { issueId: $i }) { issue { state stateReason } } }',
    { i: createIssue.issue.id, p: issue.node_id },
  );
  expect(updateIssue).toEqual({
    actor: { login: 'norepeat' },
    issue: { title: 'Item 2', state: 'CLOSED' },
  });
  expect(off.issue.subIssuesSummary.total).toBe(0);
});
