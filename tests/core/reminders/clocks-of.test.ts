import { describe, expect, it, test } from 'vitest';
import type { Command } from '../../../src/core/command/command.ts';
import type { FollowUpItem } from '../../../src/core/followup/follow-up-item.ts';
import type { Incident } from '../../../src/core/incident/incident.ts';
import type { Ledger, OnItemEntry } from '../../../src/core/ledger/ledger.ts';
import type { Obligation } from '../../../src/core/followup/obligation.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { clocksOf } from '../../../src/core/reminders/clocks-of.ts';
import type { Clock, Mention } from '../../../src/core/reminders/clock.ts';
import { DAY, plus, type Instant } from '../../../src/core/time.ts';
import { aPolicy, aService } from '../../builders/a-policy.ts';
import { anIncident } from '../../builders/an-incident.ts';
import { aSubIssue, CREATED, INCIDENT_REF, minute } from '../../builders/facts.ts';
import { anObligation } from '../../builders/gate.ts';

const PAYMENTS = { org: 'acme', slug: 'payments' };

function clocks(
  incident: Incident,
  more: { ledger?: Ledger; obligation?: Obligation | null; policy?: Policy } = {},
): readonly Clock[] {
  return clocksOf({ incident, ledger: [], obligation: null, policy: aPolicy(), ...more });
}

const ids = (some: readonly Clock[]): readonly string[] => some.map(({ id }) => id);
const named = (some: readonly Clock[], id: string): Clock => some.find((one) => one.id === id)!;
const names = (some: readonly Mention[]): readonly string[] =>
  some.map((one) => (one.kind === 'team' ? `${one.team.org}/${one.team.slug}` : one.login));

const taken = { is: 'acknowledged', since: minute(2), by: 'bob' } as const;
const acknowledged = (overrides: Parameters<typeof anIncident>[0] = {}): Incident =>
  anIncident({
    status: taken,
    clocks: { ...anIncident().clocks, acknowledgedAt: minute(2) },
    timeline: [
      {
        at: minute(2),
        by: 'bob',
        kind: 'acknowledged',
        text: 'Acknowledged',
        url: null,
        key: true,
      },
    ],
    ...overrides,
  });

function anItem(overrides: Partial<FollowUpItem> = {}): FollowUpItem {
  return {
    item: aSubIssue({ assignees: ['alice'] }),
    counted: null,
    owners: overrides.item?.assignees ?? ['alice'],
    since: minute(30),
    due: plus(CREATED, 10 * DAY),
    dropped: null,
    evidence: { is: 'open' },
    over: false,
    snoozedUntil: null,
    ...overrides,
  };
}

describe('an incident at work', () => {
  it('waits to be acknowledged, updated, reassessed and mitigated', () => {
    const some = clocks(anIncident({ severity: 'sev2' }));
    expect(ids(some)).toEqual(['acknowledge', 'update', 'reassess', 'mitigate']);
    expect(some.map(({ due }) => (due - CREATED) / 60_000)).toEqual([15, 60, 120, 120]);
    for (const { place } of some) expect(place).toEqual(INCIDENT_REF);
  });

  it('asks for roles ten minutes after it was taken on, until each is filled', () => {
    const some = clocks(
      acknowledged({ severity: 'sev1', roles: new Map([['tech-lead', 'dave']]) }),
    );
    const roles = named(some, 'roles');
    expect(roles.due).toBe(minute(12));
    expect(roles.about).toEqual({ kind: 'roles', open: ['commander', 'communications'] });
    const all = new Map(['commander', 'tech-lead', 'communications'].map((id) => [id, 'dave']));
    expect(ids(clocks(acknowledged({ severity: 'sev1', roles: all })))).not.toContain('roles');
    expect(ids(clocks(anIncident({ severity: 'sev1' })))).not.toContain('roles');
  });

  it('has nobody late with roles or follow-up by what is only said afterwards', () => {
    const said = (command: Command, at: Instant): Ledger => [
      { verdict: 'accepted', comment: 7, by: 'bob', at, commands: [command] },
    ];
    const mitigated = { kind: 'mitigated', at: minute(2), text: null } as const;
    const late = clocks(acknowledged({ severity: 'sev1' }), {
      ledger: said(mitigated, minute(300)),
    });
    expect(named(late, 'roles')).toMatchObject({ due: minute(12), knownSince: minute(300) });
    const severity = aPolicy().severities[0]!;
    const again = anIncident({ items: [anItem()], followUp: { severity, because: 'repeat' } });
    const ledger = said({ kind: 'repeat-of', issue: INCIDENT_REF }, minute(900));
    const { id } = named(clocks(again), `item ${anItem().item.nodeId}`);
    expect(named(clocks(again, { ledger }), id).knownSince).toBe(minute(900));
    expect(named(clocks(anIncident({ items: [anItem()] }), { ledger }), id).knownSince).toBe(
      minute(30),
    );
  });

  it('asks for roles anew after a reopening', () => {
    const incident = acknowledged({ severity: 'sev2' });
    const reopened = {
      at: minute(90),
      by: 'bob',
      kind: 'reopened',
      text: '',
      url: null,
      key: true,
    } as const;
    const roles = named(
      clocks({ ...incident, timeline: [...incident.timeline, reopened] }),
      'roles',
    );
    expect(roles.due).toBe(minute(105));
  });

  it('reminds at any hour where the severity pages, else in working hours', () => {
    const hours = (severity: string): unknown =>
      named(clocks(anIncident({ severity })), 'update').rhythm;
    expect(hours('sev2')).toMatchObject({ hours: 'any' });
    expect(hours('sev3')).toMatchObject({ hours: 'working' });
  });

  it('is not late by what was decided later', () => {
    const severity = {
      at: minute(40),
      by: 'bob',
      kind: 'severity',
      text: '',
      url: null,
      key: true,
    } as const;
    const some = clocks(anIncident({ severity: 'sev1', timeline: [severity] }));
    expect(named(some, 'acknowledge')).toMatchObject({ due: minute(5), knownSince: minute(40) });
    const confirmed = { by: 'bob', at: minute(50) };
    expect(named(clocks(anIncident({ confirmed })), 'update').knownSince).toBe(minute(50));
  });

  it('is quiet while it is snoozed', () => {
    const snoozedUntil = minute(200);
    for (const clock of clocks(anIncident({ snoozedUntil }))) {
      expect(clock.snoozedUntil).toBe(snoozedUntil);
    }
  });
});

describe('nothing is due', () => {
  const items = [anItem()];
  const since = minute(5);
  const over = (because: Extract<Incident['status'], { is: 'closed' }>['because']): Incident =>
    anIncident({ status: { is: 'closed', since, by: 'bob', because }, items });
  test.each([
    ['of an unconfirmed declaration', anIncident({ confirmed: null, items })],
    ['of a false alarm', over({ why: 'false-alarm', reason: 'a test' })],
    ['of a duplicate', over({ why: 'duplicate', of: INCIDENT_REF })],
  ])('%s', (_what, incident) => {
    const postmortem = { is: 'due', by: minute(5000), pull: null, asked: null } as const;
    expect(clocks({ ...incident, postmortem }, { obligation: waived() })).toEqual([]);
  });
});

function waived(until = plus(CREATED, 5 * DAY)): Obligation {
  const waiver = {
    requestedBy: 'carol',
    grantedBy: 'ivy',
    grantedAt: minute(60),
    until,
    reason: 'the vendor ships next week',
  };
  return anObligation({ teams: [{ team: PAYMENTS, items: [], waiver }] });
}

describe('what comes after an incident', () => {
  const closed = anIncident({
    status: { is: 'closed', since: minute(90), by: 'bob', because: { why: 'done' } },
    clocks: { ...anIncident().clocks, resolvedAt: minute(80), closedAt: minute(90) },
    resolvedSaidAt: minute(85),
  });

  it('is known since somebody said that it is resolved, whatever time they gave', () => {
    const postmortem = { is: 'due', by: minute(5000), pull: null, asked: null } as const;
    expect(named(clocks({ ...closed, postmortem }), 'postmortem').knownSince).toBe(minute(85));
    const unsaid = { ...closed, postmortem, resolvedSaidAt: null };
    expect(named(clocks(unsaid), 'postmortem').knownSince).toBe(minute(90));
  });

  it('is due also when it is closed', () => {
    const postmortem = { is: 'due', by: minute(5000), pull: null, asked: null } as const;
    const some = clocks({ ...closed, items: [anItem()], postmortem }, { obligation: waived() });
    expect(ids(some)).toEqual(['postmortem', 'item I_34', 'waiver acme/payments']);
    expect(named(some, 'postmortem')).toMatchObject({ due: minute(5000) });
    expect(named(some, 'waiver acme/payments')).toMatchObject({
      place: INCIDENT_REF,
      knownSince: minute(60),
      rhythm: { is: 'ends' },
    });
  });

  it('an item reminds on the item, at its own pace and pause', () => {
    const item = anItem({ snoozedUntil: minute(70) });
    const clock = named(
      clocks({ ...closed, items: [item], snoozedUntil: minute(500) }),
      'item I_34',
    );
    expect(clock).toMatchObject({
      place: item.item.ref,
      due: item.due,
      knownSince: item.since,
      rhythm: { is: 'days' },
      snoozedUntil: minute(70),
    });
  });

  it('an item is due as long as it is not over, closed or not', () => {
    const one = (overrides: Partial<FollowUpItem>) =>
      ids(clocks({ ...closed, items: [anItem(overrides)] }));
    expect(one({ over: true })).toEqual([]);
    expect(one({ due: null })).toEqual([]);
    const item = aSubIssue({ state: 'closed', closedAt: minute(40) });
    expect(one({ item })).toEqual(['item I_34']);
  });

  it('an item is not late by a day that was set later', () => {
    const said = (minutesIn: number, nodeId = 'I_34'): OnItemEntry => ({
      verdict: 'on-item',
      remark: minutesIn,
      url: '',
      item: INCIDENT_REF,
      nodeId,
      by: 'bob',
      at: minute(minutesIn),
      said: { kind: 'due', until: minute(9000) },
    });
    const ledger: Ledger = [said(300), said(200), said(400, 'I_99')];
    const some = clocks({ ...closed, items: [anItem()] }, { ledger });
    expect(named(some, 'item I_34').knownSince).toBe(minute(300));
  });

  it('a waiver is nothing to be told of when the team owes nothing any more', () => {
    expect(clocks(closed, { obligation: anObligation({ teams: [] }) })).toEqual([]);
  });
});

describe('whom it concerns', () => {
  const services = [
    aService({ responders: ['dave', 'dave', 'erin'] }),
    aService({
      id: 'search',
      team: { org: 'acme', slug: 'search' },
      responders: [],
      repositories: ['acme/search'],
    }),
  ];
  const policy = aPolicy({ services });
  const first = (incident: Incident, id: string): readonly string[] =>
    names(named(clocks(incident, { policy }), id).people.first);

  it('the responders, before anybody has taken it', () => {
    for (const id of ['acknowledge', 'update', 'mitigate']) {
      expect(first(anIncident(), id)).toEqual(['dave', 'erin']);
    }
  });

  it('the commander, else whoever acknowledged; of an update the communications lead before both', () => {
    for (const id of ['update', 'reassess', 'mitigate', 'roles']) {
      expect(first(acknowledged(), id)).toEqual(['bob']);
      expect(
        first(acknowledged({ severity: 'sev1', roles: new Map([['commander', 'carol']]) }), id),
      ).toEqual(['carol']);
    }
    const roles = new Map([
      ['commander', 'carol'],
      ['communications', 'frank'],
    ]);
    expect(first(acknowledged({ roles }), 'update')).toEqual(['frank']);
    expect(first(acknowledged({ roles }), 'reassess')).toEqual(['carol']);
  });

  it('the assignees of an item; behind them the team of its repository, then the commander', () => {
    const roles = new Map([['commander', 'carol']]);
    const ref = { repo: { owner: 'acme', name: 'search' }, number: 3 };
    const one = anItem({ item: aSubIssue({ assignees: ['alice', 'bob'], ref }) });
    const { people } = named(clocks(anIncident({ items: [one], roles }), { policy }), 'item I_34');
    expect([names(people.first), names(people.owners), names(people.commander)]).toEqual([
      ['alice', 'bob'],
      ['acme/search'],
      ['carol'],
    ]);
  });

  it('every team of the incident, where an item belongs to none in particular', () => {
    const ref = { ...INCIDENT_REF, number: 77 };
    const one = anItem({ item: aSubIssue({ assignees: [], ref, body: 'For: nobody-we-know' }) });
    const incident = anIncident({ items: [one], services: ['checkout', 'search'] });
    const { people } = named(clocks(incident, { policy }), 'item I_34');
    expect(names(people.owners)).toEqual(['acme/payments', 'acme/search']);
  });

  it('whoever asked for a waiver', () => {
    const some = clocks(anIncident(), { obligation: waived(), policy });
    expect(names(named(some, 'waiver acme/payments').people.first)).toEqual(['carol']);
  });
});
