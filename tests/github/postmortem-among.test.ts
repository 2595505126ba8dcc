import { expect, test } from 'vitest';
import type { PostmortemPullAnswer } from '../../src/github/read/postmortem-answer.ts';
import { postmortemAmong, stateOf } from '../../src/github/read/postmortem-pull.ts';

const PLACE = { main: 'main', index: 'postmortems/README.md' };

/** As GitHub lists them: the latest first. */
const pull = (
  number: number,
  state: PostmortemPullAnswer['state'],
  baseRefName = 'main',
  isCrossRepository = false,
) => ({ number, state, baseRefName, isCrossRepository }) as PostmortemPullAnswer;

test.each([
  ['closed into another branch', [pull(41, 'CLOSED', 'release'), pull(40, 'OPEN')]],
  ['merged into another branch', [pull(41, 'MERGED', 'release'), pull(40, 'OPEN')]],
  ['opened from a fork', [pull(41, 'OPEN', 'main', true), pull(40, 'OPEN')]],
  ['merged from a fork', [pull(41, 'MERGED', 'main', true), pull(40, 'OPEN')]],
  ['opened once more after it was merged', [pull(41, 'OPEN'), pull(40, 'MERGED')]],
])('a postmortem is not hidden by a later pull request that was %s', (_, pulls) => {
  expect(postmortemAmong(pulls, PLACE)?.number).toBe(40);
});

test('one that goes elsewhere is the postmortem while there is no other', () => {
  expect(postmortemAmong([pull(41, 'OPEN', 'release')], PLACE)?.number).toBe(41);
});

test('what was merged without a document hides no later one; a list that is not whole is no proof of that', () => {
  const merged = (hasNextPage: boolean): PostmortemPullAnswer => ({
    ...pull(40, 'MERGED'),
    files: { pageInfo: { hasNextPage }, nodes: [{ path: 'notes.txt', changeType: 'ADDED' }] },
  });
  expect(stateOf(merged(false), PLACE.index)).toBe('closed');
  expect(postmortemAmong([pull(41, 'OPEN'), merged(false)], PLACE)?.number).toBe(41);
  expect(postmortemAmong([merged(false)], PLACE)?.number).toBe(40);
  expect(stateOf(merged(true), PLACE.index)).toBe('merged');
  expect(postmortemAmong([pull(41, 'OPEN'), merged(true)], PLACE)?.number).toBe(40);
});

test('a README.md of a folder of its own is a document, and the index is none', () => {
  const merged = (path: string): PostmortemPullAnswer => ({
    ...pull(40, 'MERGED'),
    files: { pageInfo: { hasNextPage: false }, nodes: [{ path, changeType: 'ADDED' }] },
  });
  expect(stateOf(merged('postmortems/2026-11-21-12-down/README.md'), PLACE.index)).toBe('merged');
  expect(stateOf(merged('postmortems/README.md'), PLACE.index)).toBe('closed');
  expect(stateOf(merged('postmortems/README.md'), 'docs/README.md')).toBe('merged');
});
