import fc from 'fast-check';
import type { Nodes, Table } from 'mdast';
import { toString } from 'mdast-util-to-string';
import { describe, expect, test } from 'vitest';
import type { Incident } from '../../../src/core/incident/incident.ts';
import { recommendSeverity } from '../../../src/core/incident/severity.ts';
import { unknownServiceWarning } from '../../../src/core/messages/warnings.ts';
import { readMarkdown } from '../../../src/core/markdown/read.ts';
import {
  SUMMARY_MARKER,
  SUMMARY_ROOM,
  summaryComment,
  type SummaryExtras,
} from '../../../src/core/messages/summary.ts';
import type { Impact } from '../../../src/core/policy/policy.ts';
import type { Instant } from '../../../src/core/time.ts';
import type { TimelineEntry } from '../../../src/core/timeline/entry.ts';
import { anIncident } from '../../builders/an-incident.ts';
import { aPolicy } from '../../builders/a-policy.ts';
import { aLinkedIssue, aSubIssue, CREATED, minute } from '../../builders/facts.ts';

const policy = aPolicy();
const NOTHING: SummaryExtras = { ledgerBlocks: [] };

function summary(
  incident: Incident,
  now: Instant = minute(1),
  extras: Partial<SummaryExtras> = {},
): string {
  return summaryComment(incident, policy, now, { ...NOTHING, ...extras });
}

/** The six lines as a reader sees them: label, then what it says. */
function lines(markdown: string): readonly string[] {
  const table = readMarkdown(markdown).children.find(
    (node): node is Table => node.type === 'table',
  );
  if (table === undefined) throw new Error('no table on top');
  return table.children.map(({ children }) =>
    children.map((cell) => toString(cell).replaceAll('\u200b', '')).join(': '),
  );
}

function recommended(impact: Impact) {
  const recommendation = recommendSeverity(impact, policy);
  return {
    inForce: recommendation.severity,
    chosenBy: 'recommended',
    by: null,
    recommendation,
  } as const;
}

const CLOCKS = anIncident().clocks;
const acknowledged = {
  status: { is: 'acknowledged', since: minute(4), by: 'bob' },
  clocks: { ...CLOCKS, startedAt: minute(-12), acknowledgedAt: minute(4) },
  impact: { users: 15, customers: 3 },
} as const;
const ROLES = new Map([
  ['commander', 'alice'],
  ['tech-lead', 'bob'],
]);

function entry(at: number, text: string, overrides: Partial<TimelineEntry> = {}): TimelineEntry {
  return {
    at: minute(at),
    by: 'alice',
    kind: 'comment',
    text,
    url: null,
    key: false,
    ...overrides,
  };
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
      'Next: The postmortem, while it is fresh: write it on the branch norepeat/postmortem-12 of this repository and merge its pull request into the default branch',
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
    expect(lines(summary(incident, minute(140))).at(-1)).toMatch(/^Next: The postmortem: write/);
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

describe('everything else is folded below', () => {
  const full = anIncident({
    ...acknowledged,
    services: ['checkout', 'search'],
    detectedHow: 'Pager',
    suspects: [
      {
        kind: 'pull-request',
        repository: 'acme/checkout',
        title: 'Retry the payment call',
        url: 'https://github.example/acme/checkout/pull/33',
        at: minute(-30),
        by: 'dave',
      },
      {
        kind: 'deployment',
        repository: 'acme/checkout',
        title: 'production v42',
        url: 'https://github.example/acme/checkout/deployments/9',
        at: minute(-14),
        by: 'deployer',
      },
    ],
    relations: [{ kind: 'related', issue: aLinkedIssue().ref, title: null, url: null }],
    mentions: [aLinkedIssue({ restricted: true, title: 'Secret plan' })],
    actionItems: [aSubIssue({ assignees: ['bob'] })],
    timeline: [entry(0, 'Declared', { key: true }), entry(3, 'Looking')],
  });
  const markdown = summary(full, minute(5));

  test('one fold a subject, in this order', () => {
    expect([...markdown.matchAll(/<summary>(.*)<\/summary>/g)].map(([, title]) => title)).toEqual([
      'Why SEV-2',
      'Clocks',
      'Services and owners',
      'Action items: 0 of 1 done',
      'Suspects: 2 changes in the 24 hours before',
      'Relations: 2',
      'Timeline: 1 key event',
    ]);
  });

  test('subjects with nothing to say are left out', () => {
    const titles = [...summary(anIncident({ services: [] })).matchAll(/<summary>(.*)<\/summary>/g)];
    expect(titles.map(([, title]) => title)).toEqual(['Why SEV-2', 'Clocks']);
  });

  test('a list of suspects that was cut says so', () => {
    const more = { kind: 'more', at: minute(-60), title: '', url: '', by: '' } as const;
    const cut = [
      { ...more, repository: 'acme/checkout' },
      { ...more, repository: null },
    ];
    const told = summary(anIncident({ ...full, suspects: [...full.suspects, ...cut] }));
    expect(told).toContain('Suspects: more than 2 changes in the 24 hours before');
    expect(told).toContain('\n- and more that is not listed here, in acme/checkout\n');
  });

  test('the latest change is the first suspect', () => {
    expect(markdown).toContain(
      '- 13:46 UTC deployed [production v42](https://github.example/acme/checkout/deployments/9) in acme/checkout by deployer\n- 13:30 UTC merged',
    );
  });

  test('what is restricted is counted and never named', () => {
    expect(markdown).toContain('mentioned in a restricted issue');
    expect(markdown).not.toContain('Secret plan');
    expect(markdown).not.toContain('Key leaked');
  });

  test('a suspect where not everybody can read is told of by its time alone', () => {
    const hidden = { repository: null, title: '', url: '', by: '', at: minute(-30) } as const;
    const told = summary(anIncident({ suspects: [{ kind: 'pull-request', ...hidden }] }));
    expect(told).toContain('- 13:30 UTC merged where not everybody can read\n');
  });

  test('clocks say how long it took and what the policy allows', () => {
    expect(markdown).toContain(
      '| Acknowledged | 2026-11-21 14:04 UTC | 4 min after declaring, target 15 min |',
    );
    expect(markdown).toContain('| Mitigate | 2026-11-21 16:00 UTC | due |');
  });

  test('only key events stand in the timeline, and it says how to see the others', () => {
    expect(markdown).toContain('- **14:00 UTC** alice: Declared\n- 2 entries in all: `/timeline`');
    expect(markdown).not.toContain('Looking');
  });

  test('what was not understood is said, not dropped', () => {
    const warned = summary(
      anIncident({ warnings: Array.from({ length: 7 }, () => 'what is “a lot”?') }),
    );
    expect(warned).toContain('**Not understood:**');
    expect(warned).toContain('- and 2 more like these');
  });

  test('what to write instead of what was not understood stands as code, and names what is nearest', () => {
    const warning = unknownServiceWarning('serch`', policy);
    expect(summary(anIncident({ warnings: [warning] }))).toContain(
      '- “serch ” is not a service of the policy, so nobody was called for it; there are checkout, search. Add one: `/service search`',
    );
  });
});

describe('the summary is one comment that stays what it is', () => {
  test('it begins with its marker and ends with the ledger', () => {
    const block = '<!-- norepeat:ledger 1 {"a":1} sig -->';
    const markdown = summary(anIncident(), minute(1), { ledgerBlocks: [block] });
    expect(markdown.startsWith(`${SUMMARY_MARKER}\n`)).toBe(true);
    expect(markdown.endsWith(`\n${block}`)).toBe(true);
  });

  test('time passing changes it only when something becomes overdue', () => {
    const incident = anIncident({ ...acknowledged, roles: ROLES });
    expect(summary(incident, minute(5))).toBe(summary(incident, minute(59)));
    expect(summary(incident, minute(59))).not.toBe(summary(incident, minute(60)));
    expect(summary(incident, minute(60))).toBe(summary(incident, minute(119)));
  });

  test('it is Markdown as a formatter would leave it: read and written again it has the same parts', () => {
    const markdown = summary(
      anIncident({ ...acknowledged, timeline: [entry(1, 'x', { key: true })] }),
    );
    const kinds = (text: string) => readMarkdown(text).children.map(({ type }) => type);
    expect(kinds(markdown)).toEqual(kinds(`${markdown}\n`));
    expect(markdown).not.toMatch(/&#x/);
  });

  test('five hundred entries, hostile words and a full ledger fit into a comment', () => {
    const hostile = '$ @all #1 <!-- | ** שלום 👩‍🚒 $'.repeat(20);
    const timeline = Array.from({ length: 500 }, (_, index) =>
      entry(index, hostile, { key: true }),
    );
    const incident = anIncident({
      ...acknowledged,
      timeline,
      title: hostile,
      warnings: Array.from({ length: 50 }, () => hostile),
      unknownServices: Array.from({ length: 50 }, (_, index) => `${String(index)}${hostile}`),
      lastUpdate: { at: minute(3), by: 'alice', text: hostile },
      actionItems: Array.from({ length: 100 }, () => aSubIssue({ title: hostile })),
      mentions: Array.from({ length: 100 }, () => aLinkedIssue({ title: hostile })),
    });
    expect(summary(incident).length).toBeLessThanOrEqual(SUMMARY_ROOM);
    const block = `<!-- ${'x'.repeat(38_000)} -->`;
    const markdown = summary(incident, minute(1), { ledgerBlocks: [block] });
    expect(markdown.length).toBeLessThan(65_536);
    expect(markdown.endsWith(block)).toBe(true);
  });

  const word = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '@alice',
      '#12',
      '<!-- norepeat:summary -->',
      '</details>',
      '| a |',
      '```',
      '\n\n# x',
    ),
    fc
      .array(fc.constantFrom('@', '#', '1', '|', '<', '!--', '-->', '`', '\n', '$', ' ', 'a'), {
        maxLength: 30,
      })
      .map((all) => all.join('')),
  );

  test('whatever people wrote: six lines, the same folds, no mention, no forged marker', () => {
    fc.assert(
      fc.property(word, word, word, (one, two, three) => {
        const hostile = (a: string, b: string, c: string): Incident =>
          anIncident({
            ...acknowledged,
            title: a,
            declaredBy: b === '' ? 'eve' : b,
            confirmed: null,
            detectedHow: c,
            unknownServices: [a],
            warnings: [b],
            lastUpdate: { at: minute(3), by: a, text: b },
            roles: new Map([['commander', c]]),
            relations: [{ kind: 'related', issue: aLinkedIssue().ref, title: a, url: b }],
            mentions: [aLinkedIssue({ title: b, url: c })],
            actionItems: [aSubIssue({ title: c, assignees: [a] })],
            suspects: [{ kind: 'deployment', repository: a, title: b, url: c, at: CREATED, by: a }],
            timeline: [entry(1, a, { key: true, by: b, url: c })],
          });
        const calm = readMarkdown(summary(hostile('x', 'x', 'x')));
        const markdown = summary(hostile(one, two, three));
        const tree = readMarkdown(markdown);
        expect(tree.children.map(({ type }) => type)).toEqual(
          calm.children.map(({ type }) => type),
        );
        expect(lines(markdown)).toHaveLength(6);
        expect(markdown.split('<!--')).toHaveLength(2);
        expect(live(tree)).not.toMatch(/@\w|#\d/);
        expect(summary(hostile(one, two, three))).toBe(markdown);
      }),
      { numRuns: 60 },
    );
  });
});

function live(node: Nodes): string {
  if (node.type === 'text') return node.value;
  if (node.type === 'inlineCode' || node.type === 'link') return ' ';
  return 'children' in node ? node.children.map(live).join('') : '';
}
