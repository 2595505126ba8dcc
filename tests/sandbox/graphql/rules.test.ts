import { afterEach, beforeEach, expect, test } from 'vitest';
import { setStage, type Stage } from '../stage.ts';

const shop = { owner: 'acme', repo: 'shop' };
let stage: Stage;

beforeEach(async () => {
  stage = await setStage();
});

afterEach(() => stage.close());

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: {
    readonly data?: unknown;
    readonly errors?: readonly Record<string, unknown>[];
    readonly message?: string;
  };
}

/** Sends a query without Octokit, to see the answer as it is. */
async function ask(query: string, token?: string, path = '/api/graphql'): Promise<Answer> {
  const response = await fetch(stage.sandbox.url + path, {
    method: 'POST',
    headers: token === undefined ? {} : { authorization: `bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Answer['body'],
  };
}

function person(login: string): string {
  return stage.sandbox.control.userToken(login);
}

/** A token of the installation with only some permissions. */
async function narrowed(permissions: Record<string, string>): Promise<string> {
  const [installationId] = stage.sandbox.world.state.installations.keys();
  const { data } = await stage.appItself.rest.apps.createInstallationAccessToken({
    installation_id: installationId!,
    permissions,
  });
  return data.token;
}

test('nobody asks without a token, and an unknown token is 401', async () => {
  expect(await ask('{ viewer { login } }')).toMatchObject({ status: 401 });
  expect(await ask('{ viewer { login } }', 'ghp_unknown')).toMatchObject({
    status: 401,
    body: { message: 'Bad credentials' },
  });
  expect(await ask('{ viewer { login } }', person('bob'), '/graphql')).toMatchObject({
    status: 200,
    body: { data: { viewer: { login: 'bob' } } },
  });
});

test('what is absent or out of sight is NOT_FOUND with its path, and the answer is still 200', async () => {
  const answer = await ask(
    '{ repository(owner: "olaf", name: "elsewhere") { id } }',
    person('bob'),
  );
  expect(answer).toMatchObject({
    status: 200,
    body: {
      data: { repository: null },
      errors: [
        {
          type: 'NOT_FOUND',
          path: ['repository'],
          message: "Could not resolve to a Repository with the name 'olaf/elsewhere'.",
        },
      ],
    },
  });
  const missing = await ask(
    '{ repository(owner: "acme", name: "shop") { issue(number: 9) { id } } }',
    person('bob'),
  );
  expect(missing.body.errors).toMatchObject([{ type: 'NOT_FOUND', path: ['repository', 'issue'] }]);
});

test('a node id out of sight resolves to nothing', async () => {
  const node = (await stage.as('olaf').rest.repos.get({ owner: 'olaf', repo: 'elsewhere' })).data
    .node_id;
  expect((await ask(`{ node(id: "${node}") { id } }`, person('olaf'))).body.data).toEqual({
    node: { id: node },
  });
  expect((await ask(`{ node(id: "${node}") { id } }`, person('bob'))).body.errors).toMatchObject([
    { type: 'NOT_FOUND' },
  ]);
});

test('a field that the sandbox does not know yet is a loud error, even below null', async () => {
  const answer = await ask(
    '{ repository(owner: "acme", name: "nothing") { stargazerCount } }',
    person('bob'),
  );
  expect(answer.body.data).toBeUndefined();
  expect(answer.body.errors).toMatchObject([{ type: 'SANDBOX_MISSING_RESOLVER' }]);
  expect(stage.sandbox.control.complaints().join()).toContain('Repository.stargazerCount');
});

test('a field that GitHub does not know is refused before anything runs', async () => {
  const answer = await ask('{ viewer { nonsense } }', person('bob'));
  expect(answer.body).toMatchObject({
    errors: [{ message: expect.stringContaining('nonsense') as string }],
  });
  expect(answer.body.data).toBeUndefined();
});

test('a connection wants a page between 1 and 100', async () => {
  const issues = (args: string) =>
    `{ repository(owner: "acme", name: "shop") { issues${args} { nodes { id } } } }`;
  expect((await ask(issues(''), person('bob'))).body.errors).toMatchObject([
    { type: 'MISSING_PAGINATION_BOUNDARIES', path: ['repository', 'issues'] },
  ]);
  expect((await ask(issues('(first: 101)'), person('bob'))).body.errors).toMatchObject([
    { type: 'EXCESSIVE_PAGINATION' },
  ]);
  expect((await ask(issues('(last: 1, before: "junk")'), person('bob'))).body.errors).toMatchObject(
    [{ type: 'INVALID_CURSOR_ARGUMENTS' }],
  );
  expect((await ask(issues('(last: 1)'), person('bob'))).body.errors).toBeUndefined();
  expect(
    (
      await ask(
        '{ repository(owner: "acme", name: "shop") { issues { totalCount } } }',
        person('bob'),
      )
    ).body.errors,
  ).toBeUndefined();
});

test('a query may not ask for more than 500,000 nodes, and costs what GitHub documents', async () => {
  const nested = (first: number) =>
    `{ rateLimit { cost nodeCount } repository(owner: "acme", name: "shop") { issues(first: ${first}) { nodes { comments(first: 100) { nodes { reactions(first: 100) { nodes { id } } } } } } } }`;
  expect((await ask(nested(50), person('bob'))).body.errors).toMatchObject([
    { type: 'MAX_NODE_LIMIT_EXCEEDED' },
  ]);
  const { body } = await ask(nested(20), person('bob'));
  // 20 issues + 2,000 comments + 200,000 reactions; 1 + 20 + 2,000 requests.
  expect(body.data).toMatchObject({ rateLimit: { cost: 20, nodeCount: 202_020 } });
});

test('the budget of points is counted, shown and enforced', async () => {
  const token = person('bob');
  stage.sandbox.control.limits({ primary: 3 });
  for (const remaining of ['2', '1', '0']) {
    expect((await ask('{ viewer { login } }', token)).headers.get('x-ratelimit-remaining')).toBe(
      remaining,
    );
  }
  const answer = await ask('{ viewer { login } }', token);
  expect(answer).toMatchObject({ status: 200, body: { errors: [{ type: 'RATE_LIMITED' }] } });
  expect(answer.headers.get('x-ratelimit-resource')).toBe('graphql');
});

test('an installation reads and writes only what it was granted', async () => {
  const { data: issue } = await stage
    .as('bob')
    .rest.issues.create({ owner: 'acme', repo: 'vault', title: 'Secret' });
  const reader = await narrowed({ issues: 'read' });
  const say = `mutation { addComment(input: { subjectId: "${issue.node_id}", body: "Hello" }) { clientMutationId } }`;
  const forbidden = {
    type: 'FORBIDDEN',
    message: 'Resource not accessible by integration',
    extensions: { saml_failure: false },
  };
  expect(
    (
      await ask(
        '{ repository(owner: "acme", name: "vault") { issue(number: 1) { title } } }',
        reader,
      )
    ).body.data,
  ).toMatchObject({ repository: { issue: { title: 'Secret' } } });
  expect((await ask(say, reader)).body.errors).toMatchObject([
    { ...forbidden, path: ['addComment'] },
  ]);
  const other = await narrowed({ contents: 'read' });
  expect(
    (
      await ask(
        '{ repository(owner: "acme", name: "vault") { issue(number: 1) { title } } }',
        other,
      )
    ).body.errors,
  ).toMatchObject([forbidden]);
  expect((await ask(say, await narrowed({ issues: 'write' }))).body.errors).toBeUndefined();
});

test('a person is bounded by their role in the words of the rule', async () => {
  const { data: issue } = await stage.as('bob').rest.issues.create({ ...shop, title: 'Down' });
  const close = `mutation { closeIssue(input: { issueId: "${issue.node_id}" }) { issue { state } } }`;
  expect((await ask(close, person('rita'))).body.errors).toMatchObject([
    { type: 'FORBIDDEN', path: ['closeIssue'] },
  ]);
  expect((await ask(close, person('tina'))).body.data).toEqual({
    closeIssue: { issue: { state: 'CLOSED' } },
  });
});

test("search speaks GitHub's syntax and lags when told to", async () => {
  await stage.as('bob').rest.issues.create({ ...shop, title: 'Checkout down', labels: ['bug'] });
  await stage.as('bob').rest.issues.create({ ...shop, title: 'Other' });
  const find = async (query: string) => {
    const { body } = await ask(
      `{ search(type: ISSUE, first: 10, query: ${JSON.stringify(query)}) { issueCount nodes { ... on Issue { title } } } }`,
      person('bob'),
    );
    return (body.data as { search: { nodes: { title: string }[] } }).search.nodes.map(
      (node) => node.title,
    );
  };
  expect(await find('repo:acme/shop is:issue is:open label:bug')).toEqual(['Checkout down']);
  expect(await find('org:acme is:issue -label:bug')).toEqual(['Other']);
  expect(await find('checkout in:title')).toEqual(['Checkout down']);
  expect(await find('repo:acme/shop is:issue sort:created-asc created:>=2026-03-01')).toEqual([
    'Checkout down',
    'Other',
  ]);
  stage.sandbox.control.setSearchLag(60_000);
  expect(await find('repo:acme/shop is:issue')).toEqual([]);
  stage.sandbox.control.moveClock(61_000);
  expect(await find('repo:acme/shop is:issue')).toHaveLength(2);
});

test('a variable that is missing or of the wrong type is an error of the query, not of the server', async () => {
  const query = 'query ($name: String!) { repository(owner: "acme", name: $name) { id } }';
  for (const variables of [{}, { name: null }, { name: 7 }]) {
    await expect(stage.app.graphql(query, variables)).rejects.toMatchObject({
      errors: [{ message: expect.stringContaining('$name') as string }],
    });
  }
  // The refusals are loud, so that a mistake of the app is seen.
  expect(stage.sandbox.control.complaints()).toHaveLength(3);
});
