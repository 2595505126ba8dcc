import { expect, test } from 'vitest';
import { z } from 'zod';
import { createRuleset } from '../../../sandbox/model/actions/rules.ts';
import { findRepository } from '../../../sandbox/model/world.ts';
import { MERGE_QUEUE } from '../merge-queue-rule.ts';
import { onEachStage } from '../each-stage.ts';
import type { Stage } from '../stage.ts';
import { at, textAt } from './answer.ts';
import { pullRequestQuery } from './pull-request-query.ts';

let stage: Stage;
onEachStage((set) => (stage = set));

const OpenedPull = z.object({ id: z.string(), number: z.number(), headRefOid: z.string() });

/** A branch with one verified commit by the app, and a pull request from it that fixes issue 1. */
async function aPullRequest() {
  await stage.as('bob').rest.issues.create({ owner: 'acme', repo: 'shop', title: 'Down' });
  const shown = await stage.app.graphql<unknown>(
    '{ repository(owner: "acme", name: "shop") { id defaultBranchRef { name target { oid } } } }',
  );
  const repository = textAt(shown, 'repository.id');
  const base = textAt(shown, 'repository.defaultBranchRef.target.oid');
  await stage.app.rest.git.createRef({
    owner: 'acme',
    repo: 'shop',
    ref: 'refs/heads/fix',
    sha: base,
  });
  const committed = await stage.app.graphql<unknown>(
    /* GraphQL */ `
      mutation ($oid: GitObjectID!, $file: Base64String!) {
        createCommitOnBranch(
          input: {
            branch: { repositoryNameWithOwner: "acme/shop", branchName: "fix" }
            expectedHeadOid: $oid
            message: { headline: "Guard", body: "The cart" }
            fileChanges: {
              additions: [{ path: "src/b.txt", contents: $file }]
              deletions: [{ path: "src/a.txt" }]
            }
          }
        ) {
          commit {
            oid
            messageHeadline
            messageBody
            signature {
              isValid
            }
            author {
              name
            }
          }
          ref {
            name
          }
        }
      }
    `,
    { oid: base, file: Buffer.from('new\n').toString('base64') },
  );
  expect(at(committed, 'createCommitOnBranch')).toMatchObject({
    commit: { messageHeadline: 'Guard', messageBody: 'The cart', signature: { isValid: true } },
    ref: { name: 'fix' },
  });
  const opened = await stage.app.graphql<unknown>(
    'mutation ($r: ID!) { createPullRequest(input: { repositoryId: $r, baseRefName: "main", headRefName: "fix", title: "Guard", body: "Fixes #1" }) { pullRequest { id number headRefOid } } }',
    { r: repository },
  );
  const { id, number, headRefOid } = OpenedPull.parse(at(opened, 'createPullRequest.pullRequest'));
  expect(headRefOid).toBe(at(committed, 'createCommitOnBranch.commit.oid'));
  return { repository, pull: id, head: headRefOid, number };
}

test('a commit on a branch that moved is refused as stale', async () => {
  await aPullRequest();
  const stale = stage.app.graphql(
    'mutation { createCommitOnBranch(input: { branch: { repositoryNameWithOwner: "acme/shop", branchName: "fix" }, expectedHeadOid: "0000000000000000000000000000000000000000", message: { headline: "x" }, fileChanges: { additions: [{ path: "y", contents: "" }] } }) { commit { oid } } }',
  );
  await expect(stale).rejects.toMatchObject({
    errors: [{ type: 'STALE_DATA', path: ['createCommitOnBranch'] }],
  });
});

test('one query shows a pull request with its files, its fixed issues and its own check', async () => {
  const { repository, head, number } = await aPullRequest();
  const check = (conclusion: string) =>
    stage.app.graphql<unknown>(
      `mutation ($r: ID!, $o: GitObjectID!) { createCheckRun(input: { repositoryId: $r, headSha: $o, name: "norepeat/gate", externalId: "v-${conclusion}", status: COMPLETED, conclusion: ${conclusion}, output: { title: "t", summary: "s" }, actions: [{ label: "Check again", description: "d", identifier: "recheck" }] }) { checkRun { databaseId conclusion } } }`,
      { r: repository, o: head },
    );
  await check('FAILURE');
  await check('SUCCESS');
  const shown = await stage.app.graphql<unknown>(pullRequestQuery, { number });
  expect(at(shown, 'repository.pullRequest')).toMatchObject({
    state: 'OPEN',
    author: { login: 'norepeat', __typename: 'Bot' },
    mergeable: 'MERGEABLE',
    mergeStateStatus: 'CLEAN',
    reviewDecision: null,
    isInMergeQueue: false,
    files: {
      totalCount: 2,
      nodes: [
        { path: 'src/a.txt', changeType: 'DELETED' },
        { path: 'src/b.txt', changeType: 'ADDED' },
      ],
    },
    closingIssuesReferences: { nodes: [{ number: 1, repository: { nameWithOwner: 'acme/shop' } }] },
    commits: {
      nodes: [
        {
          commit: {
            oid: head,
            associatedPullRequests: { nodes: [{ number }] },
            statusCheckRollup: {
              state: 'SUCCESS',
              contexts: {
                nodes: [{ name: 'norepeat/gate', conclusion: 'SUCCESS', isRequired: false }],
              },
            },
            checkSuites: {
              nodes: [
                {
                  app: { slug: 'norepeat' },
                  checkRuns: { nodes: [{ conclusion: 'SUCCESS', externalId: 'v-SUCCESS' }] },
                },
              ],
            },
          },
        },
      ],
    },
  });
});

test('review, draft, merge: the timeline tells it and the issue is closed by the merge', async () => {
  const { pull, head, number } = await aPullRequest();
  const bob = stage.as('bob');
  await bob.graphql(
    'mutation ($p: ID!) { a: convertPullRequestToDraft(input: { pullRequestId: $p }) { pullRequest { isDraft } } b: markPullRequestReadyForReview(input: { pullRequestId: $p }) { pullRequest { isDraft } } }',
    { p: pull },
  );
  const reviewed = await bob.graphql<unknown>(
    'mutation ($p: ID!) { addPullRequestReview(input: { pullRequestId: $p, event: APPROVE, body: "ok" }) { pullRequestReview { state author { login } commit { oid } } } }',
    { p: pull },
  );
  expect(at(reviewed, 'addPullRequestReview.pullRequestReview')).toEqual({
    state: 'APPROVED',
    author: { login: 'bob' },
    commit: { oid: head },
  });
  await expect(
    bob.graphql(
      'mutation ($p: ID!) { mergePullRequest(input: { pullRequestId: $p, expectedHeadOid: "0000000000000000000000000000000000000000" }) { clientMutationId } }',
      { p: pull },
    ),
  ).rejects.toThrow('Head branch was modified');
  await bob.graphql(
    'mutation ($p: ID!) { mergePullRequest(input: { pullRequestId: $p, mergeMethod: SQUASH }) { pullRequest { merged } } }',
    { p: pull },
  );
  const shown = await stage.app.graphql<unknown>(
    /* GraphQL */ `
      query ($n: Int!) {
        repository(owner: "acme", name: "shop") {
          pullRequest(number: $n) {
            state
            mergedBy {
              login
            }
            mergeCommit {
              oid
            }
            timelineItems(first: 50) {
              nodes {
                __typename
              }
            }
          }
          issue(number: 1) {
            state
            closedByPullRequestsReferences(first: 5, includeClosedPrs: true) {
              nodes {
                number
                merged
              }
            }
            timelineItems(last: 1, itemTypes: CLOSED_EVENT) {
              nodes {
                ... on ClosedEvent {
                  closer {
                    ... on PullRequest {
                      number
                    }
                  }
                }
              }
            }
          }
        }
      }
    `,
    { n: number },
  );
  expect(at(shown, 'repository.pullRequest.state')).toBe('MERGED');
  expect(at(shown, 'repository.pullRequest.timelineItems.nodes.*.__typename')).toEqual(
    expect.arrayContaining([
      'PullRequestCommit',
      'ConvertToDraftEvent',
      'ReadyForReviewEvent',
      'PullRequestReview',
      'MergedEvent',
    ]),
  );
  expect(at(shown, 'repository.issue')).toMatchObject({
    state: 'CLOSED',
    closedByPullRequestsReferences: { nodes: [{ number, merged: true }] },
    timelineItems: { nodes: [{ closer: { number } }] },
  });
});

test('a queued pull request is an entry of the merge queue with its group, until it is taken out', async () => {
  const { pull } = await aPullRequest();
  const { world } = stage.sandbox;
  createRuleset(
    world,
    { kind: 'system' },
    {
      source: { kind: 'repository', repository: findRepository(world, 'acme', 'shop')! },
      name: 'Queue',
      refs: { include: ['~DEFAULT_BRANCH'], exclude: [] },
      rules: [
        MERGE_QUEUE,
        {
          type: 'required_status_checks',
          checks: [{ context: 'norepeat/gate', integrationId: 7001 }],
          strict: false,
        },
      ],
    },
  );
  const { data } = await stage.app.rest.pulls.get({ owner: 'acme', repo: 'shop', pull_number: 2 });
  await stage.app.rest.checks.create({
    owner: 'acme',
    repo: 'shop',
    name: 'norepeat/gate',
    head_sha: data.head.sha,
    conclusion: 'success',
  });
  const bob = stage.as('bob');
  const queued = await bob.graphql<unknown>(
    'mutation ($p: ID!) { enqueuePullRequest(input: { pullRequestId: $p }) { mergeQueueEntry { position enqueuer { login } pullRequest { isInMergeQueue } } } }',
    { p: pull },
  );
  expect(at(queued, 'enqueuePullRequest.mergeQueueEntry')).toEqual({
    position: 1,
    enqueuer: { login: 'bob' },
    pullRequest: { isInMergeQueue: true },
  });
  const query =
    '{ repository(owner: "acme", name: "shop") { mergeQueue(branch: "main") { configuration { mergingStrategy } entries(first: 100) { totalCount nodes { state headCommit { oid } baseCommit { oid } pullRequest { number headRefOid } } } } } }';
  const shown = await stage.app.graphql<unknown>(query);
  expect(at(shown, 'repository.mergeQueue')).toMatchObject({
    configuration: { mergingStrategy: 'ALLGREEN' },
    entries: { totalCount: 1, nodes: [{ state: 'AWAITING_CHECKS', pullRequest: { number: 2 } }] },
  });
  expect(at(shown, 'repository.mergeQueue.entries.nodes.0.headCommit.oid')).toMatch(
    /^[0-9a-f]{40}$/u,
  );
  await bob.graphql(
    'mutation ($p: ID!) { dequeuePullRequest(input: { id: $p }) { mergeQueueEntry { pullRequest { number } } } }',
    { p: pull },
  );
  const after = await stage.app.graphql<unknown>(query);
  expect(at(after, 'repository.mergeQueue.entries.totalCount')).toBe(0);
});

test('auto-merge waits for the required check and merges when it passes', async () => {
  const { repository, pull, head } = await aPullRequest();
  const { world } = stage.sandbox;
  const shop = findRepository(world, 'acme', 'shop')!;
  shop.settings.allowAutoMerge = true;
  createRuleset(
    world,
    { kind: 'system' },
    {
      source: { kind: 'repository', repository: shop },
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
  await stage
    .as('bob')
    .graphql(
      'mutation ($p: ID!) { enablePullRequestAutoMerge(input: { pullRequestId: $p, mergeMethod: SQUASH }) { pullRequest { autoMergeRequest { mergeMethod } } } }',
      { p: pull },
    );
  await stage.app.graphql(
    'mutation ($r: ID!, $o: GitObjectID!) { createCheckRun(input: { repositoryId: $r, headSha: $o, name: "norepeat/gate", conclusion: SUCCESS }) { checkRun { isRequired(pullRequestNumber: 2) } } }',
    { r: repository, o: head },
  );
  const shown = await stage.app.graphql<unknown>(
    'query ($p: ID!) { node(id: $p) { ... on PullRequest { merged mergedBy { login } } } }',
    { p: pull },
  );
  expect(at(shown, 'node')).toMatchObject({ merged: true });
});
