import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelCatalog } from '../../../src/core/incident/labels.ts';
import { aPolicy } from '../../builders/a-policy.ts';
import {
  aComment,
  closed,
  formBody,
  labeled,
  minute,
  person,
  reopened,
  unlabeled,
} from '../../builders/facts.ts';
import { runs } from '../../support/properties.ts';
import { ofKind, planned, settle } from './planned.ts';

describe('a plan', () => {
  it('of a new incident labels it, summarises it, calls and assigns its responders', () => {
    const { effects } = planned();
    expect(ofKind(effects, 'label-issue')).toEqual([
      expect.objectContaining({
        add: ['severity:sev1', 'status:declared', 'service:checkout'],
        remove: [],
      }),
    ]);
    expect(ofKind(effects, 'assign')).toEqual([expect.objectContaining({ add: ['alice', 'bob'] })]);
    const comments = ofKind(effects, 'keep-comment');
    expect(comments.map(({ marker, existing }) => [marker, existing])).toEqual([
      ['<!-- norepeat:summary -->', null],
      ['<!-- norepeat:call checkout -->', null],
    ]);
    expect(comments.every(({ marker, body }) => body.startsWith(marker))).toBe(true);
  });

  it('of a state that GitHub already shows is empty, whatever led to it', () => {
    const body = fc.constantFrom(
      '/ack',
      '/help',
      '/timeline',
      '/mitgated',
      '/severity sev3',
      '/resolved',
      '/false-alarm x',
      '/reopen y',
      '/service search',
      '/mitigated',
      'hello',
    );
    const by = fc.constantFrom('alice', 'bob', 'eve');
    const said = fc
      .array(fc.record({ body, by, at: fc.nat(20) }), { maxLength: 5 })
      .map((all) =>
        all.map((one, index) =>
          aComment(one.body, { id: 100 + index, by: one.by, createdAt: minute(one.at) }),
        ),
      );
    const label = fc.constantFrom(
      'severity:sev2',
      'status:mitigated',
      'drill',
      'service:odd',
      'bug',
    );
    const clicked = fc
      .array(fc.record({ label, by, at: fc.nat(20) }), { maxLength: 4 })
      .map((all) => ({
        events: all.map((one) => labeled(one.label, { by: one.by, at: minute(one.at) })),
        labels: ['incident', ...new Set(all.map((one) => one.label))],
      }));
    fc.assert(
      fc.property(said, clicked, by, (comments, done, author) => {
        const { rounds, facts, incident } = settle({ comments, ...done, author: person(author) });
        expect(rounds).toBeLessThanOrEqual(3);
        expect(facts.state === 'closed').toBe(incident.status.is === 'closed');
      }),
      runs(60),
    );
  });

  it('leaves exactly one severity and one status label, and other people’s labels alone', () => {
    const { facts } = settle({
      labels: [
        'incident',
        'bug',
        'severity:sev4',
        'Severity:SEV2',
        'status:odd',
        'status:resolved',
      ],
      events: [labeled('severity:sev4'), labeled('severity:sev2', { at: minute(2) })],
    });
    expect([...facts.labels].sort()).toEqual([
      'Severity:SEV2',
      'bug',
      'incident',
      'service:checkout',
      'status:declared',
    ]);
  });

  it('puts a removed severity label back', () => {
    const events = [labeled('severity:sev3'), unlabeled('severity:sev3', { at: minute(2) })];
    expect(ofKind(planned({ events }).effects, 'label-issue')[0]?.add).toContain('severity:sev3');
  });

  it('puts back what somebody without the right clicked', () => {
    const { facts } = settle({
      labels: ['incident', 'drill', 'severity:sev5'],
      events: [labeled('drill', { by: 'eve' }), labeled('severity:sev5', { by: 'eve' })],
    });
    expect(facts.labels).not.toContain('drill');
    expect(facts.labels).not.toContain('severity:sev5');
  });

  it('leaves a service label that the policy does not know', () => {
    const { facts } = settle({
      labels: ['incident', 'service:odd'],
      events: [labeled('service:odd')],
    });
    expect(facts.labels).toContain('service:odd');
    const form = settle({ body: formBody({ services: 'the web shop' }) });
    expect(form.facts.labels.filter((name) => name.startsWith('service:'))).toEqual([]);
  });

  it('waits with the labels and the state of what is not decided yet', () => {
    const events = [labeled('severity:sev2', { by: 'zoe' }), closed({ by: 'zoe', at: minute(2) })];
    const { effects } = planned({ labels: ['incident', 'severity:sev2'], state: 'closed', events });
    expect(ofKind(effects, 'reopen-issue')).toEqual([]);
    expect(ofKind(effects, 'label-issue')[0]?.remove).toEqual([]);
  });
});

describe('closing and opening', () => {
  it.each([
    ['/false-alarm a test', 'not_planned'],
    ['/duplicate #7', 'duplicate'],
  ])('%s closes the issue', (command, reason) => {
    const { effects } = planned({ comments: [aComment(command)] });
    expect(ofKind(effects, 'close-issue')).toEqual([expect.objectContaining({ reason })]);
    expect(settle({ comments: [aComment(command)] }).facts.state).toBe('closed');
  });

  it.each(['/false-alarm a test', '/duplicate #7'])(
    'after %s it has no status, and with /reopen the one it had',
    (command) => {
      const before = aComment('/ack', { id: 6000, createdAt: minute(3) });
      const first = settle({ comments: [before, aComment(command, { createdAt: minute(4) })] });
      expect(first.facts.labels.filter((name) => name.startsWith('status:'))).toEqual([]);
      const again = aComment('/reopen it is real', { id: 7000, createdAt: minute(9) });
      const comments = [...first.facts.comments, again];
      const { facts } = settle({ ...first.facts, comments }, first);
      expect(facts.labels).toContain('status:acknowledged');
    },
  );

  it('/false-alarm puts its label on, and /reopen takes it off and opens the issue', () => {
    const first = settle({ comments: [aComment('/false-alarm a test')] });
    expect(first.facts.labels).toContain('false-alarm');
    const comments = [
      ...first.facts.comments,
      aComment('/reopen it is real', { id: 7000, createdAt: minute(9) }),
    ];
    const { facts } = settle({ ...first.facts, comments });
    expect(facts.state).toBe('open');
    expect(facts.labels).not.toContain('false-alarm');
  });

  it('a native closing of what is over and a native reopening are left as they are', () => {
    const comments = [aComment('/severity sev4\n/resolved', { createdAt: minute(3) })];
    const close = [closed({ at: minute(5) })];
    expect(settle({ state: 'closed', comments, events: close }).facts.state).toBe('closed');
    const open = [...close, reopened({ at: minute(6) })];
    expect(settle({ state: 'open', comments, events: open }).facts.state).toBe('open');
  });

  it('a closing by somebody without the right is undone', () => {
    const events = [closed({ by: 'eve', at: minute(5) })];
    expect(settle({ state: 'closed', events }).facts.state).toBe('open');
  });
});

describe('the catalog of labels', () => {
  it('fits what GitHub takes', () => {
    const long = aPolicy({
      severities: aPolicy().severities.map((severity) => ({
        ...severity,
        criteria: ['x'.repeat(300)],
      })),
    });
    for (const { name, color, description } of [
      ...labelCatalog(aPolicy()),
      ...labelCatalog(long),
    ]) {
      expect(name.length).toBeLessThanOrEqual(50);
      expect(color).toMatch(/^[0-9a-f]{6}$/);
      expect(Array.from(description).length).toBeLessThanOrEqual(100);
    }
  });

  it('holds every label that an incident of the policy can carry', () => {
    const names = labelCatalog(aPolicy()).map(({ name }) => name);
    const { facts } = settle({ comments: [aComment('/service search\n/false-alarm x')] });
    expect(names).toEqual(expect.arrayContaining([...facts.labels]));
  });
});
