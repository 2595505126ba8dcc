import { describe, expect, test } from 'vitest';
import { evidenceOf as evidenceSince } from '../../../src/core/followup/evidence.ts';
import type { SubIssueFacts } from '../../../src/core/incident/facts.ts';
import { aSubIssue, minute, person, SELF } from '../../builders/facts.ts';

const FIX = { repo: { owner: 'acme', name: 'checkout' }, number: 40 };
const closed = (by: SubIssueFacts['closedBy'], more: Partial<SubIssueFacts> = {}): SubIssueFacts =>
  aSubIssue({
    state: 'closed',
    stateReason: 'completed',
    closedAt: minute(30),
    closedBy: by,
    assignees: ['bob'],
    ...more,
  });
const evidenceOf = (item: SubIssueFacts) => evidenceSince(item, minute(12));
type Assignment = SubIssueFacts['assignments']['events'][number];
const assignment = (
  change: Assignment['change'],
  login: string,
  { by, at }: { readonly by: Assignment['by']; readonly at: number },
): Assignment => ({ change, login, by, at: minute(at) });
const after = (events: readonly Assignment[], complete = true) => ({ events, complete });
const byPerson = (login: string) => ({ by: person(login), pull: null });

describe('an item is done', () => {
  test('when a merged pull request closed it, whoever merged it', () => {
    for (const by of [person('bob'), SELF, { login: 'merge-bot', kind: 'bot' } as const]) {
      const item = closed({ by, pull: { ref: FIX, merged: true } });
      expect(evidenceOf(item)).toEqual({ is: 'done', by: { kind: 'pull-request', pull: FIX } });
    }
  });

  test('when a person other than every assignee closed it', () => {
    const done = { is: 'done', by: { kind: 'person', login: 'carol' } };
    expect(evidenceOf(closed(byPerson('carol')))).toEqual(done);
    expect(evidenceOf(closed(byPerson('carol'), { assignees: [] }))).toEqual(done);
  });
});

describe('an item is closed without evidence', () => {
  test.each([
    ['by its assignee', closed(byPerson('bob')), 'closed-by-assignee'],
    ['by its assignee in capitals', closed(byPerson('BOB')), 'closed-by-assignee'],
    [
      'by one of two assignees',
      closed(byPerson('carol'), { assignees: ['bob', 'Carol'] }),
      'closed-by-assignee',
    ],
    ['by this app', closed({ by: SELF, pull: null }), 'closed-by-app'],
    [
      'by another app',
      closed({ by: { login: 'stale', kind: 'bot' }, pull: null }),
      'closed-by-app',
    ],
    [
      'by a pull request that was not merged',
      closed({ by: person('bob'), pull: { ref: FIX, merged: false } }),
      'closed-by-assignee',
    ],
    ['by somebody GitHub does not name', closed(null), 'closer-unknown'],
    ['by an account that is gone', closed(byPerson('ghost')), 'closer-unknown'],
    ['as not planned', closed(byPerson('carol'), { stateReason: 'not_planned' }), 'not-completed'],
    ['as a duplicate', closed(byPerson('carol'), { stateReason: 'duplicate' }), 'not-completed'],
    [
      'as not planned by a merge',
      closed({ by: SELF, pull: { ref: FIX, merged: true } }, { stateReason: 'not_planned' }),
      'not-completed',
    ],
  ] as const)('%s', (_, item, because) => {
    expect(evidenceOf(item)).toEqual({ is: 'closed-without-evidence', because });
  });
});

test('an open item is open, whoever closed it before', () => {
  const item = closed(byPerson('carol'), { state: 'open', stateReason: 'reopened' });
  expect(evidenceOf(item)).toEqual({ is: 'open' });
});

describe('whose work it was', () => {
  const DONE = { is: 'done', by: { kind: 'person', login: 'bob' } };
  const BY_ASSIGNEE = { is: 'closed-without-evidence', because: 'closed-by-assignee' };
  const bob = person('bob');
  const took = (at: number, by: Assignment['by'] = bob) =>
    assignment('unassigned', 'Bob', { by, at });
  const byBob = (assignments: SubIssueFacts['assignments'], assignees: readonly string[] = []) =>
    evidenceOf(closed(byPerson('bob'), { assignees, assignments }));

  test('is theirs who took themselves off, before closing it or after, or had an app do so', () => {
    expect(byBob(after([took(20)]))).toEqual(BY_ASSIGNEE);
    expect(byBob(after([took(40)]))).toEqual(BY_ASSIGNEE);
    expect(byBob(after([took(20, { login: 'triage', kind: 'bot' })]))).toEqual(BY_ASSIGNEE);
  });

  test('is theirs who were assigned as it was closed, whoever takes them off later', () => {
    expect(byBob(after([took(31, person('carol'))]))).toEqual(BY_ASSIGNEE);
  });

  test('is not theirs whom somebody else had taken off before', () => {
    expect(byBob(after([took(20, person('carol'))]))).toEqual(DONE);
  });

  test('is not theirs who are assigned only once it is closed: that undoes nothing', () => {
    const later = assignment('assigned', 'bob', { by: person('eve'), at: 31 });
    expect(byBob(after([later]), ['bob'])).toEqual(DONE);
  });

  test('is unknown where more came and went since it became an item than GitHub shows', () => {
    const carols = [13, 14].map((at) => assignment('assigned', 'carol', { by: bob, at }));
    const unknown = { is: 'closed-without-evidence', because: 'assignees-unknown' };
    expect(byBob(after(carols, false))).toEqual(unknown);
    const early = assignment('assigned', 'carol', { by: bob, at: 5 });
    expect(byBob(after([early, ...carols], false))).toEqual(DONE);
  });
});

test('what was closed before it became an item is no evidence, not even by a merge', () => {
  const before = { is: 'closed-without-evidence', because: 'closed-before' };
  const early = { closedAt: minute(11) };
  expect(evidenceOf(closed(byPerson('carol'), early))).toEqual(before);
  const merged = { by: person('carol'), pull: { ref: FIX, merged: true } };
  expect(evidenceOf(closed(merged, early))).toEqual(before);
  expect(evidenceOf(closed(merged, { closedAt: minute(12) }))).toMatchObject({ is: 'done' });
});
