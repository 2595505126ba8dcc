import { expect, test } from 'vitest';
import { sameIssue, type IssueRef } from '../../../src/core/ids.ts';
import type { Clock } from '../../../src/core/reminders/clock.ts';
import type { Reminder } from '../../../src/core/reminders/due.ts';
import { together } from '../../../src/core/reminders/together.ts';
import { aSubIssue, INCIDENT_REF } from '../../builders/facts.ts';
import { aClock, at, DAYS } from './support.ts';

const reminder = (about: Clock['about'], due: string, id: string): Reminder => ({
  clock: aClock(DAYS, due, { about, id }),
  point: { at: at(due), stage: 'overdue', overdue: 1 },
  count: 1,
});
const DUE = '2026-11-27T00:00:00Z';
const response = (kind: 'acknowledge' | 'mitigate' | 'update' | 'reassess' | 'postmortem') =>
  reminder({ kind }, DUE, kind);
const item = (id: string, due = DUE): Reminder => {
  const evidence = { is: 'open' } as const;
  const one = {
    item: aSubIssue(),
    counted: null,
    owners: [],
    since: at(due),
    due: at(due),
    evidence,
  };
  const about = { ...one, dropped: null, over: false, snoozedUntil: null };
  return reminder({ kind: 'item', item: about }, due, id);
};
const ELSEWHERE: IssueRef = { ...INCIDENT_REF, number: 77 };

/** `here: mitigate update`, one a comment. */
const told = (due: readonly Reminder[], away: readonly string[] = []): readonly string[] =>
  together(due, ({ clock }) => (away.includes(clock.id) ? ELSEWHERE : INCIDENT_REF)).map(
    ({ place, reminders }) =>
      `${sameIssue(place, INCIDENT_REF) ? 'here' : 'there'}: ${reminders.map(({ clock }) => clock.id).join(' ')}`,
  );

test('what is due in one place is one comment, the most urgent first', () => {
  const waiver = {
    requestedBy: 'carol',
    grantedBy: 'ivy',
    grantedAt: at(DUE),
    until: at(DUE),
    reason: 'x',
  };
  const team = { org: 'acme', slug: 'payments' };
  const all = [
    item('later', '2026-11-28T00:00:00Z'),
    item('sooner'),
    response('postmortem'),
    reminder({ kind: 'waiver', team, waiver }, DUE, 'waiver'),
    response('reassess'),
    reminder({ kind: 'roles', open: ['commander'] }, DUE, 'roles'),
    response('update'),
    response('mitigate'),
    response('acknowledge'),
  ];
  expect(told(all)).toEqual([
    'here: acknowledge mitigate update roles reassess waiver postmortem sooner later',
  ]);
  expect(told([])).toEqual([]);
});

test('what is due elsewhere is a comment there', () => {
  expect(told([item('a'), response('update'), item('b'), response('mitigate')], ['a'])).toEqual([
    'here: mitigate update b',
    'there: a',
  ]);
});

test('however much is due, no comment is longer than GitHub takes', () => {
  const all = Array.from({ length: 23 }, (_, index) => item(`i${String(index)}`));
  const sizes = together(all, () => INCIDENT_REF).map(({ reminders }) => reminders.length);
  expect(sizes).toEqual([10, 10, 3]);
});
