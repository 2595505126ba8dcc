import { describe, expect, test } from 'vitest';
import { countItems, teamsOfItem } from '../../../src/core/followup/count-items.ts';
import { itemActsOf } from '../../../src/core/followup/item-acts.ts';
import { countedItems } from '../../../src/core/followup/items.ts';
import type { ItemLabelEvent, SubIssueFacts } from '../../../src/core/incident/facts.ts';
import type { ActEntry, ItemEntry, Ledger } from '../../../src/core/ledger/ledger.ts';
import { aPolicy } from '../../builders/a-policy.ts';
import { anIncident } from '../../builders/an-incident.ts';
import {
  aLinkedIssue,
  aSubIssue,
  INCIDENT_REF,
  minute,
  person,
  SELF,
  someFacts,
} from '../../builders/facts.ts';

const PAYMENTS = { org: 'acme', slug: 'payments' };
const DISCOVERY = { org: 'acme', slug: 'discovery' };
const covered = (more: Partial<Parameters<typeof anIncident>[0]> = {}) => {
  const incident = anIncident(more);
  return { ...incident, dontRepeat: { ...incident.dontRepeat, covered: true } };
};
const item = (more: Partial<SubIssueFacts> = {}): SubIssueFacts =>
  aSubIssue({ labels: ['dont-repeat'], ...more });
const count = (subIssues: readonly SubIssueFacts[], ledger: Ledger = [], incident = covered()) =>
  countItems({ incident, facts: someFacts({ subIssues }), ledger, policy: aPolicy() });
const entry: ItemEntry = {
  verdict: 'item',
  nodeId: 'I_34',
  ref: aLinkedIssue().ref,
  title: 'Retry the payment call',
  url: aLinkedIssue().url,
  teams: [PAYMENTS],
  at: minute(5),
};
const act = (
  verdict: ActEntry['verdict'],
  at: number,
  kind: 'item-removed' | 'item-unlabeled' = 'item-removed',
): ActEntry => ({ verdict, act: { kind, item: entry.ref }, by: 'alice', at: minute(at) });
const click = (
  change: ItemLabelEvent['change'],
  label: string,
  at: number,
  by = person('bob'),
): ItemLabelEvent => ({ change, label, at: minute(at), by });

describe('an item is counted', () => {
  test('by either label, in any case, once', () => {
    expect(count([item()])).toHaveLength(1);
    expect(count([item({ labels: ['Kind:Prevent'] })])).toHaveLength(1);
    expect(count([item()], [entry])).toEqual([]);
  });

  test('open or closed: closing it first does not hide it', () => {
    expect(count([item({ state: 'closed', stateReason: 'completed' })])).toHaveLength(1);
  });

  test('not by another kind, not while the policy does not cover the incident, and never as a pull request', () => {
    expect(count([item({ labels: ['kind:mitigate', 'action-item'] })])).toEqual([]);
    expect(count([item()], [], anIncident())).toEqual([]);
    expect(count([item({ isPullRequest: true })])).toEqual([]);
  });

  test('from the moment at which it was put there or got its label, as far as GitHub tells', () => {
    const done = { by: person('bob'), at: minute(3) };
    const added = { kind: 'sub-issue-added', issue: aLinkedIssue(), ...done } as const;
    const facts = someFacts({
      events: [added],
      subIssues: [item({ labelEvents: [click('labeled', 'dont-repeat', 7)] })],
    });
    const [counted] = countItems({ incident: covered(), facts, ledger: [], policy: aPolicy() });
    expect(counted?.at).toBe(minute(7));
  });
});

describe('an item belongs to', () => {
  const both = [PAYMENTS, DISCOVERY];
  const of = (ref: Partial<SubIssueFacts>, teams = both) =>
    teamsOfItem(item(ref), { home: INCIDENT_REF.repo, teams, policy: aPolicy() });
  const at = (name: string, body = '') => ({
    ref: { repo: { owner: 'acme', name }, number: 7 },
    body,
  });

  test.each([
    ['the owner of its repository', at('checkout'), [PAYMENTS]],
    [
      'the owner of its repository, whatever its text says',
      at('checkout', 'For: search'),
      [PAYMENTS],
    ],
    [
      'the team that its text names, with the incident',
      at('incidents', 'For: payments'),
      [PAYMENTS],
    ],
    ['the team of a service that its text names', at('incidents', 'For: search'), [DISCOVERY]],
    ['the team named in full', at('incidents', 'For: acme/discovery'), [DISCOVERY]],
    ['everybody, with the incident and without a name', at('incidents'), []],
    ['everybody, with a name that nobody has', at('incidents', 'For: nobody'), []],
    ['everybody, in a repository of no service', at('docs', 'For: payments'), []],
  ])('%s', (_, ref, teams) => {
    expect(of(ref)).toEqual(teams);
  });

  test('everybody where its owner is none of the incident’s teams', () => {
    expect(of(at('search'), [PAYMENTS])).toEqual([]);
  });
});

describe('a counted item stays counted', () => {
  const standing = (ledger: Ledger, facts: Parameters<typeof someFacts>[0] = {}) =>
    countedItems(someFacts(facts), ledger).map((one) => one.standing.is);

  test('whatever became of its label', () => {
    expect(standing([entry], { subIssues: [item({ labels: [] })] })).toEqual(['open']);
  });

  test('deleted: it is taken away', () => {
    expect(standing([entry])).toEqual(['taken-away']);
  });

  test('no longer below the incident: taken away while it is open, done once it is', () => {
    expect(standing([entry], { detached: [item({ parent: null })] })).toEqual(['taken-away']);
    const closedBy = { by: person('carol'), pull: null };
    const done = item({
      state: 'closed',
      stateReason: 'completed',
      closedAt: minute(30),
      closedBy,
    });
    expect(standing([entry], { detached: [done] })).toEqual(['done']);
  });

  test('an act that did not count changes nothing, one that counted lets it go', () => {
    expect(standing([entry, act('not-counted', 9)])).toEqual(['taken-away']);
    expect(standing([entry, act('counted', 9)])).toEqual([]);
  });

  test('the latest act decides', () => {
    expect(standing([entry, act('counted', 9), act('not-counted', 11)])).toEqual(['taken-away']);
    expect(standing([entry, act('not-counted', 9), act('counted', 11)])).toEqual([]);
  });

  test('who puts the label on again takes it up again', () => {
    const released = [entry, act('counted', 9, 'item-unlabeled')];
    const prevent = { labels: ['kind:prevent'] };
    expect(standing(released, { subIssues: [item(prevent)] })).toEqual([]);
    expect(standing(released, { subIssues: [item()] })).toEqual(['open']);
    const again = item({ ...prevent, labelEvents: [click('labeled', 'kind:prevent', 12)] });
    expect(standing(released, { subIssues: [again] })).toEqual(['open']);
  });
});

describe('what was done to counted items', () => {
  const acts = (facts: Parameters<typeof someFacts>[0]) =>
    itemActsOf(someFacts(facts), [entry]).map(({ act: { kind }, by, at }) => [
      kind,
      by.login,
      at - minute(0),
    ]);
  const removed = (at: number, by = person('bob')) =>
    ({ kind: 'sub-issue-removed', issue: aLinkedIssue(), by, at: minute(at) }) as const;
  const minutes = (n: number): number => minute(n) - minute(0);

  test('taken off the incident by somebody else, since it was counted', () => {
    const facts = { events: [removed(4), removed(6), removed(8, SELF)] };
    expect(acts(facts)).toEqual([['item-removed', 'bob', minutes(6)]]);
  });

  test('an item of another name is another item', () => {
    const issue = aLinkedIssue({ ref: { ...aLinkedIssue().ref, number: 35 } });
    expect(acts({ events: [{ ...removed(6), issue }] })).toEqual([]);
  });

  test('its label taken off', () => {
    const labelEvents = [
      click('unlabeled', 'Dont-Repeat', 6),
      click('labeled', 'dont-repeat', 7, SELF),
    ];
    expect(acts({ subIssues: [item({ labelEvents })] })).toEqual([
      ['item-unlabeled', 'bob', minutes(6)],
    ]);
    expect(acts({ detached: [item({ labelEvents })] })).toHaveLength(1);
  });

  test('its kind changed while it is a don’t-repeat item by its label is nothing', () => {
    const kept = item({ labelEvents: [click('unlabeled', 'kind:prevent', 6)] });
    expect(acts({ subIssues: [kept] })).toEqual([]);
    const bare = item({ labels: [], labelEvents: [click('unlabeled', 'kind:prevent', 6)] });
    expect(acts({ subIssues: [bare] })).toHaveLength(1);
    const later = item({
      labelEvents: [
        click('unlabeled', 'kind:prevent', 6),
        click('labeled', 'dont-repeat', 7, SELF),
      ],
    });
    expect(acts({ subIssues: [later] })).toHaveLength(1);
  });
});
