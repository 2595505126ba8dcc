/** Which policy is in force, what happens when it is broken or gone, and what is restricted. */
import { afterEach, describe, expect, test } from 'vitest';
import { issueOf, visible } from './support/look.ts';
import { INCIDENTS, POLICY, POLICY_FILE, POLICY_HOME } from './support/organisation.ts';
import type { Thread } from './support/person.ts';
import { aScene, type Scene, type SceneOptions } from './support/scene.ts';

let scene: Scene;
afterEach(() => scene.close());

const INVALID = POLICY.replace('scale: sev', 'scale: sevv');
const WITHOUT_SEARCH = POLICY.slice(0, POLICY.indexOf('  search:'));

async function begin(options: SceneOptions = {}): Promise<void> {
  scene = await aScene(options);
}

function commitPolicy(text: string | null, repository = POLICY_HOME): Promise<string> {
  return scene.erin.commits(repository, { path: POLICY_FILE, text });
}

/** Issues that the app opened in a repository, open or closed. */
async function troubleIssues(repository = INCIDENTS) {
  await scene.settled();
  const all = await scene.erin.call<readonly Issue[]>(
    'GET',
    `/repos/${repository}/issues?state=all&per_page=100`,
  );
  return all.filter(({ user, title }) => user.login === 'norepeat[bot]' && /policy/.test(title));
}
interface Issue {
  readonly number: number;
  readonly title: string;
  readonly state: string;
  readonly body: string;
  readonly user: { readonly login: string };
}

async function verdictOn(sha: string, repository = POLICY_HOME) {
  await scene.settled();
  const runs = scene.checkRuns(repository, sha).filter(({ name }) => name === 'norepeat/policy');
  return runs.at(-1);
}

describe('the organisation’s policy', () => {
  test('a change takes effect at once, and its commit gets a green check', async () => {
    await begin();
    const sha = await commitPolicy(POLICY.replace('scale: sev', 'scale: priority'));
    expect(await verdictOn(sha)).toMatchObject({ status: 'completed', conclusion: 'success' });
    const at = await scene.anIncident({ users: '15', customers: '0', cost: '0' });
    expect((await scene.sees(at)).severity).toBe('p1');
  });

  test('an open incident follows: labels, owners, deadlines', async () => {
    await begin();
    const at = await scene.anIncident({ services: 'search, checkout' });
    await commitPolicy(POLICY.replace('[carol]', '[bob]').replace('/search\n', '/search-2\n'));
    expect((await scene.sees(at)).summary).toContain('https://runbooks.example/search-2');
    await commitPolicy(WITHOUT_SEARCH);
    const seen = await scene.sees(at);
    expect(seen.services).toContain('checkout');
    expect(seen.summary).toContain('“search” is');
  });

  test('an invalid one loosens nothing: check, annotation, one issue, closed when mended', async () => {
    await begin();
    const sha = await commitPolicy(INVALID);
    const verdict = await verdictOn(sha);
    expect(verdict?.conclusion).toBe('failure');
    expect(verdict?.annotations).toMatchObject([
      { path: POLICY_FILE, startLine: 3, level: 'failure' },
    ]);
    expect(verdict?.annotations[0]?.message).toContain('Did you mean sev?');
    const [issue, ...others] = await troubleIssues();
    expect(others).toEqual([]);
    expect(issue?.body).toContain('Line 3');
    expect(issue?.body).toContain('last valid policy stays in force');
    expect((await scene.sees(await scene.anIncident())).severity).toBe('sev1');

    await commitPolicy(INVALID.replace('carol', 'mallory'));
    expect(await troubleIssues()).toHaveLength(1);
    const mended = await commitPolicy(WITHOUT_SEARCH);
    expect((await verdictOn(mended))?.conclusion).toBe('success');
    const [closed] = await troubleIssues();
    expect(closed?.state).toBe('closed');
    const comments = issueOf(scene.world, thread(closed!)).comments;
    expect(comments.map(({ body }) => visible(body)).join()).toContain('in order again');
  });

  test('a deleted one stays in force, and one issue asks for it back', async () => {
    await begin();
    await commitPolicy(null);
    expect(await troubleIssues()).toMatchObject([{ state: 'open' }]);
    expect((await scene.sees(await scene.anIncident())).services).toEqual(['checkout']);
    await scene.restart();
    expect(await troubleIssues()).toHaveLength(1);
    await commitPolicy(POLICY);
    expect(await troubleIssues()).toMatchObject([{ state: 'closed' }]);
  });

  test('one that was never valid puts nothing in force, and says so', async () => {
    await begin({ policy: INVALID });
    const at = await scene.alice.opensIncident();
    expect(await scene.sees(at)).toMatchObject({ comments: [] });
    expect(await troubleIssues(POLICY_HOME)).toHaveLength(1);
    await commitPolicy(POLICY);
    expect((await scene.sees(at)).status).toBe('declared');
  });

  test('decides alone: a repository’s own file loosens nothing', async () => {
    await begin({ files: { [INCIDENTS]: { [POLICY_FILE]: 'services: {}\n' } } });
    await scene.erin.commits(INCIDENTS, {
      path: POLICY_FILE,
      text: 'incidents: { scale: priority }\n',
    });
    const seen = await scene.sees(await scene.anIncident());
    expect(seen).toMatchObject({ severity: 'sev1', services: ['checkout'] });
  });
});

describe('without an organisation’s policy', () => {
  test('there is silence where there is none at all', async () => {
    await begin({ policy: null });
    const at = await scene.alice.opensIncident();
    expect(await scene.says('bob', at, '/ack')).toMatchObject({ reaction: null, answer: null });
    expect((await scene.sees(at)).comments).toHaveLength(1);
  });

  test('a repository’s own decides for itself, and its incidents stay there', async () => {
    const own = 'services:\n  checkout:\n    team: acme/payments\n    responders: [bob]\n';
    await begin({ policy: null, files: { 'acme/checkout': { [POLICY_FILE]: own } } });
    const at = await scene.alice.opensIssue('acme/checkout', { title: 'Down' });
    await scene.settled();
    await scene.alice.labels(at, 'incident', 'service:checkout');
    const seen = await scene.sees(at);
    expect(seen).toMatchObject({ status: 'declared', assignees: ['bob'] });
  });
});

describe('a pull request that changes the policy', () => {
  test('gets a dry run, and nothing of it is in force', async () => {
    await begin();
    const file = { path: POLICY_FILE, text: INVALID, branch: 'broken' };
    const sha = await scene.erin.commits(POLICY_HOME, file);
    const pull = await scene.erin.opensPull(POLICY_HOME, { title: 'Change', head: 'broken' });
    expect((await verdictOn(sha))?.conclusion).toBe('failure');
    expect(await troubleIssues()).toEqual([]);
    const better = await scene.erin.commits(POLICY_HOME, { ...file, text: WITHOUT_SEARCH });
    expect((await verdictOn(better))?.conclusion).toBe('success');
    const at = await scene.anIncident({ services: 'search' });
    expect((await scene.sees(at)).services).toEqual(['search']);
    await scene.erin.merges(pull);
    expect((await scene.sees(at)).summary).toMatch(/“search” is not? /);
  });
});

describe('restricted incidents', () => {
  const policy = POLICY.replace(
    'repository: acme/incidents',
    'repository: acme/incidents\n  private_repository: acme/vault',
  );
  const vault = {
    name: 'acme/vault',
    visibility: 'private',
    files: { 'README.md': '# Vault\n' },
    collaborators: { bob: 'write' },
  } as const;

  test('are kept like any other, and say that they are not to be quoted', async () => {
    await begin({ policy, more: [vault] });
    const at = await scene.erin.opensIssue('acme/vault', { title: 'Keys leaked' });
    await scene.settled();
    await scene.erin.labels(at, 'incident');
    expect((await scene.says('bob', at, '/ack')).reaction).toBe('👍');
    const seen = await scene.sees(at);
    expect(seen.status).toBe('acknowledged');
    expect(seen.summary).toContain('**Restricted.**');
  });

  test('are never named where more people may read', async () => {
    await begin({ policy, more: [vault], visibility: 'public' });
    const at = await scene.anIncident();
    const secret = await scene.erin.opensIssue('acme/vault', {
      title: 'Keys leaked',
      body: `Because of ${INCIDENTS}#${String(at.number)}`,
    });
    await scene.settled();
    await scene.erin.labels(secret, 'incident');
    const { answer } = await scene.says('bob', at, '/timeline');
    const { comments, summary } = await scene.sees(at);
    expect(comments.map(({ body }) => body).join()).not.toMatch(/Keys leaked|vault/);
    expect(summary + String(answer)).toMatch(/restricted issue/);
  });

  test('similar titles and dedup keys do not reach across', async () => {
    await begin({ policy, more: [vault] });
    const secret = await scene.erin.opensIssue('acme/vault', { title: 'Checkout answers 500' });
    await scene.settled();
    await scene.erin.labels(secret, 'incident');
    const at = await scene.anIncident({ title: 'Checkout answers 500' });
    expect((await scene.sees(at)).summary).not.toMatch(/vault/);
  });
});

describe('the policy’s zone and scale', () => {
  test('times without an offset are in its zone', async () => {
    await begin({ policy: `time_zone: Asia/Tokyo\n${POLICY}` });
    const at = await scene.anIncident();
    expect((await scene.says('bob', at, '/started 20:40')).reaction).toBe('👍');
    const { summary } = await scene.sees(at);
    expect(summary).toMatch(/\| Started \| 2026-03-02 20:40\+09:00 /);
    expect((await scene.says('bob', at, '/detected 11:50 UTC')).reaction).toBe('👍');
    expect((await scene.sees(at)).summary).toMatch(/\| Detected \| 2026-03-02 20:50\+09:00 /);
  });

  test('own severities, in their own order, are labels, commands and advice', async () => {
    const own = `severities:
  - id: red
    name: Red
    criteria: ["Nobody can pay"]
    thresholds: { users: 50 }
    acknowledge_within: 5m
    postmortem: required
  - id: amber
    name: Amber
    criteria: ["Some cannot"]
    postmortem: none
`;
    await begin({ policy: POLICY.replace('  scale: sev\n', '') + own });
    const at = await scene.anIncident({ users: '60' });
    expect((await scene.sees(at)).severity).toBe('red');
    expect((await scene.says('bob', at, '/severity amber')).reaction).toBe('👍');
    expect((await scene.sees(at)).severity).toBe('amber');
    const said = await scene.says('bob', at, '/severity sev1');
    expect(said.answer).toContain('red, amber');
  });
});

function thread({ number }: Issue): Thread {
  return { repository: INCIDENTS, number };
}
