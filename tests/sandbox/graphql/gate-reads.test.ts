/** What an app that holds merges reads and writes: pull requests whole, their evidence, many runs at once. */
import { expect, test } from 'vitest';
import { z } from 'zod';
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
import { onEachStage, repositoryOn } from '../each-stage.ts';
import { value } from '../model/setting.ts';
import type { Stage } from '../stage.ts';
import { at } from './answer.ts';

const system = { kind: 'system' } as const;
const bob = { kind: 'user', login: 'bob' } as const;
let stage: Stage;
onEachStage((set) => (stage = set));

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
  const repository = repositoryOn(stage, 'shop');
  const additions = Object.entries(files).map(([path, content]) => ({ path, content }));
  const from = { branch: head, from: 'main', message, additions, deletions };
  value(commitToBranch(world, bob, { repository, ...from }));
  return value(openPull(world, bob, { repository, title: head, body, base, head }));
}

/** These fields of a pull request, as the app is shown them. */
async function read(number: number, fields: string): Promise<unknown> {
  const query = `{ repository(owner: "acme", name: "shop") { pullRequest(number: ${number}) { ${fields} } } }`;
  return at(await stage.app.graphql<unknown>(query), 'repository.pullRequest');
}

test('the files of a pull request end at 3,000, and only changedFiles says that there are more', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 3050 }, (_each, index) => [
      `src/d${index % 40}/f${index}.txt`,
      `${index}\n`,
    ]),
  );
  const { number } = aPull({ head: 'big', files });
  const shown = await read(
    number,
    'changedFiles files(last: 100) { totalCount nodes { path } pageInfo { hasPreviousPage } }',
  );
  expect(shown).toMatchObject({
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
  const shown = await read(
    number,
    'files(first: 10) { nodes { path changeType additions deletions } }',
  );
  expect(at(shown, 'files.nodes')).toMatchObject([
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
  const [shop, vault] = [repositoryOn(stage, 'shop'), repositoryOn(stage, 'vault')];
  const inShop = value(openIssue(world, bob, { repository: shop, title: 'Here' }));
  const inVault = value(openIssue(world, bob, { repository: vault, title: 'There' }));
  const byHand = value(openIssue(world, bob, { repository: vault, title: 'By hand' }));
  value(
    commitToBranch(world, system, { repository: shop, branch: 'side', from: 'main', message: 'x' }),
  );
  const body = `Fixes #${inShop.number}, closes acme/vault#${inVault.number}, see acme/vault#${byHand.number}.`;
  const pull = aPull({ head: 'fix', files: { a: 'b' }, body });
  const aside = aPull({ head: 'aside', files: { b: 'c' }, body, base: 'side' });
  value(linkPull(world, bob, { issue: byHand, pull }));
  const titles = async (number: number): Promise<readonly string[]> => {
    const shown = await read(
      number,
      'closingIssuesReferences(first: 20) { totalCount nodes { title repository { nameWithOwner } } }',
    );
    const found = z.array(z.string()).parse(at(shown, 'closingIssuesReferences.nodes.*.title'));
    expect(at(shown, 'closingIssuesReferences.totalCount')).toBe(found.length);
    return found.sort();
  };
  expect(await titles(pull.number)).toEqual(['By hand', 'Here', 'There']);
  expect(await titles(aside.number)).toEqual([]);

  value(addSubIssue(world, bob, { parent: inVault, subIssue: inShop }));
  const installation = [...world.state.installations.values()][0]!;
  value(changeInstallationRepositories(world, system, { installation, repositories: [shop] }));
  expect(await titles(pull.number)).toEqual(['Here']);
  const issue = await stage.app.graphql<unknown>(
    'query ($id: ID!) { node(id: $id) { ... on Issue { parent { title } timelineItems(first: 10, itemTypes: [PARENT_ISSUE_ADDED_EVENT]) { nodes { ... on ParentIssueAddedEvent { actor { login } parent { title } } } } } } }',
    { id: inShop.nodeId },
  );
  expect(at(issue, 'node')).toEqual({
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
  const head = repositoryOn(stage, 'shop').branches.get('together')!;
  await stage.app.rest.repos.createOrUpdateFileContents({
    ...{ owner: 'acme', repo: 'shop', path: 'c', branch: 'together', message: 'By the app' },
    content: 'eA==',
  });
  const shown = await read(
    number,
    'commits(first: 10) { totalCount nodes { commit { oid author { user { login } } authors(first: 5) { totalCount nodes { email user { __typename login } } } } } }',
  );
  const first = at(shown, 'commits.nodes.0.commit');
  expect(at(first, 'oid')).toBe(head);
  expect(at(first, 'authors.nodes.*.user')).toEqual([
    { __typename: 'User', login: 'bob' },
    { __typename: 'User', login: 'rita' },
    null,
  ]);
  const second = at(shown, 'commits.nodes.1.commit');
  expect(at(second, 'author.user')).toEqual({ login: 'norepeat[bot]' });
  expect(at(second, 'authors.nodes')).toMatchObject([{ user: { __typename: 'User' } }]);
});

test('two pull requests on one head are both associated with the commit', async () => {
  const { world } = stage.sandbox;
  const repository = repositoryOn(stage, 'shop');
  const first = aPull({ head: 'one', files: { a: 'b' } });
  value(commitToBranch(world, system, { repository, branch: 'side', from: 'main', message: 'x' }));
  const second = value(
    openPull(world, bob, { repository, title: 'Again', base: 'side', head: 'one' }),
  );
  const shown = await read(
    first.number,
    'commits(last: 1) { nodes { commit { associatedPullRequests(first: 10) { nodes { number state headRefOid } } } } }',
  );
  expect(at(shown, 'commits.nodes.0.commit.associatedPullRequests.nodes')).toMatchObject([
    { number: first.number, state: 'OPEN' },
    { number: second.number, state: 'OPEN', headRefOid: first.pull!.headSha },
  ]);
});

const run = (alias: string, repository: string, sha: string) =>
  `${alias}: createCheckRun(input: { repositoryId: "${repository}", headSha: "${sha}", name: "norepeat/gate", status: COMPLETED, conclusion: FAILURE, externalId: "v1", actions: [{ label: "Check again", description: "Looks again", identifier: "again" }], output: { title: "Held", summary: "Why" } }) { checkRun { externalId } }`;

test('many runs are written in one request, and one that fails leaves the others standing', async () => {
  const repository = repositoryOn(stage, 'shop');
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
  const repository = repositoryOn(stage, 'shop');
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
  value(acceptPermissions(world, system, { installation }));
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
  const issue = repositoryOn(stage, 'shop').issues.get(number)!;
  const team = [...stage.sandbox.world.state.teams.values()][0]!;
  const request = stage.app.graphql(
    'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on PullRequest { number } ... on Team { combinedSlug } ... on Repository { nameWithOwner } } }',
    { ids: [issue.nodeId, 'I_gone', team.nodeId, repositoryOn(stage, 'shop').nodeId] },
  );
  await expect(request).rejects.toMatchObject({
    data: {
      nodes: [{ number }, null, { combinedSlug: 'acme/payments' }, { nameWithOwner: 'acme/shop' }],
    },
    errors: [{ type: 'NOT_FOUND', path: ['nodes', 1] }],
  });
});
