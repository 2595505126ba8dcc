import nock from 'nock';
import { afterEach, describe, expect, test } from 'vitest';
import { createVerify } from 'node:crypto';
import { PermissionMissing, RetryLater, Unavailable } from '../../src/github/client/errors.ts';
import {
  aGitHub,
  answeredByNock,
  API,
  appId,
  grantTokens,
  incidents,
  publicKey,
} from './support/app.ts';

const ISSUE = '/repos/acme/incidents/issues/7';
const issue = { owner: 'acme', repo: 'incidents', issue_number: 7 };

answeredByNock();
afterEach(() => {
  nock.cleanAll();
});

async function octokit(options: { readonly patience?: number } = {}) {
  const parts = aGitHub(options);
  const session = await parts.github.session(incidents);
  return { ...parts, session: session!, octokit: session!.octokit };
}

describe('limits', () => {
  test('a 429 is asked again after retry-after and not before', async () => {
    grantTokens();
    const { octokit: acme, time } = await octokit();
    const sent: number[] = [];
    nock(API)
      .get(ISSUE)
      .reply(429, () => (sent.push(time.now()), { message: 'slow down' }), { 'retry-after': '7' });
    nock(API)
      .get(ISSUE)
      .reply(200, () => (sent.push(time.now()), { number: 7 }));
    await acme.request('GET /repos/{owner}/{repo}/issues/{issue_number}', issue);
    expect(sent[1]! - sent[0]!).toBeGreaterThanOrEqual(7000);
  });

  test('a wait beyond patience is handed to the queue with the moment to come back', async () => {
    grantTokens();
    const { octokit: acme, time } = await octokit({ patience: 5000 });
    nock(API).get(ISSUE).reply(403, { message: 'secondary rate limit' }, { 'retry-after': '60' });
    const before = time.now();
    const asking = acme.request('GET /repos/{owner}/{repo}/issues/{issue_number}', issue);
    const error: unknown = await asking.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RetryLater);
    expect((error as RetryLater).retryAt).toBeGreaterThanOrEqual(before + 60_000);
  });

  test('while GitHub asks to wait, nothing else of the installation is sent', async () => {
    grantTokens();
    const { octokit: acme } = await octokit({ patience: 5000 });
    nock(API).get(ISSUE).reply(403, { message: 'secondary rate limit' }, { 'retry-after': '60' });
    const other = nock(API).get('/repos/acme/incidents/labels').reply(200, []);
    await acme
      .request('GET /repos/{owner}/{repo}/issues/{issue_number}', issue)
      .catch(() => undefined);
    const { owner, repo } = issue;
    await expect(
      acme.request('GET /repos/{owner}/{repo}/labels', { owner, repo }),
    ).rejects.toBeInstanceOf(RetryLater);
    expect(other.isDone()).toBe(false);
  });

  test('a write that met a limit has not happened and is sent again', async () => {
    grantTokens();
    const { octokit: acme } = await octokit();
    nock(API).post(`${ISSUE}/comments`).reply(429, {}, { 'retry-after': '1' });
    const second = nock(API).post(`${ISSUE}/comments`).reply(201, { id: 1 });
    await acme.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
      ...issue,
      body: 'hello',
    });
    expect(second.isDone()).toBe(true);
  });

  test('a used-up primary limit waits for the reset that GitHub names', async () => {
    grantTokens();
    const { octokit: acme, time } = await octokit({ patience: 5000 });
    const reset = Math.floor(time.now() / 1000) + 1800;
    nock(API)
      .get(ISSUE)
      .reply(
        403,
        { message: 'API rate limit exceeded' },
        { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) },
      );
    const error: unknown = await acme
      .request('GET /repos/{owner}/{repo}/issues/{issue_number}', issue)
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RetryLater);
    expect(Math.abs((error as RetryLater).retryAt - reset * 1000)).toBeLessThan(2000);
  });

  test('the GraphQL limit in an answer with status 200 is a limit', async () => {
    grantTokens();
    const { octokit: acme, time } = await octokit({ patience: 5000 });
    const reset = Math.floor(time.now() / 1000) + 600;
    nock(API)
      .post('/graphql')
      .reply(
        200,
        { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] },
        { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) },
      );
    await expect(acme.graphql('query { viewer { login } }')).rejects.toBeInstanceOf(RetryLater);
  });
});

describe('failures', () => {
  test('a read that met a 5xx is tried again', async () => {
    grantTokens();
    const { octokit: acme } = await octokit();
    nock(API).get(ISSUE).times(2).reply(502, 'bad gateway');
    nock(API).get(ISSUE).reply(200, { number: 7 });
    const { data } = await acme.request('GET /repos/{owner}/{repo}/issues/{issue_number}', issue);
    expect(data).toEqual({ number: 7 });
  });

  test('a POST that met a 5xx is not sent a second time by the layer', async () => {
    grantTokens();
    const { octokit: acme } = await octokit();
    let posts = 0;
    nock(API)
      .post(`${ISSUE}/comments`)
      .times(5)
      .reply(500, () => ((posts += 1), {}));
    const error: unknown = await acme
      .request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', { ...issue, body: 'x' })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Unavailable);
    expect((error as Unavailable).mayHaveHappened).toBe(true);
    expect(posts).toBe(1);
  });

  test('a connection that breaks during a POST counts as "may have happened"', async () => {
    grantTokens();
    const { octokit: acme } = await octokit();
    nock(API).post(`${ISSUE}/comments`).replyWithError('socket hang up');
    const error: unknown = await acme
      .request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', { ...issue, body: 'x' })
      .catch((thrown: unknown) => thrown);
    expect((error as Unavailable).mayHaveHappened).toBe(true);
  });

  test('a missing permission is named and not tried again', async () => {
    grantTokens();
    const { octokit: acme } = await octokit();
    nock(API).get(ISSUE).reply(403, { message: 'Resource not accessible by integration' });
    await expect(
      acme.request('GET /repos/{owner}/{repo}/issues/{issue_number}', issue),
    ).rejects.toThrow(PermissionMissing);
  });
});

describe('tokens', () => {
  test('one token serves many requests', async () => {
    const tokens = grantTokens(5);
    const { octokit: acme } = await octokit();
    nock(API).get(ISSUE).times(3).reply(200, {});
    for (let i = 0; i < 3; i += 1) {
      await acme.request('GET /repos/{owner}/{repo}/issues/{issue_number}', issue);
    }
    expect(tokens.granted()).toBe(1);
  });

  test('a 401 drops the token and is tried once more with a new one', async () => {
    const tokens = grantTokens(5);
    const { octokit: acme } = await octokit();
    nock(API, { reqheaders: { authorization: 'token ghs_1' } })
      .get(ISSUE)
      .reply(401, {});
    nock(API, { reqheaders: { authorization: 'token ghs_2' } })
      .get(ISSUE)
      .reply(200, {});
    await acme.request('GET /repos/{owner}/{repo}/issues/{issue_number}', issue);
    expect(tokens.granted()).toBe(2);
  });

  test('a second 401 is an error and not a loop', async () => {
    const tokens = grantTokens(5);
    const { octokit: acme } = await octokit();
    nock(API).get(ISSUE).times(5).reply(401, { message: 'Bad credentials' });
    await expect(
      acme.request('GET /repos/{owner}/{repo}/issues/{issue_number}', issue),
    ).rejects.toThrow('Bad credentials');
    expect(tokens.granted()).toBe(2);
  });

  test('ten requests that learn of the same refusal make one new token', async () => {
    const tokens = grantTokens(20);
    const { octokit: acme } = await octokit();
    nock(API, { reqheaders: { authorization: 'token ghs_1' } })
      .get(ISSUE)
      .times(10)
      .reply(401, {});
    nock(API, { reqheaders: { authorization: 'token ghs_2' } })
      .get(ISSUE)
      .times(10)
      .reply(200, {});
    await Promise.all(
      Array.from({ length: 10 }, () =>
        acme.request('GET /repos/{owner}/{repo}/issues/{issue_number}', issue),
      ),
    );
    expect(tokens.granted()).toBe(2);
  });

  test('the app signs in by GitHub’s clock, so that a wrong local clock heals itself', async () => {
    const { github, time } = aGitHub();
    const theirs = time.now() + 5 * 3600_000;
    const seen: { iat: number; exp: number; iss: string }[] = [];
    nock(API)
      .get('/app')
      .times(2)
      .reply(function () {
        const [, jwt = ''] = String(this.req.headers['authorization']).split(' ');
        const [head = '', claims = '', signature = ''] = jwt.split('.');
        const signed = createVerify('RSA-SHA256').update(`${head}.${claims}`);
        expect(signed.verify(publicKey, signature, 'base64url')).toBe(true);
        seen.push(JSON.parse(Buffer.from(claims, 'base64url').toString()) as never);
        const date = new Date(theirs).toUTCString();
        const good = seen.at(-1)!.exp * 1000 > theirs;
        return good ? [200, { id: appId, slug: 'norepeat' }, { date }] : [401, {}, { date }];
      });
    expect(await github.identity()).toEqual({ id: appId, slug: 'norepeat' });
    expect(seen).toHaveLength(2);
    expect(seen[1]!.iss).toBe(String(appId));
    expect(seen[1]!.exp - seen[1]!.iat).toBeLessThanOrEqual(600);
  });
});

describe('installations', () => {
  test('an unknown owner is asked for once, as the app', async () => {
    const { github } = aGitHub();
    const asked = nock(API)
      .get('/repos/umbrella/hive/installation')
      .reply(200, { id: 9, suspended_at: null });
    expect((await github.session({ owner: 'umbrella', name: 'hive' }))?.installation).toBe(9);
    expect((await github.session({ owner: 'Umbrella', name: 'lab' }))?.installation).toBe(9);
    expect(asked.isDone()).toBe(true);
  });

  test('where the app is not installed there is no session, and nobody asks again at once', async () => {
    const { github } = aGitHub();
    nock(API).get('/repos/umbrella/hive/installation').reply(404, {});
    expect(await github.session({ owner: 'umbrella', name: 'hive' })).toBeNull();
    expect(await github.session({ owner: 'umbrella', name: 'hive' })).toBeNull();
  });

  test('one that has ended is forgotten: the next try finds the one that took its place', async () => {
    const { github, octokit: acme } = await octokit();
    nock(API).post('/app/installations/1/access_tokens').reply(404, {});
    const asked = acme.request('GET /repos/{owner}/{repo}/issues/{issue_number}', issue);
    // Not a 404, which would read as "the issue is gone".
    await expect(asked).rejects.toThrow(Unavailable);
    nock(API).get('/repos/acme/incidents/installation').reply(200, { id: 2, suspended_at: null });
    expect((await github.session(incidents))?.installation).toBe(2);
  });
});
