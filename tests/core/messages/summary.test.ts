import { describe, expect, test } from 'vitest';
import { recommendSeverity } from '../../../src/core/incident/severity.ts';
import { SUMMARY_MARKER, summaryComment } from '../../../src/core/messages/summary.ts';
import type { Impact } from '../../../src/core/policy/policy.ts';
import { anIncident } from '../../builders/an-incident.ts';
import { aPolicy } from '../../builders/a-policy.ts';
import { aSubIssue, minute } from '../../builders/facts.ts';
import { policy, NOTHING, summary, lines, acknowledged, ROLES } from './summaries.ts';

function recommended(impact: Impact) {
  const recommendation = recommendSeverity(impact, policy);
  return {
    inForce: recommendation.severity,
    chosenBy: 'recommended',
    by: null,
    recommendation,
  } as const;
}

describe('six lines say where it stands', () => {
  test('declared by somebody without the right: it binds nobody, look whether it is real', () => {
    const fresh = anIncident({ severity: recommended({}), declaredBy: 'eve', confirmed: null });
    const markdown = summary(fresh);
    expect(markdown).toContain(
      '**Unconfirmed.** Declared by eve, who has no right to steer incidents here.',
    );
    expect(lines(markdown)).toEqual([
      '🔴: SEV-1, assumed · Declared 14:00 UTC by eve',
      'Impact: No figures yet · checkout',
      'People: open: Commander, Technical lead, Communications lead',
      'Update: None yet',
      'Open: Waits for somebody to confirm it',
      'Next: Look whether it is real, then /ack, or /false-alarm reason',
    ]);
  });

  test('declared, and nobody has acknowledged it in time', () => {
    const fresh = anIncident({
      severity: recommended({ users: 25 }),
      impact: { users: 25 },
      slaBreach: true,
    });
    expect(lines(summary(fresh, minute(7)))).toEqual([
      '🔴: SEV-1 · Declared 14:00 UTC by alice · ⏰ acknowledgement overdue since 14:05 UTC · mitigation due by 14:30 UTC · SLA breached',
      'Impact: 25 % of users · checkout',
      'People: open: Commander, Technical lead, Communications lead',
      'Update: None yet, first one due by 14:30 UTC',
      'Open: Nobody has acknowledged it yet',
      'Next: Whoever takes it says /ack',
    ]);
  });

  test('acknowledged with open roles: the next thing is to fill them', () => {
    const incident = anIncident({ ...acknowledged, roles: new Map([['commander', 'alice']]) });
    expect(lines(summary(incident, minute(22)))).toEqual([
      '🟠: SEV-2 · Acknowledged 14:04 UTC by bob · mitigation due by 16:00 UTC',
      'Impact: 15 % of users · 3 % of customers · checkout',
      'People: Commander alice · open: Technical lead',
      'Update: None yet, first one due by 15:00 UTC',
      'Open: Not mitigated yet',
      'Next: Technical lead is open. Take it: /tech-lead me',
    ]);
  });

  test('mitigated with an overdue update: the next thing is to tell those who wait', () => {
    const incident = anIncident({
      ...acknowledged,
      status: { is: 'mitigated', since: minute(31), by: 'bob' },
      roles: ROLES,
      lastUpdate: { at: minute(20), by: 'alice', text: 'Rolling back v42.' },
      actionItems: [aSubIssue({}), aSubIssue({ state: 'closed', stateReason: 'completed' })],
    });
    expect(lines(summary(incident, minute(95)))).toEqual([
      '🟠: SEV-2 · Mitigated 14:31 UTC by bob · 43 min after it started',
      'Impact: 15 % of users · 3 % of customers · checkout',
      'People: Commander alice · Technical lead bob',
      'Update: 14:20 UTC by alice, ⏰ next one overdue since 15:20 UTC: Rolling back v42.',
      'Open: Not resolved yet · 1 of 2 action items to do: acme/checkout#34',
      'Next: Tell those who wait where it stands: /update what is known, what happens next',
    ]);
  });

  test('resolved: the follow-up is left', () => {
    const incident = anIncident({
      ...acknowledged,
      status: { is: 'resolved', since: minute(130), by: 'bob' },
      causes: ['change'],
      roles: ROLES,
      postmortem: { is: 'due', by: minute(130 + 6 * 24 * 60), pull: null, asked: null },
    });
    expect(lines(summary(incident, minute(140)))).toEqual([
      '🟢: SEV-2 · Resolved 16:10 UTC by bob · 2 h 22 min after it started',
      'Impact: 15 % of users · 3 % of customers · checkout',
      'People: Commander alice · Technical lead bob',
      'Update: None yet',
      'Open: Postmortem due by 2026-11-27 16:10 UTC',
      'Next: The postmortem, while it is fresh: /postmortem opens it on the branch norepeat/postmortem-12; merge its pull request into the default branch',
    ]);
  });

  test('a postmortem that is overdue is not called fresh', () => {
    const incident = anIncident({
      ...acknowledged,
      status: { is: 'resolved', since: minute(130), by: 'bob' },
      causes: ['change'],
      roles: ROLES,
      postmortem: { is: 'due', by: minute(140), pull: null, asked: null },
    });
    expect(lines(summary(incident, minute(139))).at(-1)).toMatch(/^Next: The postmortem, while/);
    expect(lines(summary(incident, minute(140))).at(-1)).toMatch(
      /^Next: The postmortem: \/postmortem opens it/,
    );
  });

  test('closed as a false alarm: nothing is left', () => {
    const incident = anIncident({
      status: {
        is: 'closed',
        since: minute(9),
        by: 'alice',
        because: { why: 'false-alarm', reason: 'the probe was broken' },
      },
    });
    expect(lines(summary(incident))).toEqual([
      '🟢: SEV-2 · Closed 14:09 UTC by alice · false alarm: the probe was broken',
      'Impact: No figures yet · checkout',
      'People: Nobody has a role',
      'Update: None yet',
      'Open: Nothing',
      'Next: Nothing. If it comes back: /reopen reason',
    ]);
  });

  test('a drill and a restricted incident say so before anything else', () => {
    const markdown = summary(anIncident({ drill: true, restricted: true }));
    expect(markdown.split('\n').slice(0, 5)).toEqual([
      SUMMARY_MARKER,
      '',
      '**Drill.** An exercise: nothing is really broken.',
      '',
      '**Restricted.** Do not quote or link this where people without access can read it.',
    ]);
    expect(lines(markdown)[0]).toContain('DRILL SEV-2');
  });

  test('a severity that a person chose stands beside what the figures say', () => {
    const chosen = {
      ...recommended({ users: 30, customers: 1, cost: 0 }),
      inForce: policy.severities[2]!,
      chosenBy: 'person',
      by: 'bob',
    } as const;
    const markdown = summary(anIncident({ severity: chosen }));
    expect(lines(markdown)[0]).toContain('SEV-3 (figures say SEV-1)');
    expect(markdown).toContain('<summary>Why SEV-3, though the figures say SEV-1</summary>');
    expect(markdown).toContain('30 % of users: **SEV-1** begins at 20 %.');
  });

  test('times on another day than the declaration carry their date', () => {
    const incident = anIncident({
      status: { is: 'mitigated', since: minute(11 * 60), by: 'bob' },
    });
    expect(lines(summary(incident))[0]).toContain('Mitigated 2026-11-22 01:00 UTC by bob');
  });

  test('times are shown in the zone of the policy', () => {
    const berlin = aPolicy({ timeZone: 'Europe/Berlin' });
    const markdown = summaryComment(anIncident(), berlin, minute(1), NOTHING);
    expect(lines(markdown)[0]).toContain('Declared 15:00+01:00 by alice');
  });
});

describe('the next thing to do', () => {
  const next = (overrides: Parameters<typeof anIncident>[0], now = minute(5)) =>
    lines(summary(anIncident({ ...acknowledged, ...overrides }), now))[5];

  test.each<[string, Parameters<typeof anIncident>[0], number, string]>([
    ['somebody leads first', {}, 5, 'Next: Commander is open. Take it: /commander me'],
    [
      'an overdue update comes before the other roles',
      { roles: new Map([['commander', 'alice']]) },
      61,
      'Next: Tell those who wait where it stands: /update what is known, what happens next',
    ],
    [
      'an unnamed service has nobody called',
      { roles: ROLES, services: [] },
      5,
      'Next: Say what is affected, so that its owners are called: /service checkout',
    ],
    [
      'then the damage stops',
      { roles: ROLES },
      5,
      'Next: Stop the damage first: roll back, switch off or fail over; then /mitigated what helped',
    ],
    [
      'after two hours the severity is looked at again',
      { roles: ROLES, lastUpdate: { at: minute(110), by: 'a', text: 'x' } },
      121,
      'Next: Is it still SEV-2? Say so, or what it is now: /severity sev2',
    ],
    [
      'mitigated: the cause goes',
      { roles: ROLES, status: { is: 'mitigated', since: minute(9), by: 'bob' } },
      10,
      'Next: Fix the cause, tested like any change; then /resolved what was done',
    ],
    [
      'resolved: action items first',
      {
        status: { is: 'resolved', since: minute(9), by: 'bob' },
        causes: ['change'],
        actionItems: [aSubIssue(), aSubIssue()],
      },
      10,
      'Next: Finish the 2 action items',
    ],
    [
      'resolved: what broke, before anything that takes longer',
      {
        status: { is: 'resolved', since: minute(9), by: 'bob' },
        actionItems: [aSubIssue(), aSubIssue()],
      },
      10,
      'Next: Say what broke, while it is fresh: /cause change (or capacity, unknown)',
    ],
  ])('%s', (_, overrides, now, expected) => {
    expect(next(overrides, minute(now))).toBe(expected);
  });
});
