import { describe, expect, it } from 'vitest';
import { admit, toLookUp } from '../../../src/core/incident/admit.ts';
import type { CommentFacts } from '../../../src/core/incident/facts.ts';
import { aPolicy } from '../../builders/a-policy.ts';
import {
  aComment,
  formBody,
  labeled,
  minute,
  PEOPLE,
  people,
  person,
  SELF,
  someFacts,
} from '../../builders/facts.ts';
import { answerTo, run } from '../../builders/run-incident.ts';

describe('who may', () => {
  it.each([
    ['write access', people({ alice: 'write', bob: 'write' })],
    ['maintain access', people({ alice: 'write', bob: 'maintain' })],
    ['admin access', people({ alice: 'write', bob: 'admin' })],
    [
      'membership in the owning team',
      people({ alice: 'write', bob: { teams: ['acme/payments'] } }),
    ],
  ])('%s is a right', (_, rights) => {
    const { incident } = run({ comments: [aComment('/ack')] }, { people: rights });
    expect(incident.status.is).toBe('acknowledged');
  });

  it.each([
    ['read access', people({ alice: 'write', bob: 'read' })],
    ['triage access', people({ alice: 'write', bob: 'triage' })],
    [
      'membership in the team of another service',
      people({ alice: 'write', bob: { teams: ['acme/discovery'] } }),
    ],
  ])('%s is none', (_, rights) => {
    const { incident, ledger } = run({ comments: [aComment('/ack')] }, { people: rights });
    expect(incident.status.is).toBe('declared');
    expect(answerTo(ledger)).toContain('bob');
  });

  it('any owning team has the right while no known service is named', () => {
    const { incident } = run(
      { body: formBody({ services: '_No response_' }), comments: [aComment('/ack')] },
      { people: people({ alice: 'write', bob: { teams: ['acme/discovery'] } }) },
    );
    expect(incident.status.is).toBe('acknowledged');
  });

  it('a role in the incident is a right from the moment it is given', () => {
    const comments = [
      aComment('/note too early', { id: 1, by: 'eve', createdAt: minute(1) }),
      aComment('/commander @Eve', { id: 2, by: 'bob', createdAt: minute(2) }),
      aComment('/severity sev3', { id: 3, by: 'eve', createdAt: minute(3) }),
    ];
    const rights = people({ alice: 'write', bob: 'write', eve: 'read' });
    const { incident, ledger } = run({ comments }, { people: rights });
    expect(answerTo(ledger, 1)).toBeDefined();
    expect(incident.severity.inForce.id).toBe('sev3');
  });

  it('a right lost later takes nothing back, and a right gained later gives nothing', () => {
    const comments = [
      aComment('/severity sev3', { id: 1, by: 'bob', createdAt: minute(1) }),
      aComment('/severity sev4', { id: 2, by: 'eve', createdAt: minute(2) }),
    ];
    const events = [
      labeled('incident', { by: 'alice', at: minute(0) }),
      labeled('sla-breach', { by: 'bob', at: minute(3) }),
      labeled('drill', { by: 'eve', at: minute(3) }),
    ];
    const before = run({ comments, events });
    const after = run(
      { comments, events },
      { ledger: before.ledger, people: people({ alice: 'none', bob: 'none', eve: 'admin' }) },
    );
    expect(after.incident).toEqual(before.incident);
    expect(after.incident).toMatchObject({ slaBreach: true, drill: false });
    expect(after.incident.severity.inForce.id).toBe('sev3');
  });

  it('a comment that was accepted once is not run again when every copy of the ledger is lost', () => {
    const given = { id: 1, by: 'bob', createdAt: minute(1), ownReactions: ['+1'] } as const;
    const { ledger, incident } = run({ comments: [aComment('/severity sev5', given)] });
    expect(incident.severity.chosenBy).toBe('recommended');
    expect(ledger.some((entry) => 'comment' in entry)).toBe(false);
  });

  it('a label set by somebody without the right does not count', () => {
    const { incident } = run({ events: [labeled('severity:sev5', { by: 'eve', at: minute(2) })] });
    expect(incident.severity.chosenBy).toBe('recommended');
  });

  it('a label set by another app counts: somebody with the right installed it', () => {
    const by = { login: 'monitor', kind: 'bot' } as const;
    const { incident } = run({ events: [labeled('severity:sev3', { by, at: minute(2) })] });
    expect(incident.severity.inForce.id).toBe('sev3');
  });

  it('anybody may ask for help and for the timeline', () => {
    const { ledger } = run({ comments: [aComment('/help\n/timeline', { by: 'eve' })] });
    expect(ledger).toContainEqual(expect.objectContaining({ verdict: 'accepted', by: 'eve' }));
  });
});

describe('what is looked up', () => {
  it('names everybody who did or said something undecided, once', () => {
    const facts = someFacts({
      comments: [
        aComment('/ack', { id: 1, by: 'bob' }),
        aComment('/note x', { id: 2, by: 'Bob' }),
        aComment('just talking', { id: 3, by: 'dora' }),
        aComment('/help', { id: 4, by: 'finn' }),
        aComment('/sevrity sev1', { id: 5, by: 'gwen' }),
        aComment('/ack', { id: 6, by: SELF }),
      ],
      events: [
        labeled('incident', { by: 'alice', at: minute(0) }),
        labeled('severity:sev1', { by: 'carol' }),
        labeled('good first issue', { by: 'hugo' }),
        labeled('status:declared', { by: SELF }),
      ],
    });
    const logins = toLookUp(facts, [], aPolicy()).logins.map((login) => login.toLowerCase());
    expect([...logins].sort()).toEqual(['alice', 'bob', 'carol']);
  });

  it('is nobody once everything is decided', () => {
    const { facts, ledger, policy } = run({
      comments: [aComment('/ack'), aComment('/ack', { id: 7, by: 'eve' })],
      events: [labeled('severity:sev1', { by: 'carol' })],
    });
    expect(toLookUp(facts, ledger, policy)).toEqual({ logins: [], issues: [], repeats: [] });
  });

  it('leaves undecided what somebody said whose rights are not known', () => {
    const facts = someFacts({ comments: [aComment('/ack', { by: 'zoe' })] });
    const { ledger } = admit({
      facts,
      ledger: [],
      policy: aPolicy(),
      people: PEOPLE,
      issues: new Map(),
      repeats: new Map(),
    });
    expect(ledger.some((entry) => 'comment' in entry)).toBe(false);
  });
});

describe('comments', () => {
  it('are accepted once: an edit afterwards runs nothing', () => {
    const first = run({ comments: [aComment('/severity sev3')] });
    const edited = aComment('/severity sev1', { editedAt: minute(5) });
    expect(run({ comments: [edited] }, { ledger: first.ledger }).ledger).toEqual(first.ledger);
  });

  it('are accepted once: deleting takes nothing back', () => {
    const first = run({ comments: [aComment('/severity sev3')] });
    const after = run({ comments: [] }, { ledger: first.ledger });
    expect(after.incident.severity).toEqual(first.incident.severity);
  });

  it('that were refused are tried again when their author edits them, as said at the edit', () => {
    const first = run({ comments: [aComment('/mitgated')] });
    expect(answerTo(first.ledger)).toContain('/mitigated');
    const edited = aComment('/mitigated', { editedAt: minute(7) });
    const { incident, ledger } = run({ comments: [edited] }, { ledger: first.ledger });
    expect(incident.clocks.mitigatedAt).toBe(minute(7));
    expect(answerTo(ledger)).toBeUndefined();
  });

  it('that were refused and are not edited are not tried again', () => {
    const comments = [aComment('/ack', { by: 'eve' })];
    const first = run({ comments });
    const again = run({ comments }, { ledger: first.ledger, people: people({ eve: 'admin' }) });
    expect(again.ledger).toEqual(first.ledger);
  });

  it('whose refused commands were taken out need no answer any more', () => {
    const first = run({ comments: [aComment('/mitgated')] });
    const edited = aComment('never mind', { editedAt: minute(7) });
    const { ledger } = run({ comments: [edited] }, { ledger: first.ledger });
    expect(ledger).toContainEqual(expect.objectContaining({ verdict: 'withdrawn', comment: 1001 }));
    const back = aComment('/ack', { editedAt: minute(8) });
    expect(run({ comments: [back] }, { ledger }).incident.status.is).toBe('acknowledged');
  });

  it('whose words are another person’s never run', () => {
    const forged = aComment('/severity sev5', { editedAt: minute(2), editor: person('mallory') });
    const { incident, ledger } = run({ comments: [forged] });
    expect(incident.severity.chosenBy).toBe('recommended');
    expect(answerTo(ledger)).toContain('mallory');
  });

  it('by this app or by other apps run nothing', () => {
    const comments = [
      aComment('/ack', { id: 1, by: SELF }),
      aComment('/ack', { id: 2, by: { login: 'dependabot', kind: 'bot' } }),
    ];
    expect(run({ comments }).ledger.some((entry) => 'comment' in entry)).toBe(false);
  });

  it('from before the issue was an incident run nothing', () => {
    const { incident } = run({
      body: 'checkout is slow',
      comments: [aComment('/resolved', { createdAt: minute(1) })],
      events: [labeled('incident', { by: 'bob', at: minute(10) })],
    });
    expect(incident.status.is).toBe('declared');
  });

  it('are decided in order of time, whatever the order in which they were read', () => {
    const comments: readonly CommentFacts[] = [
      aComment('/severity sev1', { id: 9, createdAt: minute(9) }),
      aComment('/severity sev3', { id: 3, createdAt: minute(3) }),
    ];
    expect(run({ comments }).incident.severity.inForce.id).toBe('sev1');
  });

  it('of 64 KB of emoji, right-to-left text and nulls are read and hurt nobody', () => {
    const wild = `${'👩‍👩‍👧‍👦'.repeat(2000)}\u202eevil\0 שלום ${'|`*_<!--'.repeat(3000)}\n\n/ack`.slice(
      -65_000,
    );
    const { incident } = run({ comments: [aComment(wild), aComment('مرحبا 🚒', { id: 5 })] });
    expect(incident.timeline.every(({ text }) => Array.from(text).length <= 280)).toBe(true);
  });
});
