import { describe, expect, test } from 'vitest';
import { formatKey } from '../../src/flow/ports/job-key.ts';
import { hear } from '../../src/github/receive/hear.ts';

const self = { id: 4711, slug: 'norepeat' };
const repository = { full_name: 'acme/incidents', default_branch: 'main' };
const alice = { login: 'alice', type: 'User' };
const app = { login: 'norepeat[bot]', type: 'Bot' };
const KEY = 'postmortem:acme/incidents#7';
const BRANCH = 'norepeat/postmortem-7';

const keysOf = (event: string, payload: object) =>
  hear({ event, payload: { repository, sender: alice, ...payload } }, self).keys.map(formatKey);

const pull = (ref = BRANCH, repo: object | null = { full_name: 'acme/incidents' }) => ({
  number: 3,
  head: { sha: 'a'.repeat(40), ref, repo },
});

describe('a push to the branch of a postmortem', () => {
  test.each([
    ['with commits', { commits: [{ modified: ['postmortems/a.md'] }] }],
    ['that makes it', { created: true }],
    ['that deletes it', { deleted: true }],
    ['by force', { forced: true }],
  ])('%s is news of it', (_, over) => {
    expect(keysOf('push', { ref: `refs/heads/${BRANCH}`, ...over })).toContain(KEY);
  });

  test('by the app itself is none', () => {
    expect(keysOf('push', { ref: `refs/heads/${BRANCH}`, sender: app })).toEqual([]);
  });

  test.each([
    'refs/heads/norepeat/postmortem-',
    'refs/heads/norepeat/postmortem-07',
    'refs/tags/7',
  ])('is no push to %s', (ref) => {
    expect(keysOf('push', { ref, commits: [{ added: ['a.md'] }] })).toEqual([]);
  });
});

describe('the pull request of a postmortem', () => {
  test.each([
    ...['opened', 'reopened', 'closed', 'synchronize', 'edited', 'labeled', 'unlabeled'],
    ...['ready_for_review', 'converted_to_draft'],
  ])('%s by a person is news of it', (action) => {
    expect(keysOf('pull_request', { action, pull_request: pull() })).toContain(KEY);
  });

  test.each(['assigned', 'review_requested', 'locked'])('%s is none', (action) => {
    expect(keysOf('pull_request', { action, pull_request: pull() })).not.toContain(KEY);
  });

  test.each([
    ['opened', true],
    ['reopened', true],
    ['synchronize', false],
    ['labeled', false],
    ['edited', false],
  ])('%s by the app itself: %s', (action, isNews) => {
    const keys = keysOf('pull_request', { action, pull_request: pull(), sender: app });
    expect(keys.includes(KEY)).toBe(isNews);
  });

  test.each([
    ['from a fork', pull(BRANCH, { full_name: 'mallory/incidents' })],
    ['from a fork that was deleted', pull(BRANCH, null)],
    ['from another branch', pull('main')],
  ])('is none %s', (_, pull_request) => {
    const keys = keysOf('pull_request', { action: 'opened', pull_request });
    expect(keys.filter((key) => key.startsWith('postmortem:'))).toEqual([]);
  });

  test.each([
    ['submitted', 'approved', alice, 1],
    ['dismissed', 'dismissed', alice, 1],
    ['submitted', 'commented', alice, 0],
    ['submitted', 'commented', app, 0],
  ])('a review that is %s as %s', (action, state, sender, count) => {
    const payload = { action, review: { state }, pull_request: pull(), sender };
    expect(keysOf('pull_request_review', payload).filter((key) => key === KEY)).toHaveLength(count);
  });
});

describe('"Re-run"', () => {
  const run = { name: 'norepeat/postmortem', head_sha: 'a'.repeat(40), pull_requests: [] };

  test('of its check looks at the postmortem again', () => {
    const check_run = { ...run, check_suite: { head_branch: BRANCH } };
    expect(keysOf('check_run', { action: 'rerequested', check_run })).toEqual([KEY]);
  });

  test('of all checks looks at it, too', () => {
    const check_suite = { head_sha: 'a'.repeat(40), head_branch: BRANCH, pull_requests: [] };
    expect(keysOf('check_suite', { action: 'rerequested', check_suite })).toContain(KEY);
  });

  test.each(['main', null])('on another branch is nobody’s: %s', (head_branch) => {
    const check_run = { ...run, check_suite: { head_branch } };
    expect(keysOf('check_run', { action: 'rerequested', check_run })).toEqual([]);
  });
});

describe('templates', () => {
  const push = (path: string, ref = 'refs/heads/main') =>
    keysOf('push', { ref, commits: [{ modified: [path] }] });

  test.each(['.github/postmortem.md', '.github/templates/security.md'])(
    'a push to %s on the default branch is news of the policy',
    (path) => {
      expect(push(path)).toEqual(['policy:acme/incidents']);
    },
  );

  test.each(['postmortem.md', '.github/workflows/ci.yml', 'docs/.github/a.md'])(
    '%s is no template',
    (path) => {
      expect(push(path)).toEqual([]);
    },
  );

  test('on another branch nothing is news of the policy', () => {
    expect(push('.github/postmortem.md', 'refs/heads/next')).toEqual([]);
  });
});
