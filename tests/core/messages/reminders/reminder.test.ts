import { describe, expect, it, test } from 'vitest';
import type { FollowUpItem } from '../../../../src/core/followup/follow-up-item.ts';
import type { IssueRef } from '../../../../src/core/ids.ts';
import type { Incident } from '../../../../src/core/incident/incident.ts';
import { reminderComment } from '../../../../src/core/messages/reminders/reminder.ts';
import type { Policy } from '../../../../src/core/policy/policy.ts';
import { clocksOf } from '../../../../src/core/reminders/clocks-of.ts';
import type { Point } from '../../../../src/core/reminders/points.ts';
import type { Obligation } from '../../../../src/core/followup/obligation.ts';
import { instantFromIso, plus } from '../../../../src/core/time.ts';
import { aPolicy } from '../../../builders/a-policy.ts';
import { anIncident } from '../../../builders/an-incident.ts';
import { aSubIssue, INCIDENT_REF, minute } from '../../../builders/facts.ts';
import { anObligation } from '../../../builders/gate.ts';

const DUE = instantFromIso('2026-11-27T00:00:00Z');
const day = (iso: string, stage: Point['stage'], overdue = 0): Point => ({
  at: instantFromIso(iso),
  stage,
  overdue,
});
const SOON = day('2026-11-25T09:00:00Z', 'soon');
const TODAY = day('2026-11-26T09:00:00Z', 'today');
const OVERDUE = day('2026-11-27T09:00:00Z', 'overdue', 1);

interface Said {
  readonly incident: Incident;
  readonly id: string;
  readonly point?: Point;
  readonly count?: number;
  readonly place?: IssueRef;
  readonly obligation?: Obligation;
  readonly policy?: Policy;
}

/** The comment without its marker. */
function words(said: Said): string {
  const { incident, point = OVERDUE, count = 1, obligation = null, policy = aPolicy() } = said;
  const clock = clocksOf({ incident, ledger: [], obligation, policy }).find(
    ({ id }) => id === said.id,
  );
  if (clock === undefined) throw new Error(`no clock ${said.id}`);
  const place = said.place ?? clock.place;
  const reminders = [{ clock, point, count }] as const;
  const text = reminderComment({ reminders, incident, policy, place });
  const [marker, ...rest] = text.split('\n');
  expect(marker).toBe(
    `<!-- norepeat:reminder ${said.id} ${String(clock.due)} ${String(count)} -->`,
  );
  return rest.join('\n').trim();
}

const anItem = (item: Partial<FollowUpItem['item']> = {}, counted = false): FollowUpItem => {
  const facts = aSubIssue({ assignees: ['alice'], ...item });
  const entry = {
    verdict: 'item',
    nodeId: 'I_34',
    ref: facts.ref,
    title: '',
    url: '',
    teams: [],
    at: DUE,
  } as const;
  return {
    item: facts,
    owners: facts.assignees,
    counted: counted ? { entry, item: facts, linked: true, standing: { is: 'open' } } : null,
    ...{ since: minute(30), due: DUE, dropped: null, evidence: { is: 'open' }, over: false },
    snoozedUntil: null,
  };
};
const withItem = (item: FollowUpItem, more: Parameters<typeof anIncident>[0] = {}): Incident =>
  anIncident({ items: [item], ...more });

describe('while people are at it', () => {
  it('asks whoever responds to take it', () => {
    expect(words({ incident: anIncident(), id: 'acknowledge' })).toBe(
      [
        '@alice @bob **SEV-2: nobody has taken this yet.**',
        '',
        'It was to be acknowledged by 14:15 UTC. Whoever takes it: `/ack`. Not an incident? `/false-alarm reason`.',
        '',
        'Not now? No reminders here for a while: `/snooze 2h`.',
      ].join('\n'),
    );
  });

  it('names the roles that are open, and what to write for each', () => {
    const incident = anIncident({
      severity: 'sev1',
      status: { is: 'acknowledged', since: minute(2), by: 'bob' },
      roles: new Map([['tech-lead', 'dave']]),
    });
    expect(words({ incident, id: 'roles' })).toContain(
      '**Commander and Communications lead are open.**\n\nTake one, or name somebody (`@user` instead of `me`):\n\n- `/commander me`\n- `/communications me`\n',
    );
  });

  it('names a single role that is open in one line', () => {
    const incident = anIncident({
      severity: 'sev1',
      status: { is: 'acknowledged', since: minute(2), by: 'bob' },
      roles: new Map([
        ['tech-lead', 'dave'],
        ['commander', 'bob'],
      ]),
    });
    expect(words({ incident, id: 'roles' })).toContain(
      '**Communications lead is open.**\n\nTake it, or name somebody (`@user` instead of `me`): `/communications me`\n',
    );
  });

  it('asks for an update, also without news', () => {
    expect(words({ incident: anIncident(), id: 'update' })).toContain(
      'The next update was due by 15:00 UTC, also without news: `/update what is known, what happens next`.',
    );
  });

  it('asks whether the severity still holds', () => {
    expect(words({ incident: anIncident(), id: 'reassess' })).toContain(
      '**Is it still SEV-2?**\n\nSay so, or what it is now: `/severity sev2`.',
    );
  });

  it('says what to do first when the damage goes on', () => {
    expect(words({ incident: anIncident(), id: 'mitigate' })).toContain(
      'The damage was to be stopped by 16:00 UTC.',
    );
  });

  it('says of a drill that it is one, before anything else', () => {
    const text = words({ incident: anIncident({ drill: true }), id: 'acknowledge' });
    expect(text.startsWith('**Drill, nothing is really broken.** @alice')).toBe(true);
  });
});

describe('several in one comment', () => {
  function several(incident: Incident, ids: readonly string[]): string {
    const policy = aPolicy();
    const clocks = clocksOf({ incident, ledger: [], obligation: null, policy });
    const [first, ...others] = ids.map((id) => {
      const clock = clocks.find((one) => one.id === id);
      if (clock === undefined) throw new Error(`no clock ${id}`);
      return { clock, point: OVERDUE, count: 1 };
    });
    const reminders = [first!, ...others] as const;
    return reminderComment({ reminders, incident, policy, place: INCIDENT_REF });
  }
  const mitigated = anIncident({ drill: true, roles: new Map([['communications', 'carol']]) });

  it('begin with a marker each, call everybody once, and are a block each', () => {
    const text = several(mitigated, ['acknowledge', 'mitigate', 'update', 'reassess']);
    const [markers, ...blocks] = text.split('\n\n');
    expect(markers!.split('\n').map((line) => line.split(' ')[2])).toEqual([
      ...['acknowledge', 'mitigate', 'update', 'reassess'],
    ]);
    expect(blocks).toEqual([
      '**Drill, nothing is really broken.** @alice @bob @carol',
      '**SEV-2: nobody has taken this yet.** It was to be acknowledged by 14:15 UTC. Whoever takes it: `/ack`. Not an incident? `/false-alarm reason`.',
      '**The damage was to be stopped by 16:00 UTC.** Roll back, switch off or fail over first; the cause can wait. Then `/mitigated what helped`.',
      '**How does it stand?** The next update was due by 15:00 UTC, also without news: `/update what is known, what happens next`.',
      '**Is it still SEV-2?** Say so, or what it is now: `/severity sev2`.',
      'Not now? No reminders here for a while: `/snooze 2h`.',
    ]);
  });

  it('keep a list of their own apart', () => {
    const incident = anIncident({
      severity: 'sev1',
      status: { is: 'acknowledged', since: minute(2), by: 'bob' },
    });
    expect(several(incident, ['mitigate', 'roles'])).toContain(
      'open.** Take one, or name somebody (`@user` instead of `me`):\n\n- `/commander me`\n- `/tech-lead me`\n- `/communications me`\n\nNot now?',
    );
  });

  it('offer to be put off as long as suits the most urgent, and not where nobody can say so', () => {
    const due = { is: 'due', by: DUE, pull: null, asked: null } as const;
    const incident = anIncident({ items: [anItem()], postmortem: due });
    expect(several(incident, ['update', 'postmortem', 'item I_34'])).toContain('`/snooze 2h`');
    expect(several(incident, ['postmortem', 'item I_34'])).toContain('`/snooze 3d`');
    expect(several(incident, ['item I_34'])).not.toContain('/snooze');
  });
});

describe('on an action item', () => {
  it('says whose it is, until when, where it comes from, and what can be written', () => {
    expect(words({ incident: withItem(anItem()), id: 'item I_34', point: SOON })).toBe(
      [
        '@alice **This is due on 2026-11-26.** An action item of [acme/incidents#\u200b12](https://github.example/acme/incidents/issues/12).',
        '',
        '- Done: a merged pull request that closes this issue, or `/confirm` by somebody whose work it is not',
        '- Another day: `/due in 5 days`',
        '- Somebody else: `/owner @user`',
        '- Not going to be done: `/not-doing reason`',
        '',
        'Not now? No reminders here for a while: `/snooze 3d`.',
      ].join('\n'),
    );
  });

  it('explains once what can be written: from the second on only how it stands is new', () => {
    const again = { id: 'item I_34', point: OVERDUE, count: 2 };
    expect(words({ incident: withItem(anItem()), ...again })).toBe(
      [
        '@alice **This is overdue: it was due on 2026-11-26.** An action item of [acme/incidents#\u200b12](https://github.example/acme/incidents/issues/12).',
        '',
        'As before: `/confirm` · `/due in 5 days` · `/owner @user` · `/not-doing reason`.',
        '',
        'Not now? No reminders here for a while: `/snooze 3d`.',
      ].join('\n'),
    );
    expect(words({ incident: withItem(anItem({}, true)), ...again })).toContain(
      'As before: `/confirm` · `/due in 5 days` · `/owner @user`. Cannot be done: a waiver approver says `/accept acme/checkout#34 reason` on the incident.\n',
    );
    expect(words({ incident: withItem(anItem({ assignees: [] })), ...again })).toContain(
      'It still has no owner. As before: ',
    );
  });

  test.each([
    [SOON, 'This is due on 2026-11-26.'],
    [TODAY, 'This is due today, 2026-11-26.'],
    [
      day('2026-11-25T09:00:00Z', 'today'),
      'This is due on 2026-11-26; today is the last working day until then.',
    ],
    [OVERDUE, 'This is overdue: it was due on 2026-11-26.'],
  ])('%o', (point, sentence) => {
    expect(words({ incident: withItem(anItem()), id: 'item I_34', point })).toContain(
      `**${sentence}**`,
    );
  });

  it('says the hour where it is due within a day', () => {
    const item = { ...anItem(), due: plus(DUE, -10 * 3_600_000) };
    expect(words({ incident: withItem(item), id: 'item I_34' })).toContain(
      'due on 2026-11-26 14:00 UTC',
    );
  });

  it('says of a don’t-repeat item who can let it go, and where', () => {
    const text = words({ incident: withItem(anItem({}, true)), id: 'item I_34' });
    expect(text).toContain('`/accept acme/checkout#34 reason`');
    expect(text).not.toContain('/not-doing');
  });

  it('calls the team where it has no owner', () => {
    const text = words({ incident: withItem(anItem({ assignees: [] })), id: 'item I_34' });
    expect(text.startsWith('@acme/payments **This is overdue')).toBe(true);
    expect(text).toContain('It has no owner: `/owner @user`');
  });

  it('gives the incident’s title where its own readers are, and nowhere else', () => {
    const home = { ...INCIDENT_REF, number: 77 };
    expect(words({ incident: withItem(anItem({ ref: home })), id: 'item I_34' })).toContain(
      'Checkout is down',
    );
    expect(words({ incident: withItem(anItem()), id: 'item I_34' })).not.toContain(
      'Checkout is down',
    );
  });

  it('names nothing of a restricted incident where others read', () => {
    const text = words({ incident: withItem(anItem(), { restricted: true }), id: 'item I_34' });
    expect(text).toContain('An action item of a restricted incident.');
    expect(text).not.toMatch(/incidents|Checkout is down/);
  });
});

describe('in the incident, of an item where the app cannot write', () => {
  const place = INCIDENT_REF;
  it('names the item, and offers nothing that nobody can say there', () => {
    expect(words({ incident: withItem(anItem()), id: 'item I_34', place })).toBe(
      [
        '@alice **An action item is overdue: it was due on 2026-11-26:** [acme/checkout#\u200b34](https://github.example/acme/checkout/issues/34), Retry the payment call.',
        '',
        'It is said here because the app cannot write there.',
      ].join('\n'),
    );
  });

  it('does not name one that not everybody may read', () => {
    const text = words({
      incident: withItem(anItem({ restricted: true })),
      id: 'item I_34',
      place,
    });
    expect(text).toContain('a restricted issue');
    expect(text).not.toMatch(/checkout#|Retry/);
  });
});

describe('of the follow-up', () => {
  it('the postmortem: until when, and what makes it published', () => {
    const incident = anIncident({
      roles: new Map([['commander', 'carol']]),
      postmortem: { is: 'due', by: DUE, pull: null, asked: null },
    });
    expect(words({ incident, id: 'postmortem', point: TODAY })).toBe(
      [
        '@carol **The postmortem is due today, 2026-11-26.**',
        '',
        'It is published once a pull request from the branch `norepeat/postmortem-12` is merged into the default branch.',
        '',
        'Not now? No reminders here for a while: `/snooze 3d`.',
      ].join('\n'),
    );
  });

  it('the postmortem that is open: what is left of it, as its check says', () => {
    const ref = { repo: { owner: 'acme', name: 'incidents' }, number: 40 };
    const url = 'https://github.example/acme/incidents/pull/40';
    const dates = { mergedAt: null, closedAt: null };
    const pull = { ref, url, title: 'Postmortem: Down (#12)', state: 'open', ...dates } as const;
    const said = (left: { left?: string }) => {
      const postmortem = { is: 'due', by: DUE, pull: { ...pull, ...left }, asked: null } as const;
      return words({ incident: anIncident({ postmortem }), id: 'postmortem', point: TODAY });
    };
    expect(said({ left: '3 things left: root cause, an owner, a due date' })).toContain(
      'is open. **3 things left: root cause, an owner, a due date**. It is published once',
    );
    expect(said({})).toContain('is open; its check `norepeat/postmortem` says what is left. It');
  });

  it('the waiver: until when, what follows, and how to get more time', () => {
    const team = { org: 'acme', slug: 'payments' };
    const waiver = {
      requestedBy: 'carol',
      grantedBy: 'ivy',
      grantedAt: minute(60),
      until: DUE,
      reason: 'x',
    };
    const obligation = anObligation({ teams: [{ team, items: [], waiver }] });
    const of = { incident: anIncident(), id: 'waiver acme/payments', point: SOON, obligation };
    expect(words(of)).toContain('@carol **The waiver of acme/payments ends with 2026-11-26.**');
    expect(words(of)).toContain('`/waive acme/payments in 5 days reason`');
    const requested = { by: 'carol', at: minute(90), until: plus(DUE, 86_400_000), reason: 'y' };
    const waivers = new Map([['acme/payments', { requested, granted: waiver }]]);
    const incident = anIncident({ dontRepeat: { ...anIncident().dontRepeat, waivers } });
    const text = words({ ...of, incident });
    expect(text).toContain('until 2026-11-27, is asked for');
    expect(text).toContain('`/approve-waiver acme/payments`');
    expect(text).not.toContain('/waive ');
  });
});

describe('whoever is called', () => {
  test.each(['norepeat[bot]', 'alice bob', '@everyone', 'a/b', 'acme/payments', '-x'])(
    'is no name such as %s',
    (login) => {
      const text = words({ incident: withItem(anItem({ assignees: [login] })), id: 'item I_34' });
      expect(text.slice(0, text.indexOf('**This'))).not.toMatch(/@[a-z]/i);
    },
  );

  it('never comes from what people wrote', () => {
    const title = '@eve and @acme/everyone: <!-- norepeat:summary --> see #1';
    const item = anItem({ title, body: '@mallory', ref: { ...INCIDENT_REF, number: 77 } });
    const texts = [
      words({ incident: withItem(item, { title }), id: 'item I_34' }),
      words({ incident: withItem(item, { title }), id: 'item I_34', place: INCIDENT_REF }),
    ];
    for (const text of texts) {
      expect(text).not.toMatch(/@(?:eve|mallory|acme\/everyone)/);
      expect(text).not.toContain('<!-- norepeat');
    }
  });
});
