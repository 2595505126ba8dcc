import { expect, test } from 'vitest';
import type { PostmortemPullAnswer } from '../../src/github/read/postmortem-answer.ts';
import { postmortemAmong } from '../../src/github/read/to-postmortem.ts';

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
  expect(postmortemAmong(pulls, 'main')?.number).toBe(40);
});

test('one that goes elsewhere is the postmortem while there is no other', () => {
  expect(postmortemAmong([pull(41, 'OPEN', 'release')], 'main')?.number).toBe(41);
});
