import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { instantFromIso } from '../../src/core/time.ts';
import { formatKey } from '../../src/flow/ports/job-key.ts';
import { hear } from '../../src/github/receive/hear.ts';

const examples = createRequire(import.meta.url)('@octokit/webhooks-examples') as readonly {
  readonly name: string;
  readonly examples: readonly unknown[];
}[];
const self = { id: 4711, slug: 'norepeat' };
const repository = { full_name: 'acme/checkout', default_branch: 'main' };
const alice = { login: 'alice', type: 'User' };
const app = { login: 'norepeat[bot]', type: 'Bot' };
const sha = 'a'.repeat(40);

const heard = (event: string, payload: object) =>
  hear({ event, payload: { repository, sender: alice, ...payload } }, self);
const keysOf = (event: string, payload: object) => heard(event, payload).keys.map(formatKey);

const pull = {
  number: 3,
  state: 'open',
  head: { sha },
  base: { ref: 'release/1' },
  updated_at: '2026-11-21T10:00:00Z',
};

describe('pull requests', () => {
  test.each([
    ...['opened', 'reopened', 'closed', 'synchronize', 'edited', 'ready_for_review'],
    ...['converted_to_draft', 'enqueued', 'dequeued', 'auto_merge_enabled', 'auto_merge_disabled'],
  ])('%s may need another verdict', (action) => {
    expect(keysOf('pull_request', { action, pull_request: pull })).toContain(
      'gate:acme/checkout#3',
    );
  });

  test.each(['assigned', 'review_requested', 'milestoned', 'locked'])(
    '%s changes neither what is merged nor what vouches for it',
    (action) => {
      expect(keysOf('pull_request', { action, pull_request: pull })).toEqual([]);
    },
  );

  test.each([
    ['the label of fixes', 'Dont-Repeat-Fix', alice, 1],
    ['another label', 'bug', alice, 0],
    ['the label of fixes, by the app itself', 'dont-repeat-fix', app, 0],
  ])('%s', (_, name, sender, count) => {
    for (const action of ['labeled', 'unlabeled']) {
      const payload = { action, pull_request: pull, label: { name }, sender };
      expect(keysOf('pull_request', payload)).toHaveLength(count);
    }
  });

  test('a pull request that the app opened is judged like any other', () => {
    const payload = { action: 'opened', pull_request: pull, sender: app };
    expect(keysOf('pull_request', payload)).toContain('gate:acme/checkout#3');
  });

  test('every payload about one shows head, base and default branch', () => {
    const expected = {
      pull: { repo: { owner: 'acme', name: 'checkout' }, number: 3 },
      open: true,
      headSha: sha,
      baseRef: 'release/1',
      defaultBranch: 'main',
      updatedAt: instantFromIso('2026-11-21T10:00:00Z'),
    };
    const review = { state: 'approved' };
    const told = (action: string) => heard('pull_request', { action, pull_request: pull }).glimpses;
    expect(told('assigned')).toEqual([expected]);
    const pushed = { headSha: sha, at: expected.updatedAt };
    expect(told('synchronize')).toEqual([{ ...expected, pushed }]);
    const payload = { action: 'submitted', pull_request: pull, review };
    expect(heard('pull_request_review', payload).glimpses).toEqual([expected]);
    const closed = { action: 'closed', pull_request: { ...pull, state: 'closed' } };
    expect(heard('pull_request', closed).glimpses).toEqual([{ ...expected, open: false }]);
  });

  test.each(['state', 'head', 'base', 'updated_at'])(
    'a payload without %s shows nothing, and is heard all the same',
    (field) => {
      const payload = { action: 'opened', pull_request: { ...pull, [field]: undefined } };
      const { keys, glimpses } = heard('pull_request', payload);
      expect(glimpses).toEqual([]);
      expect(keys.map(formatKey)).toContain('gate:acme/checkout#3');
    },
  );

  test('official payloads show what they say', () => {
    const glimpses = examples
      .filter(({ name }) => name === 'pull_request' || name === 'pull_request_review')
      .flatMap(({ name, examples: list }) =>
        list.map((payload) => hear({ event: name, payload }, self)),
      )
      .filter(({ keys }) => keys.some(({ kind }) => kind === 'gate'))
      .map(({ glimpses: [first] }) => first);
    expect(glimpses.length).toBeGreaterThan(5);
    for (const glimpse of glimpses) expect(glimpse?.headSha).toMatch(/^[0-9a-f]{40}$/);
  });
});

describe('reviews', () => {
  test.each([
    ['submitted', 'approved', 1],
    ['submitted', 'changes_requested', 1],
    ['submitted', 'commented', 0],
    ['edited', 'approved', 1],
    ['dismissed', 'dismissed', 1],
  ])('%s (%s)', (action, state, count) => {
    const payload = { action, pull_request: pull, review: { state } };
    expect(keysOf('pull_request_review', payload)).toHaveLength(count);
  });
});

describe('comments on pull requests', () => {
  const comment = (body: string, over: object = {}) => ({
    action: 'created',
    issue: { number: 3, pull_request: { url: 'x' } },
    comment: { body },
    ...over,
  });

  test.each([
    ['/fixes acme/incidents#7', ['pull-commands:acme/checkout#3', 'incident:acme/incidents#7']],
    ['/override 1a2b3c4 customers cannot pay', ['pull-commands:acme/checkout#3']],
    ['/waive in 5 days the vendor ships next week', ['pull-commands:acme/checkout#3']],
    ['/severity sev2', ['pull-commands:acme/checkout#3']],
    ['/ack', []],
    ['/rebase', []],
    ['ship it', []],
  ])('%s', (body, keys) => {
    expect(keysOf('issue_comment', comment(body))).toEqual(keys);
  });

  test('a command that is edited away or deleted is looked at once more', () => {
    const changes = { body: { from: '/override 1a2b3c4 because' } };
    const edited = comment('never mind', { action: 'edited', changes });
    expect(keysOf('issue_comment', edited)).toEqual(['pull-commands:acme/checkout#3']);
    const deleted = comment('/fixes #7', { action: 'deleted' });
    expect(keysOf('issue_comment', deleted)).toEqual(['pull-commands:acme/checkout#3']);
  });

  test('on an issue they are no commands of a pull request', () => {
    const payload = comment('/fixes #7', { issue: { number: 3 } });
    expect(keysOf('issue_comment', payload)).not.toContain('pull-commands:acme/checkout#3');
  });

  test('an answer of the app is an echo', () => {
    expect(keysOf('issue_comment', comment('say `/fixes #7`', { sender: app }))).toEqual([]);
  });
});

describe('merge groups', () => {
  const group = { head_sha: sha, base_ref: 'refs/heads/release/1' };

  const asked = { repo: { owner: 'acme', name: 'checkout' }, headSha: sha, pulls: [], by: 'alice' };

  test('one that asks for checks is answered, and expected until it has them', () => {
    const told = heard('merge_group', { action: 'checks_requested', merge_group: group });
    expect(told.keys.map(formatKey)).toEqual([
      'group:acme/checkout:release/1',
      'check-requests:acme/checkout',
    ]);
    const queue = { branch: 'release/1', defaultBranch: 'main' };
    expect(told.request).toEqual({ ...asked, asks: 'group', queue });
  });

  test('one that was thrown away is judged no more, and expected no more', () => {
    const told = heard('merge_group', { action: 'destroyed', merge_group: group });
    expect(told.keys.map(formatKey)).toEqual(['check-requests:acme/checkout']);
    expect(told.request).toEqual({ ...asked, asks: 'group-over' });
  });
});

describe('buttons and re-runs', () => {
  const run = { name: 'norepeat/gate', head_sha: sha, pull_requests: [{ number: 3 }] };
  const request = {
    repo: { owner: 'acme', name: 'checkout' },
    headSha: sha,
    pulls: [3],
    asks: 'again',
    by: 'alice',
  };
  const press = (identifier: string, over: object = {}) =>
    heard('check_run', {
      action: 'requested_action',
      check_run: { ...run, ...over },
      requested_action: { identifier },
    });

  test('GitHub’s "Re-run" is kept until it is answered', () => {
    const told = heard('check_run', { action: 'rerequested', check_run: run });
    expect(told.keys.map(formatKey)).toEqual(['check-requests:acme/checkout']);
    expect(told.request).toEqual(request);
  });

  test.each([
    ['again', 'again'],
    ['waiver', 'waiver'],
  ])('the button %s', (identifier, asks) => {
    expect(press(identifier).request).toEqual({ ...request, asks });
  });

  test('a button that nobody made asks for nothing', () => {
    expect(press('merge')).toEqual({ keys: [], intent: null, glimpses: [], request: null });
    expect(press('__proto__').request).toBeNull();
    expect(press('again', { name: 'ci/build' }).request).toBeNull();
  });

  test('a check of a fork names no pull request', () => {
    expect(press('again', { pull_requests: [] }).request).toEqual({ ...request, pulls: [] });
  });

  test('on the head of a group, the group is looked at', () => {
    const branch = `gh-readonly-queue/release/1/pr-3-${sha}`;
    const { keys } = press('again', { check_suite: { head_branch: branch } });
    expect(keys.map(formatKey)).toEqual([
      'check-requests:acme/checkout',
      'group:acme/checkout:release/1',
    ]);
  });

  test('of the policy looks at the policy and at what is proposed on that commit', () => {
    const policy = { ...run, name: 'norepeat/policy' };
    const told = heard('check_run', { action: 'rerequested', check_run: policy });
    expect(told.keys.map(formatKey)).toEqual([
      'policy:acme/checkout',
      'policy-proposal:acme/checkout#3',
    ]);
    expect(told.request).toBeNull();
  });

  test('of the policy on the head of a fork waits until its pull request is found', () => {
    const policy = { ...run, name: 'norepeat/policy', pull_requests: [] };
    const told = heard('check_run', { action: 'rerequested', check_run: policy });
    expect(told.keys.map(formatKey)).toEqual([
      'policy:acme/checkout',
      'check-requests:acme/checkout',
    ]);
    expect(told.request).toEqual({ ...request, asks: 'policy', pulls: [] });
  });

  test('"Re-run all" asks for every check of the app', () => {
    const suite = { head_sha: sha, head_branch: 'fix', pull_requests: [{ number: 3 }] };
    const told = heard('check_suite', { action: 'rerequested', check_suite: suite });
    expect(told.keys.map(formatKey)).toEqual([
      'check-requests:acme/checkout',
      'policy:acme/checkout',
      'policy-proposal:acme/checkout#3',
    ]);
    expect(told.request).toEqual(request);
    expect(keysOf('check_suite', { action: 'completed', check_suite: suite })).toEqual([]);
  });
});

describe('names and people', () => {
  const organization = { login: 'acme' };

  test.each([
    ...['created', 'deleted', 'edited', 'added_to_repository'].map((action) => ['team', action]),
    ...['added', 'removed'].map((action) => ['membership', action]),
    ...['member_added', 'member_removed'].map((action) => ['organization', action]),
  ])('%s %s', (event, action) => {
    expect(keysOf(event, { action, organization })).toEqual(['names:acme']);
  });

  test('an invitation makes nobody a member', () => {
    expect(keysOf('organization', { action: 'member_invited', organization })).toEqual([]);
  });

  test('an organisation under a new name is read anew', () => {
    expect(keysOf('organization', { action: 'renamed', organization })).toEqual([
      'names:acme',
      'installation:acme',
    ]);
  });

  test('a right in one repository may be a right to vouch', () => {
    expect(keysOf('member', { action: 'edited' })).toEqual(['names:acme']);
  });

  test.each(['created', 'renamed', 'transferred'])('a repository that is %s', (action) => {
    expect(keysOf('repository', { action })).toEqual(['names:acme', 'sweep:acme/checkout']);
  });

  test('a repository that is added is known by name, or no violation would reach it later', () => {
    const added = [{ full_name: 'acme/new' }];
    expect(keysOf('installation_repositories', { repositories_added: added })).toEqual([
      'names:acme',
      'sweep:acme/new',
    ]);
  });

  test('another default branch may be another policy and another gate; another text is not', () => {
    const changes = { default_branch: { from: 'master' } };
    expect(keysOf('repository', { action: 'edited', changes })).toEqual(['sweep:acme/checkout']);
    const words = { description: { from: null } };
    expect(keysOf('repository', { action: 'edited', changes: words })).toEqual([]);
  });
});
