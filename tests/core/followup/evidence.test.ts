import { describe, expect, test } from 'vitest';
import { evidenceOf } from '../../../src/core/followup/evidence.ts';
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
