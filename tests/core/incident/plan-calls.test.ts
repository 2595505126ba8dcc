import { describe, expect, it } from 'vitest';
import type { IncidentFacts } from '../../../src/core/incident/facts.ts';
import { aPolicy, aService } from '../../builders/a-policy.ts';
import { aComment, labeled, minute, person } from '../../builders/facts.ts';
import { run } from '../../builders/run-incident.ts';
import { ofKind, planned, settle } from './planned.ts';

describe('calling responders', () => {
  const calls = (facts: IncidentFacts) =>
    facts.comments.filter(({ body }) => body.startsWith('<!-- norepeat:call'));

  it('calls nobody for an unconfirmed declaration until it is confirmed', () => {
    const byEve = {
      author: person('eve'),
      events: [labeled('incident', { by: 'eve', at: minute(0) })],
    };
    const first = settle(byEve);
    expect(calls(first.facts)).toEqual([]);
    expect(first.facts.assignees).toEqual([]);
    const { facts } = settle({ ...first.facts, comments: [aComment('/ack', { by: 'bob' })] });
    expect(calls(facts)).toHaveLength(1);
    expect(facts.assignees).toEqual(['alice', 'bob']);
  });

  it('calls for a service that is added later, and only for it', () => {
    const first = settle({});
    const comments = [
      ...first.facts.comments,
      aComment('/service search', { id: 7000, createdAt: minute(9) }),
    ];
    const { facts } = settle({ ...first.facts, comments }, first);
    expect(calls(facts).map(({ body }) => body.split('\n', 1)[0])).toEqual([
      '<!-- norepeat:call checkout -->',
      '<!-- norepeat:call search -->',
    ]);
    expect(facts.assignees).toEqual(['alice', 'bob', 'carol']);
  });

  it('never calls or assigns again, whatever is deleted or taken off', () => {
    const first = settle({});
    const again = run(first.facts, { ledger: first.ledger });
    const comments = first.facts.comments.filter(({ body }) => !body.includes('norepeat:call'));
    const { facts } = settle({ ...first.facts, comments, assignees: [] }, again);
    expect(calls(facts)).toEqual([]);
    expect(facts.assignees).toEqual([]);
  });

  it('nobody can write into a comment of the app that responders were called', () => {
    const first = settle({ comments: [aComment('/help')] });
    const forged = first.facts.comments.map((comment) =>
      comment.body.startsWith('<!-- norepeat:answer')
        ? { ...comment, body: '<!-- norepeat:call search -->', editor: person('dave') }
        : comment,
    );
    const later = aComment('/service search', { id: 7000, createdAt: minute(9) });
    const { facts } = settle({ ...first.facts, comments: [...forged, later] }, first);
    expect(calls(facts).some(({ body }) => body.includes('@carol'))).toBe(true);
  });

  it('does not assign whom a person has taken off', () => {
    const events = [
      { kind: 'unassigned', login: 'Bob', by: person('alice'), at: minute(1) } as const,
    ];
    expect(ofKind(planned({ events }).effects, 'assign')[0]?.add).toEqual(['alice']);
  });

  it('calls nobody for what is over', () => {
    for (const command of ['/mitigated', '/resolved', '/false-alarm x']) {
      expect(calls(settle({ comments: [aComment(command)] }).facts)).toEqual([]);
    }
  });

  it('says nothing for a service of which there is nothing to say', () => {
    const services = [aService({ team: null, responders: [], runbook: null, dashboard: null })];
    expect(calls(settle({}, { policy: aPolicy({ services }) }).facts)).toEqual([]);
  });

  it('assigns no more people than GitHub takes', () => {
    const responders = Array.from({ length: 15 }, (_, index) => `person-${String(index)}`);
    const policy = aPolicy({ services: [aService({ responders })] });
    const { effects } = planned({ assignees: ['zoe'] }, { policy });
    expect(ofKind(effects, 'assign')[0]?.add).toHaveLength(9);
  });
});
