import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IncidentFacts } from '../../../src/core/incident/facts.ts';
import { proseLine } from '../../../src/core/timeline/prose-line.ts';
import {
  aComment,
  aLinkedIssue,
  aSubIssue,
  closed,
  formBody,
  labeled,
  mentionedBy,
  minute,
  person,
  SELF,
} from '../../builders/facts.ts';
import { run } from '../../builders/run-incident.ts';
import { runs } from '../../support/properties.ts';

function lines(given: Partial<IncidentFacts>, options: Parameters<typeof run>[1] = {}) {
  return run(given, options).incident.timeline.map(({ kind, text }) => `${kind}: ${text}`);
}

function told(given: Partial<IncidentFacts>) {
  return lines(given).slice(1);
}

describe('the timeline', () => {
  it('tells an incident from its start to its end, in order of what happened', () => {
    const { timeline } = run({
      body: formBody({ started: '13:50', detected: '13:57' }),
      comments: [
        aComment('/ack\n/commander me', { id: 1, createdAt: minute(2) }),
        aComment('Release 41 looks guilty.\n\n/severity sev2 cards only', {
          id: 2,
          createdAt: minute(5),
        }),
        aComment('/note at 13:45 release 41 went out', { id: 3, createdAt: minute(6) }),
        aComment('/update we roll back', { id: 4, createdAt: minute(7) }),
        aComment('/mitigated at 14:12 rolled back', { id: 5, createdAt: minute(15) }),
        aComment('/commander @alice', { id: 6, createdAt: minute(20) }),
        aComment('/resolved the release is gone', { id: 7, createdAt: minute(60) }),
      ],
      events: [closed({ at: minute(90) })],
    }).incident;
    expect(timeline.map(({ at, kind, text }) => [(at - minute(0)) / 60_000, kind, text])).toEqual([
      [-15, 'note', 'release 41 went out'],
      [-10, 'clock', 'It started'],
      [-3, 'clock', 'It was detected'],
      [0, 'declared', 'Declared with the incident form'],
      [2, 'acknowledged', 'Acknowledged'],
      [2, 'role', 'Commander: bob'],
      [5, 'comment', 'Release 41 looks guilty.'],
      [5, 'severity', 'Severity SEV-1 → SEV-2: cards only'],
      [7, 'update', 'we roll back'],
      [12, 'mitigated', 'Mitigated: rolled back'],
      [15, 'dont-repeat', "Merges of acme/payments are held until the don't-repeat work is done"],
      [20, 'role', 'Commander handed over from bob to alice'],
      [60, 'resolved', 'Resolved: the release is gone'],
      [90, 'dont-repeat', 'Closed the issue; something was still missing, so it was opened again'],
    ]);
  });

  it('says nothing twice: what changes nothing is no line', () => {
    const again = '/ack\n/commander @bob\n/service checkout\n/impact users=5%\n/severity sev2';
    const comments = [
      aComment(again, { id: 1, createdAt: minute(1) }),
      aComment(again, { id: 2, createdAt: minute(2) }),
    ];
    expect(told({ comments })).toEqual([
      'acknowledged: Acknowledged',
      'role: Commander: bob',
      'impact: Impact: users 5 %',
      'severity: Severity SEV-1 → SEV-2',
    ]);
  });

  it('links every comment and marks what everybody needs, and what got a 🚀', () => {
    const { timeline } = run({
      comments: [
        aComment('/ack'),
        aComment('graphs recover', { id: 5, keyEvent: true, createdAt: minute(3) }),
      ],
    }).incident;
    expect(timeline.map(({ kind, key }) => [kind, key])).toEqual([
      ['declared', true],
      ['acknowledged', true],
      ['comment', true],
    ]);
    expect(timeline[2]?.url).toContain('#issuecomment-5');
  });

  it('shows what a comment says today, and nothing of a hidden or deleted one', () => {
    const comment = aComment('graphs look odd', { id: 1 });
    const note = aComment('/note at 13:45 release 41', { id: 2 });
    const { ledger } = run({ comments: [comment, note] });
    const now = (comments: IncidentFacts['comments']) => lines({ comments }, { ledger }).slice(0);
    expect(now([{ ...comment, body: 'graphs look fine', editedAt: minute(5) }])).toContain(
      'comment: graphs look fine',
    );
    const edited = { ...note, body: '/note at 13:46 release 42', editedAt: minute(5) };
    expect(now([edited])).toContain('note: release 42');
    const byAnother = { ...edited, editor: person('mallory') };
    expect(now([byAnother])).toContain('note: release 41');
    expect(
      now([
        { ...comment, minimized: true },
        { ...note, minimized: true },
      ]),
    ).toHaveLength(1);
    expect(now([])).toHaveLength(1);
  });

  it('keeps what was decided when its comment is hidden or deleted', () => {
    const ack = aComment('/ack');
    const { ledger } = run({ comments: [ack] });
    expect(lines({ comments: [] }, { ledger })).toContain('acknowledged: Acknowledged');
    expect(lines({ comments: [{ ...ack, minimized: true }] }, { ledger })).toContain(
      'acknowledged: Acknowledged',
    );
  });

  it('leaves out what the app and other apps say', () => {
    const comments = [
      aComment('summary', { id: 1, by: SELF }),
      aComment('Deployed to staging', { id: 2, by: { login: 'deployer', kind: 'bot' } }),
    ];
    expect(told({ comments })).toEqual([]);
  });

  it('tells of mentions, action items and assignments', () => {
    const item = aSubIssue({ title: 'Add an alarm', closedAt: minute(8), state: 'closed' });
    const events: IncidentFacts['events'] = [
      mentionedBy(aLinkedIssue({ isPullRequest: true, title: 'Roll back 41' }), { at: minute(2) }),
      { kind: 'sub-issue-added', issue: item, by: person('bob'), at: minute(3) },
      { kind: 'assigned', login: 'carol', by: person('bob'), at: minute(4) },
      { kind: 'assigned', login: 'alice', by: SELF, at: minute(4) },
    ];
    expect(told({ events, subIssues: [item] })).toEqual([
      'mention: Mentioned in acme/checkout#34: Roll back 41',
      'action-item: Action item added, acme/checkout#34: Add an alarm',
      'role: Assigned carol',
      'action-item: Action item closed, acme/checkout#34: Add an alarm',
    ]);
  });

  it('never names what is restricted', () => {
    const secret = aLinkedIssue({ restricted: true, title: 'Keys leaked' });
    const { incident } = run({
      events: [mentionedBy(secret, { at: minute(2) })],
      comments: [aComment('/related acme/checkout#34')],
    });
    expect(JSON.stringify([incident.timeline, incident.relations])).not.toMatch(
      /Keys leaked|issues\/34/,
    );
  });

  it('tells flags and services by whoever clicked them', () => {
    const events = [
      labeled('sla-breach', { at: minute(1) }),
      labeled('service:search', { at: minute(2) }),
      labeled('drill', { at: minute(3) }),
    ];
    expect(told({ events })).toEqual([
      'flag: A service-level agreement was broken',
      'service: search is affected',
      'flag: This is a drill',
    ]);
  });
});

describe('the line that stands for a comment', () => {
  it.each([
    ['Looking at it.\nMore later.', 'Looking at it.'],
    ['# Graphs\n\ntext', 'Graphs'],
    ['> quoted\n\nmine', 'mine'],
    ['<!-- hidden -->\n\nseen', 'seen'],
    ['/ack', ''],
    ['/ack\nI am on it', 'I am on it'],
    ['/update rolling back\nstill rolling\n\nCoffee anybody?', 'Coffee anybody?'],
    ['/note\nthe note itself\n\n/mitigated at 14:32 done', ''],
    ['see ![graph](https://x.example/g.png)', 'see graph (https://x.example/g.png)'],
  ])('of %j is %j', (body, line) => {
    expect(proseLine(body, { withoutCommands: true })).toBe(line);
  });

  it('keeps a path of a comment that holds no command of ours', () => {
    expect(proseLine('/etc/passwd is world readable', { withoutCommands: false })).toBe(
      '/etc/passwd is world readable',
    );
  });

  it('is one line of at most 280 characters, whatever stands in the comment', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 2000 }),
        fc.boolean(),
        (body, withoutCommands) => {
          const line = proseLine(body.repeat(3), { withoutCommands });
          expect(Array.from(line).length).toBeLessThanOrEqual(280);
          expect(line).not.toContain('\n');
        },
      ),
      runs(),
    );
  });
});
