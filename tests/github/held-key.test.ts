/** A job writes only while its key is its own: what is under way when another takes it would be done twice. */
import nock from 'nock';
import { afterEach, describe, expect, test } from 'vitest';
import { withPriority } from '../../src/github/budget/priority.ts';
import { aGitHub, answeredByNock, API, grantTokens, incidents } from './support/app.ts';

answeredByNock();
afterEach(() => {
  nock.cleanAll();
});

const ISSUES = '/repos/acme/incidents/issues';
const where = { owner: incidents.owner, repo: incidents.name };

async function aSession() {
  grantTokens();
  const { github, time } = aGitHub();
  const session = await github.session(incidents);
  await session?.octokit.request('GET /repos/{owner}/{repo}/issues', where).catch(() => undefined);
  return { octokit: session!.octokit, time };
}

/** The longest that GitHub is waited for is half a minute. */
describe.each([
  ['in twenty seconds', 20_000, 0],
  ['since a while', -1, 0],
  ['in forty seconds', 40_000, 1],
])('when the key may be somebody else’s %s', (_, left, sent) => {
  test(`${sent === 0 ? 'nothing is' : 'an issue is'} created`, async () => {
    nock(API).get(ISSUES).reply(200, []);
    const { octokit, time } = await aSession();
    const post = nock(API).post(ISSUES).reply(201, { number: 7 });
    const create = () =>
      octokit.request('POST /repos/{owner}/{repo}/issues', { ...where, title: 'x' });
    const done = withPriority('incident', create, () => time.now() + left);
    if (sent === 0) await expect(done).rejects.toThrow(/lease/);
    else expect((await done).data.number).toBe(7);
    expect(post.isDone()).toBe(sent === 1);
  });

  test('what may be repeated goes on', async () => {
    nock(API).get(ISSUES).times(2).reply(200, []);
    const { octokit, time } = await aSession();
    nock(API).patch(`${ISSUES}/7`).reply(200, { number: 7 });
    const request = { repeatable: true };
    await withPriority(
      'incident',
      async () => {
        await octokit.request('GET /repos/{owner}/{repo}/issues', where);
        const issue = { ...where, issue_number: 7, title: 'x', request };
        await octokit.request('PATCH /repos/{owner}/{repo}/issues/{issue_number}', issue);
      },
      () => time.now() + left,
    );
    expect(nock.isDone()).toBe(true);
  });
});
