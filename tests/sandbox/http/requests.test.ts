import { afterEach, beforeEach, expect, test } from 'vitest';
import { renameRepository } from '../../../sandbox/model/actions/repositories.ts';
import { deleteIssue, transferIssue } from '../../../sandbox/model/actions/issue-care.ts';
import { findRepository } from '../../../sandbox/model/world.ts';
import { noon, setStage, type Stage } from '../stage.ts';

const shop = { owner: 'acme', repo: 'shop' };
const system = { kind: 'system' } as const;
let stage: Stage;

beforeEach(async () => {
  stage = await setStage();
});

afterEach(() => stage.close());

async function bodyOf(response: Response): Promise<Record<string, unknown>> {
  return (await response.json()) as Record<string, unknown>;
}

test('an unknown operation is 404 and loud', async () => {
  const answer = await stage.get('/repos/acme/shop/stargazers');
  expect(answer.status).toBe(404);
  expect(await bodyOf(answer)).toMatchObject({ message: 'Not Found', status: '404' });
  expect(stage.sandbox.control.complaints()).toEqual([
    expect.stringContaining('Unknown operation: GET /repos/acme/shop/stargazers'),
  ]);
});

test('a body that is not as described is 422 in the shape of GitHub', async () => {
  const token = stage.sandbox.control.userToken('bob');
  const send = (body: string): Promise<Response> =>
    fetch(`${stage.sandbox.url}/repos/acme/shop/issues`, {
      method: 'POST',
      body,
      headers: { authorization: `token ${token}` },
    });
  const missing = await send('{}');
  expect([missing.status, (await bodyOf(missing))['message']]).toEqual([
    422,
    'Invalid request.\n\n"title" wasn\'t supplied.',
  ]);
  const wrong = await send('{"title":"x","labels":"bug"}');
  expect([wrong.status, (await bodyOf(wrong))['message']]).toEqual([
    422,
    expect.stringContaining('For \'properties/labels\', "bug" is not array'),
  ]);
  const broken = await send('{');
  expect([broken.status, (await bodyOf(broken))['message']]).toEqual([
    400,
    'Problems parsing JSON',
  ]);
  const blank = await send('{"title":""}');
  expect(await bodyOf(blank)).toMatchObject({
    message: 'Validation Failed',
    errors: [{ resource: 'Issue', field: 'title', code: 'missing_field' }],
  });
});

test('an id that is no number names nothing', async () => {
  expect((await stage.get('/repos/acme/shop/issues/abc')).status).toBe(404);
});

test('a request without a user agent is refused', async () => {
  expect((await stage.get('/repos/acme/shop', undefined, { 'user-agent': '' })).status).toBe(403);
});

test('what was read and did not change is 304 and free', async () => {
  const token = stage.sandbox.control.userToken('bob');
  const first = await stage.get('/repos/acme/shop', token);
  const etag = first.headers.get('etag')!;
  const used = first.headers.get('x-ratelimit-used');
  const second = await stage.get('/repos/acme/shop', token, { 'if-none-match': etag });
  expect(second.status).toBe(304);
  expect(await second.text()).toBe('');
  expect(second.headers.get('x-ratelimit-used')).toBe(used);
});

test('lists come in pages with links to the others', async () => {
  const { app } = stage;
  for (const title of ['One', 'Two', 'Three', 'Four', 'Five'])
    await app.rest.issues.create({ ...shop, title });
  const page = await app.rest.issues.listForRepo({ ...shop, per_page: 2, page: 2 });
  expect(page.data.map(({ title }) => title)).toEqual(['Three', 'Two']);
  const link = page.headers.link!;
  for (const rel of ['prev', 'next', 'last', 'first']) expect(link).toContain(`rel="${rel}"`);
  const all = await app.paginate(app.rest.issues.listForRepo, { ...shop, per_page: 2 });
  expect(all).toHaveLength(5);
});

test('the Date header is the time of the sandbox', async () => {
  const date = (await stage.get('/repos/acme/shop')).headers.get('date')!;
  expect(Date.parse(date)).toBe(noon);
});

test('a renamed repository answers 301 and is reached through it', async () => {
  const { world } = stage.sandbox;
  const repository = findRepository(world, 'acme', 'shop')!;
  renameRepository(world, system, { repository, name: 'store' });
  const token = stage.sandbox.control.userToken('bob');
  const answer = await fetch(`${stage.sandbox.url}/api/v3/repos/acme/shop`, {
    redirect: 'manual',
    headers: { authorization: `token ${token}` },
  });
  expect(answer.status).toBe(301);
  const { data } = await stage.app.rest.repos.get(shop);
  expect(data.full_name).toBe('acme/store');
});

test('a deleted issue is 410, a transferred one 301', async () => {
  const { app, sandbox } = stage;
  await app.rest.issues.create({ ...shop, title: 'Goes' });
  await app.rest.issues.create({ ...shop, title: 'Moves' });
  const { world } = sandbox;
  const repository = findRepository(world, 'acme', 'shop')!;
  deleteIssue(world, system, { issue: repository.issues.get(1)! });
  await expect(app.rest.issues.get({ ...shop, issue_number: 1 })).rejects.toMatchObject({
    status: 410,
  });
  sandbox.control.seed({ repositories: [{ name: 'acme/other' }] });
  transferIssue(world, system, {
    issue: repository.issues.get(2)!,
    to: findRepository(world, 'acme', 'other')!,
  });
  const { data } = await app.rest.issues.get({ ...shop, issue_number: 2 });
  expect(data.repository_url).toContain('acme/other');
});

test('the primary limit refuses once it is used up, and opens again after an hour', async () => {
  const { sandbox } = stage;
  const token = sandbox.control.userToken('bob');
  sandbox.control.limits({ primary: 2 });
  await stage.get('/repos/acme/shop', token);
  const last = await stage.get('/repos/acme/shop', token);
  expect(last.headers.get('x-ratelimit-remaining')).toBe('0');
  const over = await stage.get('/repos/acme/shop', token);
  expect([over.status, (await bodyOf(over))['message']]).toEqual([
    403,
    expect.stringContaining('API rate limit exceeded'),
  ]);
  expect(Number(over.headers.get('x-ratelimit-reset'))).toBe(noon / 1000 + 3600);
  sandbox.control.moveClock(3_600_000);
  expect((await stage.get('/repos/acme/shop', token)).status).toBe(200);
});

test('a server without limits says so, and counts on no answer', async () => {
  stage.sandbox.control.limits({ enabled: false });
  const rate = await stage.get('/rate_limit', stage.sandbox.control.userToken('bob'));
  expect(rate.status).toBe(404);
  expect(await rate.json()).toMatchObject({ message: 'Rate limiting is not enabled.' });
  const { headers } = await stage.app.rest.issues.create({ ...shop, title: 'Down' });
  const query = await fetch(`${stage.sandbox.url}/api/graphql`, {
    method: 'POST',
    headers: { authorization: `token ${stage.sandbox.control.userToken('bob')}` },
    body: JSON.stringify({ query: '{ viewer { login } }' }),
  });
  expect(query.status).toBe(200);
  for (const names of [Object.keys(headers), [...query.headers.keys()]]) {
    expect(names.filter((name) => name.startsWith('x-ratelimit'))).toEqual([]);
  }
});

test('the secondary limit refuses too much content in a minute', async () => {
  const { app, sandbox } = stage;
  sandbox.control.limits({ secondary: true });
  const results = await Promise.allSettled(
    Array.from({ length: 81 }, (_, at) =>
      app.rest.issues.create({ ...shop, title: `Number ${at}` }),
    ),
  );
  const refused = results.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
  expect(refused).toHaveLength(1);
  expect(refused[0]!.reason).toMatchObject({
    status: 403,
    message: expect.stringContaining('secondary rate limit') as string,
    response: { headers: { 'retry-after': '60' } },
  });
  sandbox.control.moveClock(61_000);
  await app.rest.issues.create({ ...shop, title: 'Later' });
});

test('faults break just the requests they name, as often as they say', async () => {
  const { control } = stage.sandbox;
  const status = async (): Promise<number> => (await stage.get('/repos/acme/shop')).status;
  control.inject({
    method: 'GET',
    path: '/repos/acme/shop',
    times: 2,
    effect: { kind: 'status', status: 502 },
  });
  expect([await status(), await status(), await status()]).toEqual([502, 502, 200]);
  control.inject({ times: 1, effect: { kind: 'status', status: 429, retryAfterSeconds: 7 } });
  const limited = await stage.get('/repos/acme/shop');
  expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7']);
  control.inject({ times: 1, skip: 1, effect: { kind: 'secondary-limit', retryAfterSeconds: 1 } });
  expect([await status(), await status(), await status()]).toEqual([200, 403, 200]);
  control.inject({ times: 1, effect: { kind: 'reset' } });
  await expect(status()).rejects.toThrow();
  expect(await status()).toBe(200);
});

test('a lost answer is one whose request was performed', async () => {
  const { app, sandbox } = stage;
  await app.rest.issues.listForRepo(shop);
  sandbox.control.inject({
    method: 'POST',
    times: 1,
    path: '/issues',
    effect: { kind: 'lost-answer' },
  });
  await expect(app.rest.issues.create({ ...shop, title: 'Once' })).rejects.toThrow();
  const { data } = await app.rest.issues.listForRepo(shop);
  expect(data.map(({ title }) => title)).toEqual(['Once']);
});

test('the API is under the root and under /api/v3 alike', async () => {
  const root = await fetch(`${stage.sandbox.url}/repos/acme/shop`);
  expect(root.status).toBe(200);
  expect(await root.json()).toEqual(await (await stage.get('/repos/acme/shop')).json());
});
