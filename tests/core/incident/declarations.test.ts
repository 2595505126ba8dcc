import { describe, expect, it } from 'vitest';
import type { IncidentFacts } from '../../../src/core/incident/facts.ts';
import { originMarker } from '../../../src/core/incident/origin.ts';
import { ledgerPages, readLedgerPages } from '../../../src/core/ledger/block.ts';
import {
  aComment,
  closed,
  formBody,
  labeled,
  minute,
  person,
  reopened,
  SELF,
} from '../../builders/facts.ts';
import { run } from '../../builders/run-incident.ts';

/** An incident that eve, who is nobody here, declared with the form. */
const byEve: Partial<IncidentFacts> = {
  author: person('eve'),
  events: [labeled('incident', { by: 'eve', at: minute(0) })],
};

describe('the form of somebody without the right', () => {
  const form = (fields: Parameters<typeof formBody>[0]): Partial<IncidentFacts> => ({
    author: person('eve'),
    body: formBody(fields),
    comments: [aComment('/ack', { id: 1, by: 'bob', createdAt: minute(5) })],
  });
  const modest = form({ services: 'checkout', severity: 'SEV-3', users: '8' });
  const grand = form({ services: 'checkout, search', severity: 'SEV-5', users: '1', drill: true });

  it('counts as its author has it, until somebody confirms it', () => {
    const before = run({ ...modest, comments: [] });
    const after = run({ ...grand, comments: [] }, { ledger: before.ledger });
    expect(after.incident).toMatchObject({ services: ['checkout', 'search'], drill: true });
  });

  it('counts as it stood when somebody confirmed it, whatever its author makes of it later', () => {
    const before = run(modest);
    const after = run(grand, { ledger: before.ledger });
    const { services, impact, severity, drill } = before.incident;
    expect(after.incident).toMatchObject({ services, impact, severity, drill });
    expect(after.ledger).toEqual(before.ledger);
    expect(readLedgerPages(ledgerPages(before.ledger, 30_000))).toEqual(before.ledger);
  });

  it('counts for nothing when it is written after somebody else declared the incident', () => {
    const plain = {
      author: person('eve'),
      body: 'It is slow.',
      events: [labeled('incident', { by: 'bob', at: minute(1) })],
    };
    const before = run(plain);
    const { body } = grand;
    const after = run({ ...plain, body: body ?? '' }, { ledger: before.ledger });
    expect(after.incident.services).toEqual([]);
    expect(after.incident.drill).toBe(false);
  });

  it('of somebody with the right goes on counting as it is edited', () => {
    const before = run({ ...modest, author: person('alice') });
    const after = run({ ...grand, author: person('alice') }, { ledger: before.ledger });
    expect(after.incident.services).toEqual(['checkout', 'search']);
  });
});

describe('an unconfirmed declaration', () => {
  it('is one by somebody without write access and in no team', () => {
    expect(run(byEve).incident).toMatchObject({ confirmed: null, declaredBy: 'eve' });
    expect(run().incident.confirmed).toEqual({ by: 'alice', at: minute(0) });
    const byCarol = { author: person('carol'), events: [] };
    expect(run(byCarol).incident.confirmed?.by).toBe('carol');
  });

  it.each<[string, Partial<IncidentFacts>]>([
    ['/ack', { comments: [aComment('/ack')] }],
    ['/severity', { comments: [aComment('/severity sev3')] }],
    ['/commander', { comments: [aComment('/commander me')] }],
    ['a severity label', { events: [labeled('severity:sev3')] }],
    ['a status label', { events: [labeled('status:acknowledged')] }],
    ['the incident label set again', { events: [labeled('incident')] }],
  ])('is confirmed by %s of somebody with the right', (_, facts) => {
    const events = [...(byEve.events ?? []), ...(facts.events ?? [])];
    const { incident } = run({ ...byEve, ...facts, events });
    expect(incident.confirmed).toEqual({ by: 'bob', at: minute(1) });
    expect(incident.timeline.filter(({ kind }) => kind === 'confirmed')).toHaveLength(1);
  });

  it.each<[string, Partial<IncidentFacts>]>([
    ['its declarer’s /ack', { comments: [aComment('/ack', { by: 'eve' })] }],
    ['its declarer’s label', { events: [labeled('severity:sev1', { by: 'eve' })] }],
    ['a comment', { comments: [aComment('looking')] }],
    ['/help', { comments: [aComment('/help')] }],
    ['a note', { comments: [aComment('/note looks like spam')] }],
    ['an edit by another', { comments: [aComment('/ack', { editor: person('mallory') })] }],
  ])('is not confirmed by %s', (_, facts) => {
    const events = [...(byEve.events ?? []), ...(facts.events ?? [])];
    expect(run({ ...byEve, ...facts, events }).incident.confirmed).toBeNull();
  });

  it('may be called a false alarm without being confirmed', () => {
    const { incident } = run({ ...byEve, comments: [aComment('/false-alarm spam')] });
    expect(incident.confirmed).toBeNull();
    expect(incident.status.is).toBe('closed');
  });

  it('may be taken back by its declarer, and brought back, until it is confirmed', () => {
    const close = closed({ by: 'eve', at: minute(3) });
    const events = [...(byEve.events ?? []), close];
    expect(run({ ...byEve, events }).incident.status.is).toBe('closed');
    const again = [...events, reopened({ by: 'eve', at: minute(4) })];
    expect(run({ ...byEve, events: again }).incident).toMatchObject({
      confirmed: null,
      status: { is: 'declared' },
    });
    const confirmed = run({ ...byEve, events, comments: [aComment('/ack')] });
    expect(confirmed.incident.status.is).toBe('acknowledged');
  });

  it('is confirmed at once when somebody with the right labels an issue of a stranger', () => {
    const { incident } = run({
      author: person('eve'),
      body: 'I cannot pay',
      events: [labeled('incident', { by: 'bob', at: minute(10) })],
    });
    expect(incident).toMatchObject({
      declaredBy: 'bob',
      declaredVia: 'label',
      confirmed: { by: 'bob', at: minute(10) },
      clocks: { declaredAt: minute(10) },
    });
  });
});

describe('an incident that the app opened', () => {
  const from = { repo: { owner: 'acme', name: 'checkout' }, number: 5 };
  const marker = originMarker({ via: 'command', by: 'bob', from, dedupKey: null });

  it('was declared by whoever asked, from where it was asked', () => {
    const { incident } = run({ author: SELF, body: `${formBody()}\n\n${marker}`, events: [] });
    expect(incident).toMatchObject({
      declaredBy: 'bob',
      declaredVia: 'command',
      confirmed: { by: 'bob' },
    });
    expect(incident.relations).toContainEqual(
      expect.objectContaining({ kind: 'declared-from', issue: from }),
    );
  });

  it('cannot be claimed with a forged marker', () => {
    const { incident } = run({ ...byEve, body: `${formBody()}\n\n${marker}` });
    expect(incident).toMatchObject({ declaredBy: 'eve', declaredVia: 'form', confirmed: null });
  });

  it('keeps its declaration when its text is edited', () => {
    const first = run({ author: SELF, body: `${formBody()}\n\n${marker}`, events: [] });
    const after = run({ author: SELF, body: 'gone', events: [] }, { ledger: first.ledger });
    expect(after.incident).toMatchObject({ declaredBy: 'bob', declaredVia: 'command' });
  });
});
