/** What an app that follows up reads and writes: the postmortem's pull request, items, texts and their editors. */
import { expect, test } from 'vitest';
import { forkRepository } from '../../../sandbox/model/actions/forks.ts';
import { openIssue } from '../../../sandbox/model/actions/issues.ts';
import { mergePull } from '../../../sandbox/model/actions/merge.ts';
import { openPull } from '../../../sandbox/model/actions/pull-requests.ts';
import { addSubIssue } from '../../../sandbox/model/actions/sub-issues.ts';
import type { Repository } from '../../../sandbox/model/records/repository.ts';
import { findUser } from '../../../sandbox/model/world.ts';
import { onEachStage, repositoryOn } from '../each-stage.ts';
import { aCommit } from '../model/changes.ts';
import { value } from '../model/setting.ts';
import type { Stage } from '../stage.ts';
import { at, textAt } from './answer.ts';

const shop = { owner: 'acme', repo: 'shop' };
const bob = { kind: 'user', login: 'bob' } as const;
const branch = 'norepeat/postmortem-1';
let stage: Stage;
onEachStage((set) => (stage = set));

const anIssue = (repository: Repository, title: string, body = '') =>
  value(openIssue(stage.sandbox.world, bob, { repository, title, body }));

test('pull requests from one branch are listed with their base, moment of merge and whether they come from a fork', async () => {
  const { world, control } = stage.sandbox;
  const repository = repositoryOn(stage, 'shop');
  aCommit(world, repository, { by: bob, branch: 'side', path: 'side.md' });
  aCommit(world, repository, { by: bob, branch, path: 'a.md' });
  const pull = (base: string) =>
    value(openPull(world, bob, { repository, title: base, body: null, base, head: branch }));
  const aside = pull('side');
  value(mergePull(world, bob, { issue: aside }));
  control.moveClock(60_000);
  const published = pull('main');
  value(mergePull(world, bob, { issue: published }));
  const olaf = findUser(world, 'olaf')!;
  const asOlaf = { kind: 'user', login: 'olaf' } as const;
  const fork = value(forkRepository(world, asOlaf, { repository, owner: olaf }));
  aCommit(world, fork, { by: asOlaf, branch, path: 'b.md' });
  const theirs = { headRepository: fork, head: branch, title: 'fork', body: null };
  value(openPull(world, asOlaf, { repository, base: 'main', ...theirs }));

  const shown = await stage.app.graphql<unknown>(
    `query ($branch: String!) { repository(owner: "acme", name: "shop") {
      merged: pullRequests(headRefName: $branch, states: MERGED, last: 20,
        orderBy: { field: CREATED_AT, direction: ASC }) { nodes { ...P } }
      toMain: pullRequests(headRefName: $branch, baseRefName: "main", first: 20,
        orderBy: { field: CREATED_AT, direction: DESC }) { nodes { ...P } }
      none: pullRequests(headRefName: "main", first: 1) { totalCount }
    } }
    fragment P on PullRequest { number state mergedAt baseRefName isCrossRepository }`,
    { branch },
  );
  const main = {
    ...{ number: published.number, state: 'MERGED', baseRefName: 'main' },
    ...{ mergedAt: '2026-03-02T12:01:00Z', isCrossRepository: false },
  };
  expect(at(shown, 'repository.merged.nodes')).toEqual([
    { ...main, number: aside.number, baseRefName: 'side', mergedAt: '2026-03-02T12:00:00Z' },
    main,
  ]);
  expect(at(shown, 'repository.toMain.nodes')).toEqual([
    expect.objectContaining({ state: 'OPEN', mergedAt: null, isCrossRepository: true }),
    main,
  ]);
  expect(at(shown, 'repository.none.totalCount')).toBe(0);
});

test('a text says who wrote it as it stands, and an app that changes it says so in its delivery', async () => {
  const { number } = anIssue(repositoryOn(stage, 'shop'), 'Down', 'first');
  const read = async (): Promise<unknown> => {
    const shown = await stage.app.graphql<unknown>(
      `{ repository(owner: "acme", name: "shop") { issue(number: ${number}) {
        body createdAt lastEditedAt author { login } editor { __typename login } } } }`,
    );
    return at(shown, 'repository.issue');
  };
  expect(await read()).toMatchObject({
    author: { login: 'bob' },
    editor: null,
    lastEditedAt: null,
  });
  stage.sandbox.control.moveClock(60_000);
  await stage.as('alice').rest.issues.update({ ...shop, issue_number: number, body: 'second' });
  expect(await read()).toMatchObject({
    ...{ body: 'second', createdAt: '2026-03-02T12:00:00Z', lastEditedAt: '2026-03-02T12:01:00Z' },
    editor: { __typename: 'User', login: 'alice' },
  });
  stage.received.length = 0;
  await stage.app.rest.issues.update({ ...shop, issue_number: number, body: 'third' });
  await stage.sandbox.control.idle();
  expect(at(await read(), 'editor')).toEqual({ __typename: 'Bot', login: 'norepeat' });
  expect(stage.received.map(({ event, action, payload }) => [event, action, payload])).toEqual([
    ['issues', 'edited', expect.objectContaining({ changes: { body: { from: 'second' } } })],
  ]);
});

test('a sub-issue says how it was closed and reopened, and by which pull request', async () => {
  const { world } = stage.sandbox;
  const repository = repositoryOn(stage, 'shop');
  const parent = anIssue(repository, 'Incident');
  const item = anIssue(repository, 'Item');
  await stage.app.rest.issues.addSubIssue({
    ...{ ...shop, issue_number: parent.number, sub_issue_id: item.id },
  });
  const asked = { ...shop, issue_number: item.number };
  await stage.as('alice').rest.issues.update({
    ...{ ...asked, state: 'closed', state_reason: 'not_planned' },
  });
  await stage.app.rest.issues.update({ ...asked, state: 'open' });
  aCommit(world, repository, { by: bob });
  const body = `Fixes #${item.number}`;
  const pull = { repository, title: 'Fix', body, base: 'main', head: 'fix' };
  const fix = value(openPull(world, bob, pull));
  value(mergePull(world, bob, { issue: fix }));

  const shown = await stage.app.graphql<unknown>(
    `{ repository(owner: "acme", name: "shop") { issue(number: ${parent.number}) {
      subIssues(first: 100) { nodes { createdAt state
        timelineItems(last: 10, itemTypes: [CLOSED_EVENT REOPENED_EVENT]) { nodes { __typename
          ... on ClosedEvent { actor { login } stateReason
            closer { __typename ... on PullRequest { number merged } } }
          ... on ReopenedEvent { actor { login } }
        } } } } } } }`,
  );
  expect(at(shown, 'repository.issue.subIssues.nodes')).toEqual([
    {
      ...{ createdAt: '2026-03-02T12:00:00Z', state: 'CLOSED' },
      timelineItems: {
        nodes: [
          {
            ...{ __typename: 'ClosedEvent', actor: { login: 'alice' }, closer: null },
            stateReason: 'NOT_PLANNED',
          },
          { __typename: 'ReopenedEvent', actor: { login: 'norepeat' } },
          {
            ...{ __typename: 'ClosedEvent', actor: { login: 'bob' }, stateReason: 'COMPLETED' },
            closer: { __typename: 'PullRequest', number: fix.number, merged: true },
          },
        ],
      },
    },
  ]);
});

test('what cannot be linked is refused in GitHub’s words, with a sentence before them at REST', async () => {
  const repository = repositoryOn(stage, 'shop');
  const [parent, other, item] = ['One', 'Other', 'Item'].map((title) => anIssue(repository, title));
  const link = (to: number, id: number): Promise<string> =>
    stage.app.rest.issues
      .addSubIssue({ ...shop, issue_number: to, sub_issue_id: id })
      .then(() => 'linked')
      .catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
  expect(await link(parent!.number, item!.id)).toBe('linked');
  const opening = 'An error occurred while adding the sub-issue to the parent issue. ';
  const one = 'Sub issue may only have one parent';
  expect(await link(other!.number, item!.id)).toContain(opening + one);
  expect(await link(parent!.number, item!.id)).toContain(
    `${opening}Issue may not contain duplicate sub-issues and ${one}`,
  );
  const asked = stage.app.graphql(
    'mutation ($p: ID!, $c: ID!) { addSubIssue(input: { issueId: $p, subIssueId: $c }) { clientMutationId } }',
    { p: other!.nodeId, c: item!.nodeId },
  );
  await expect(asked).rejects.toMatchObject({ errors: [{ message: one, type: 'UNPROCESSABLE' }] });
  for (let count = 1; count < 100; count += 1) {
    const subIssue = anIssue(repository, String(count));
    value(addSubIssue(stage.sandbox.world, bob, { parent: parent!, subIssue }));
  }
  expect(await link(parent!.number, other!.id)).toContain(
    `${opening}Parent cannot have more than 100 sub-issues`,
  );
});

test('a task list is drawn with boxes that nobody can tick, its issues linked and told of it', async () => {
  const repository = repositoryOn(stage, 'shop');
  const named = anIssue(repository, 'Named');
  const body = `- [ ] #${named.number}\n- [x] Done`;
  const { number } = anIssue(repository, 'Incident', body);
  const shown = await stage.app.graphql<unknown>(
    `{ repository(owner: "acme", name: "shop") {
      issue(number: ${number}) { bodyHTML }
      named: issue(number: ${named.number}) { timelineItems(itemTypes: [CROSS_REFERENCED_EVENT], first: 5) {
        nodes { ... on CrossReferencedEvent { source { ... on Issue { number } } } } } }
    } }`,
  );
  const html = textAt(shown, 'repository.issue.bodyHTML');
  expect(html.match(/<input[^>]*type="checkbox"[^>]*>/gu)).toHaveLength(2);
  expect(html.match(/<input[^>]*disabled[^>]*>/gu)).toHaveLength(2);
  expect(html.match(/<input[^>]*checked[^>]*>/gu)).toHaveLength(1);
  expect(html).toContain(`/acme/shop/issues/${named.number}"`);
  expect(at(shown, 'repository.named.timelineItems.nodes')).toEqual([{ source: { number } }]);
});
