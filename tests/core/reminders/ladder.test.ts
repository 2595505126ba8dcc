import { expect, test } from 'vitest';
import type { People } from '../../../src/core/reminders/clock.ts';
import { calledBy } from '../../../src/core/reminders/ladder.ts';
import { aClock, at, DAYS } from './support.ts';

const people: People = {
  first: [{ kind: 'person', login: 'alice' }],
  owners: [{ kind: 'team', team: { org: 'acme', slug: 'payments' } }],
  commander: [{ kind: 'person', login: 'carol' }],
};

function called(overdue: number, of: Partial<People> = {}): string {
  const clock = aClock(DAYS, '2026-11-27T00:00:00Z', { people: { ...people, ...of } });
  const stage = overdue === 0 ? 'today' : 'overdue';
  return names(calledBy([{ clock, point: { at: at('2026-11-27T09:00:00Z'), stage, overdue } }]));
}

function names(mentions: ReturnType<typeof calledBy>): string {
  return mentions
    .map((one) => (one.kind === 'team' ? `${one.team.org}/${one.team.slug}` : one.login))
    .join(' ');
}

test.each([
  [0, 'alice'],
  [1, 'alice'],
  [2, 'alice acme/payments'],
  [3, 'alice acme/payments carol'],
  [9, 'alice acme/payments carol'],
])('the reminder that is the %i. after it was due calls %s', (overdue, who) => {
  expect(called(overdue)).toBe(who);
});

test('where nobody in particular is meant the team is called at once', () => {
  expect(called(0, { first: [] })).toBe('acme/payments');
  expect(called(3, { first: [] })).toBe('acme/payments carol');
  expect(called(1, { first: [], owners: [] })).toBe('');
});

test('nobody is called twice in one reminder', () => {
  expect(called(3, { commander: [{ kind: 'person', login: 'Alice' }] })).toBe(
    'Alice acme/payments',
  );
});

test('several that are said at once call everybody once, each as far up as it has come', () => {
  const of = (who: string, overdue: number) => ({
    clock: aClock(DAYS, '2026-11-27T00:00:00Z', {
      people: { ...people, first: [{ kind: 'person', login: who }] },
    }),
    point: { at: at('2026-11-27T09:00:00Z'), stage: 'overdue' as const, overdue },
  });
  expect(names(calledBy([of('dave', 1), of('alice', 3)]))).toBe('dave alice acme/payments carol');
  expect(names(calledBy([of('dave', 2), of('dave', 2)]))).toBe('dave acme/payments');
});
