import { describe, expect, test } from 'vitest';
import { askerOf } from '../../../src/core/followup/asker.ts';
import { evidenceOf as evidenceSince } from '../../../src/core/followup/evidence.ts';
import type { SubIssueFacts } from '../../../src/core/incident/facts.ts';
import type { Ledger, OnItemEntry } from '../../../src/core/ledger/ledger.ts';
import { anItemEntry, ITEM_REF } from '../../builders/an-obligation.ts';
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
const evidenceOf = (item: SubIssueFacts, askedBy: string | null = null) =>
  evidenceSince(item, { becameItem: minute(12), askedBy, said: [] });
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

  test('when a merged pull request of another owner closed it, only if its merger could close it', () => {
    const pull = { ref: { repo: { owner: 'bob', name: 'scratch' }, number: 1 }, merged: true };
    expect(evidenceOf(closed({ by: person('bob'), pull }))).toEqual({
      is: 'closed-without-evidence',
      because: 'closed-by-assignee',
    });
    expect(evidenceOf(closed({ by: person('carol'), pull }))).toEqual({
      is: 'done',
      by: { kind: 'person', login: 'carol' },
    });
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

describe('closed by its author, who may close it without any right', () => {
  const byAuthor = (login: string, authorBelongs: boolean) =>
    evidenceOf(closed(byPerson(login), { author: person('mallory'), authorBelongs }));

  test('it is no evidence where GitHub shows no more of them than that', () => {
    const because = 'closed-by-stranger';
    expect(byAuthor('mallory', false)).toEqual({ is: 'closed-without-evidence', because });
    expect(byAuthor('Mallory', false)).toEqual({ is: 'closed-without-evidence', because });
  });

  test('it is done where they belong to the repository, and where somebody else closed it', () => {
    expect(byAuthor('mallory', true)).toMatchObject({ is: 'done', by: { login: 'mallory' } });
    expect(byAuthor('carol', false)).toMatchObject({ is: 'done', by: { login: 'carol' } });
  });

  test('it is done when they confirm it with a right of which GitHub shows nothing', () => {
    const item = closed(byPerson('mallory'), { author: person('mallory'), authorBelongs: false });
    const confirm: OnItemEntry = {
      ...{ verdict: 'on-item', remark: 1, url: '', item: ITEM_REF, nodeId: 'I_34' },
      ...{ by: 'mallory', at: minute(31), said: { kind: 'confirm' } },
    };
    const known = { becameItem: minute(12), askedBy: null, said: [confirm] };
    const by = { kind: 'confirmation', login: 'mallory' };
    expect(evidenceSince(item, known)).toEqual({ is: 'done', by });
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

describe('an item to which nobody was assigned when it was closed', () => {
  const without = (reason: string) => ({ is: 'closed-without-evidence', because: reason });
  const done = (login: string) => ({ is: 'done', by: { kind: 'person', login } });
  const unassigned = { assignees: [], author: person('Carol') };
  const made = { assignees: [], author: SELF };

  test('belongs to whoever opened it: they cannot close it alone, everybody else can', () => {
    expect(evidenceOf(closed(byPerson('carol'), unassigned))).toEqual(without('closed-by-owner'));
    expect(evidenceOf(closed(byPerson('bob'), unassigned))).toEqual(done('bob'));
  });

  test('belongs to whoever asked for it, if the app opened it', () => {
    const item = (by: string) => closed(byPerson(by), made);
    expect(evidenceOf(item('carol'), 'Carol')).toEqual(without('closed-by-owner'));
    expect(evidenceOf(item('bob'), 'Carol')).toEqual(done('bob'));
  });

  test('is done by nobody’s word if the app opened it and nobody knows for whom', () => {
    expect(evidenceOf(closed(byPerson('bob'), made))).toEqual(without('owner-unknown'));
  });

  describe('and that another app opened, or an account that is gone', () => {
    const change = (what: 'closed' | 'reopened', at: number, by: SubIssueFacts['author']) => ({
      ...{ change: what, at: minute(at), by },
    });
    const monitored = { assignees: [], author: { login: 'monitor', kind: 'bot' } as const };
    const carols = [change('closed', 20, person('carol')), change('reopened', 21, SELF)];

    test.each([monitored.author, person('ghost')])('takes a second person: %j', (author) => {
      const item = { ...monitored, author };
      const alone = closed(byPerson('carol'), item);
      expect(evidenceOf(alone)).toEqual(without('closed-alone'));
      const own = [...carols, change('closed', 30, person('carol'))];
      expect(evidenceOf(closed(byPerson('carol'), { ...item, stateEvents: own }))).toEqual(
        without('closed-alone'),
      );
      const both = [...carols, change('closed', 30, person('bob'))];
      expect(evidenceOf(closed(byPerson('bob'), { ...item, stateEvents: both }))).toEqual(
        done('bob'),
      );
    });

    const confirmedBy = (by: string, stateEvents: SubIssueFacts['stateEvents']) => {
      const said: OnItemEntry = {
        ...{ verdict: 'on-item', remark: 9, url: 'https://github.example/9', item: ITEM_REF },
        ...{ nodeId: 'I_34', by, at: minute(25), said: { kind: 'confirm' } },
      };
      const known = { becameItem: minute(12), askedBy: null, said: [said] };
      return evidenceSince(aSubIssue({ ...monitored, stateEvents }), known);
    };

    test('is confirmed by somebody other than whoever closed it, unless a person took that back', () => {
      const confirmed = { is: 'done', by: { kind: 'confirmation', login: 'bob' } };
      expect(confirmedBy('bob', carols)).toEqual(confirmed);
      expect(confirmedBy('carol', carols)).toEqual({ is: 'open' });
      expect(confirmedBy('bob', [])).toEqual({ is: 'open' });
      const takenBack = [carols[0]!, change('reopened', 22, person('dave'))];
      expect(confirmedBy('bob', takenBack)).toEqual({ is: 'open' });
    });

    test('is done by a merged pull request alone', () => {
      const merge = { by: person('carol'), pull: { ref: FIX, merged: true } };
      expect(evidenceOf(closed(merge, monitored))).toMatchObject({ is: 'done' });
    });
  });

  test('belongs to them also if somebody is assigned once it is closed, or was before', () => {
    const later = after([assignment('assigned', 'bob', { by: person('carol'), at: 31 })]);
    const before = after([assignment('unassigned', 'bob', { by: person('carol'), at: 29 })]);
    for (const [assignments, assignees] of [[later, ['bob']] as const, [before, []] as const]) {
      const item = closed(byPerson('carol'), { ...unassigned, assignees, assignments });
      expect(evidenceOf(item)).toEqual(without('closed-by-owner'));
    }
  });

  test('is done by the merge of a pull request, whoever wanted and merged it', () => {
    const merge = { by: person('carol'), pull: { ref: FIX, merged: true } };
    expect(evidenceOf(closed(merge, unassigned))).toMatchObject({ is: 'done' });
    expect(evidenceOf(closed(merge, made), 'carol')).toMatchObject({ is: 'done' });
  });
});

test('an item belongs to its assignee and not to who opened it, while there is one', () => {
  const item = closed(byPerson('carol'), { author: person('carol') });
  expect(evidenceOf(item)).toEqual({ is: 'done', by: { kind: 'person', login: 'carol' } });
});

describe('who asked for an item', () => {
  const MADE: Ledger = [
    { verdict: 'accepted', comment: 7, by: 'carol', at: minute(10), commands: [] },
    {
      verdict: 'made',
      asked: { comment: 7, index: 0 },
      item: ITEM_REF,
      instead: null,
      at: minute(10),
    },
  ];

  test('is whoever wrote the comment for which the app opened it', () => {
    expect(askerOf(anItemEntry(), MADE)).toBe('carol');
  });

  test('stays the same wherever the item is transferred, and however often', () => {
    const first = anItemEntry();
    const second = anItemEntry({ nodeId: 'I_50', ref: { ...ITEM_REF, number: 50 }, was: 'I_34' });
    const third = anItemEntry({ nodeId: 'I_60', ref: { ...ITEM_REF, number: 60 }, was: 'I_50' });
    expect(askerOf(third, [...MADE, first, second, third])).toBe('carol');
  });

  test('is nobody for an item that somebody opened', () => {
    const other = anItemEntry({ ref: { ...ITEM_REF, number: 35 } });
    expect(askerOf(other, [...MADE, other])).toBeNull();
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
