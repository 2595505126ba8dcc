/** What an app that holds merges reads and writes: pull requests whole, their evidence, many runs at once. */
/* Answers are compared, not used: their shape is what the tests state. */
/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-argument */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { commitToBranch } from '../../../sandbox/model/actions/contents.ts';
import { linkPull } from '../../../sandbox/model/actions/development.ts';
import {
  acceptPermissions,
  changeInstallationRepositories,
  changeRegistration,
} from '../../../sandbox/model/actions/installations.ts';
import { openIssue } from '../../../sandbox/model/actions/issues.ts';
import { openPull } from '../../../sandbox/model/actions/pull-requests.ts';
import { addSubIssue } from '../../../sandbox/model/actions/sub-issues.ts';
import type { Result } from '../../../sandbox/model/result.ts';
import { findRepository } from '../../../sandbox/model/world.ts';
import { setStage, type Stage } from '../stage.ts';

type Shown = Record<string, any>;
const system = { kind: 'system' } as const;
const bob = { kind: 'user', login: 'bob' } as const;
let stage: Stage;

beforeEach(async () => {
  stage = await setStage();
});

afterEach(async () => {
  expect(stage.sandbox.control.complaints()).toEqual([]);
  await stage.close();
});

function done<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.value;
}

const repo = (name: string) => findRepository(stage.sandbox.world, 'acme', name)!;

function aPull(options: {
  readonly head: string;
  readonly files: Readonly<Record<string, string>>;
  readonly deletions?: readonly string[];
  readonly message?: string;
  readonly body?: string;
  readonly base?: string;
}) {
  const { world } = stage.sandbox;
  const { head, files, deletions = [], message = 'Change', body = null, base = 'main' } = options;
  const repository = repo('shop');
  const additions = Object.entries(files).map(([path, content]) => ({ path, content }));
  const from = { branch: head, from: 'main', message, additions, deletions };
  done(commitToBranch(world, bob, { repository, ...from }));
  return done(openPull(world, bob, { repository, title: head, body, base, head }));
}

const pullQuery = (number: number, fields: string) =>
  stage.app.graphql<Shown>(
    `{ repository(owner: "acme", name: "shop") { pullRequest(number: ${number}) { ${fields} } } }`,
  );

test('the files of a pull request end at 3,000, and only changedFiles says that there are more', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 3050 }, (_each, index) => [
      `src/d${index % 40}/f${index}.txt`,
      `${index}\n`,
    ]),
  );
  const { number } = aPull({ head: 'big', files });
  const { repository } = await pullQuery(
    number,
    'changedFiles files(last: 100) { totalCount nodes { path } pageInfo { hasPreviousPage } }',
  );
  expect(repository.pullRequest).toMatchObject({
    changedFiles: 3050,
    files: { totalCount: 3000, pageInfo: { hasPreviousPage: true } },
  });
  const page = { owner: 'acme', repo: 'shop', pull_number: number, per_page: 100 };
  const { data: last } = await stage.app.rest.pulls.listFiles({ ...page, page: 30 });
  const { data: beyond } = await stage.app.rest.pulls.listFiles({ ...page, page: 31 });
  expect([last.length, beyond.length]).toEqual([100, 0]);
  const { data: pull } = await stage.app.rest.pulls.get(page);
  expect(pull.changed_files).toBe(3050);
});

test('a renamed file shows its new path in GraphQL, and the old one at REST only', async () => {
  const { number } = aPull({
    head: 'move',
    files: { 'lib/a.txt': 'one\ntwo\n', 'src/new.txt': 'x\n' },
    deletions: ['src/a.txt', 'README.md'],
  });
  const { repository } = await pullQuery(
    number,
    'files(first: 10) { nodes { path changeType additions deletions } }',
  );
  expect(repository.pullRequest.files.nodes).toMatchObject([
    { path: 'README.md', changeType: 'DELETED' },
    { path: 'lib/a.txt', changeType: 'RENAMED' },
    { path: 'src/new.txt', changeType: 'ADDED' },
  ]);
  const { data } = await stage.app.rest.pulls.listFiles({
    ...{ owner: 'acme', repo: 'shop', pull_number: number },
  });
  expect(data[1]).toMatchObject({ status: 'renamed', previous_filename: 'src/a.txt' });
});

test('issues that a pull request closes are named across repositories, by keyword or by hand, never out of sight', async () => {
  const { world } = stage.sandbox;
  const [shop, vault] = [repo('shop'), repo('vault')];
  const inShop = done(openIssue(world, bob, { repository: shop, title: 'Here' }));
  const inVault = done(openIssue(world, bob, { repository: vault, title: 'There' }));
  const byHand = done(openIssue(world, bob, { repository: vault, title: 'By hand' }));
  done(
    commitToBranch(world, system, { repository: shop, branch: 'side', from: 'main', message: 'x' }),
  );
  const body = `Fixes #${inShop.number}, closes acme/vault#${inVault.number}, see acme/vault#${byHand.number}.`;
  const pull = aPull({ head: 'fix', files: { a: 'b' }, body });
  const aside = aPull({ head: 'aside', files: { b: 'c' }, body, base: 'side' });
  done(linkPull(world, bob, { issue: byHand, pull }));
  const titles = async (number: number): Promise<unknown[]> => {
    const { repository } = await pullQuery(
      number,
      'closingIssuesReferences(first: 20) { totalCount nodes { title repository { nameWithOwner } } }',
    );
    const { totalCount, nodes } = repository.pullRequest.closingIssuesReferences;
    expect(nodes).toHaveLength(totalCount);
    return nodes.map(({ title }: Shown) => title).sort();
  };
  expect(await titles(pull.number)).toEqual(['By hand', 'Here', 'There']);
  expect(await titles(aside.number)).toEqual([]);

  done(addSubIssue(world, bob, { parent: inVault, subIssue: inShop }));
  const installation = [...world.state.installations.values()][0]!;
  done(changeInstallationRepositories(world, system, { installation, repositories: [shop] }));
  expect(await titles(pull.number)).toEqual(['Here']);
  const { node } = await stage.app.graphql<Shown>(
    'query ($id: ID!) { node(id: $id) { ... on Issue { parent { title } timelineItems(first: 10, itemTypes: [PARENT_ISSUE_ADDED_EVENT]) { nodes { ... on ParentIssueAddedEvent { actor { login } parent { title } } } } } } }',
    { id: inShop.nodeId },
  );
  expect(node).toEqual({
    parent: null,
    timelineItems: { nodes: [{ actor: { login: 'bob' }, parent: null }] },
  });
});

test('the authors of a commit are its author and the people of its trailers; a bot shows its REST login', async () => {
  const { number } = aPull({
    head: 'together',
    files: { a: 'b' },
    message:
      'Together\n\nCo-authored-by: rita <rita@users.noreply.github.com>\nCo-authored-by: who <who@nowhere.example>',
  });
  const head = repo('shop').branches.get('together')!;
  await stage.app.rest.repos.createOrUpdateFileContents({
    ...{ owner: 'acme', repo: 'shop', path: 'c', branch: 'together', message: 'By the app' },
    content: 'eA==',
  });
  const { repository } = await pullQuery(
    number,
    'commits(first: 10) { totalCount nodes { commit { oid author { user { login } } authors(first: 5) { totalCount nodes { email user { __typename login } } } } } }',
  );
  const [first, second] = repository.pullRequest.commits.nodes.map(({ commit }: Shown) => commit);
  expect(first.oid).toBe(head);
  expect(first.authors.nodes.map(({ user }: Shown) => user?.login ?? null)).toEqual([
    'bob',
    'rita',
    null,
  ]);
  expect(second.author.user).toEqual({ login: 'norepeat[bot]' });
  expect(second.authors.nodes).toMatchObject([{ user: { __typename: 'User' } }]);
});

test('two pull requests on one head are both associated with the commit', async () => {
  const { world } = stage.sandbox;
  const repository = repo('shop');
  const first = aPull({ head: 'one', files: { a: 'b' } });
  done(commitToBranch(world, system, { repository, branch: 'side', from: 'main', message: 'x' }));
  const second = done(
    openPull(world, bob, { repository, title: 'Again', base: 'side', head: 'one' }),
  );
  const { repository: shown } = await pullQuery(
    first.number,
    'commits(last: 1) { nodes { commit { associatedPullRequests(first: 10) { nodes { number state headRefOid } } } } }',
  );
  const [{ commit }] = shown.pullRequest.commits.nodes;
  expect(commit.associatedPullRequests.nodes).toMatchObject([
    { number: first.number, state: 'OPEN' },
    { number: second.number, state: 'OPEN', headRefOid: first.pull!.headSha },
  ]);
});

const run = (alias: string, repository: string, sha: string) =>
  `${alias}: createCheckRun(input: { repositoryId: "${repository}", headSha: "${sha}", name: "norepeat/gate", status: COMPLETED, conclusion: FAILURE, externalId: "v1", actions: [{ label: "Check again", description: "Looks again", identifier: "again" }], output: { title: "Held", summary: "Why" } }) { checkRun { externalId } }`;

test('many runs are written in one request, and one that fails leaves the others standing', async () => {
  const repository = repo('shop');
  const [one, two] = ['one', 'two'].map((head) => aPull({ head, files: { [head]: 'x' } }));
  const id = repository.nodeId;
  const request = stage.app.graphql(
    `mutation { ${run('a', id, one!.pull!.headSha)} ${run('b', id, '0'.repeat(40))} ${run('c', 'R_nowhere', two!.pull!.headSha)} ${run('d', id, two!.pull!.headSha)} }`,
  );
  await expect(request).rejects.toMatchObject({
    data: {
      a: { checkRun: { externalId: 'v1' } },
      b: null,
      c: null,
      d: { checkRun: { externalId: 'v1' } },
    },
    errors: [
      { type: 'UNPROCESSABLE', path: ['b'], message: `No commit found for SHA: ${'0'.repeat(40)}` },
      { type: 'NOT_FOUND', path: ['c'] },
    ],
  });
});

test('a permission that nobody has accepted yet is refused by GraphQL and REST until somebody does', async () => {
  const { world } = stage.sandbox;
  const app = [...world.state.apps.values()].find(({ slug }) => slug === 'norepeat')!;
  const installation = [...world.state.installations.values()][0]!;
  const { checks, ...fewer } = app.permissions;
  expect(checks).toBe('write');
  changeRegistration(world, { app, permissions: fewer });
  changeRegistration(world, { app, permissions: { ...fewer, checks: 'write' } });
  const repository = repo('shop');
  const { pull } = aPull({ head: 'one', files: { a: 'b' } });
  const write = () =>
    stage.app.graphql(`mutation { ${run('a', repository.nodeId, pull!.headSha)} }`);
  await expect(write()).rejects.toMatchObject({
    errors: [{ type: 'FORBIDDEN', message: 'Resource not accessible by integration' }],
  });
  await expect(
    stage.app.rest.checks.create({
      ...{ owner: 'acme', repo: 'shop', name: 'x', head_sha: pull!.headSha },
    }),
  ).rejects.toMatchObject({ status: 403 });
  done(acceptPermissions(world, system, { installation }));
  // Tokens hold what was granted when they were made.
  await expect(write()).rejects.toThrow('Resource not accessible by integration');
  const { data: fresh } = await stage.appItself.rest.apps.createInstallationAccessToken({
    installation_id: installation.id,
  });
  expect(fresh.permissions).toMatchObject({ checks: 'write' });
  const answer = await fetch(`${stage.sandbox.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `token ${fresh.token}` },
    body: JSON.stringify({
      query: `mutation { ${run('a', repository.nodeId, pull!.headSha)} }`,
    }),
  });
  expect(await answer.json()).toEqual({ data: { a: { checkRun: { externalId: 'v1' } } } });
});

test('ids of what is gone are null beside an error each; the others are answered', async () => {
  const { number } = aPull({ head: 'one', files: { a: 'b' } });
  const issue = repo('shop').issues.get(number)!;
  const team = [...stage.sandbox.world.state.teams.values()][0]!;
  const request = stage.app.graphql(
    'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on PullRequest { number } ... on Team { combinedSlug } ... on Repository { nameWithOwner } } }',
    { ids: [issue.nodeId, 'I_gone', team.nodeId, repo('shop').nodeId] },
  );
  await expect(request).rejects.toMatchObject({
    data: {
      nodes: [{ number }, null, { combinedSlug: 'acme/payments' }, { nameWithOwner: 'acme/shop' }],
    },
    errors: [{ type: 'NOT_FOUND', path: ['nodes', 1] }],
  });
});
