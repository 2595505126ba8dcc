import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseForm } from '../../../src/core/incident/form.ts';
import { isIncident } from '../../../src/core/incident/is-incident.ts';
import { aPolicy } from '../../builders/a-policy.ts';
import {
  CREATED,
  formBody,
  labeled,
  minute,
  people,
  SELF,
  someFacts,
  unlabeled,
  type FormFields,
} from '../../builders/facts.ts';
import { run } from '../../builders/run-incident.ts';
import { runs } from '../../support/properties.ts';

function read(body: string) {
  return parseForm(body, aPolicy(), CREATED);
}

function readFields(fields: FormFields) {
  return read(formBody(fields));
}

describe('the incident form', () => {
  it('is read whole', () => {
    const form = readFields({
      happening: 'Cards are declined.\n\nSince the release.',
      services: 'checkout, search',
      users: '15',
      customers: '3.5 %',
      cost: '40%',
      severity: 'SEV-2',
      started: '2026-11-21 13:45',
      detected: '13:55',
      how: 'A monitor',
      sla: 'Yes',
      drill: true,
    });
    expect(form).toEqual({
      isForm: true,
      description: 'Cards are declined.\n\nSince the release.',
      services: ['checkout', 'search'],
      impact: { users: 15, customers: 3.5, cost: 40 },
      severity: 'sev2',
      startedAt: minute(-15),
      detectedAt: minute(-5),
      detectedHow: 'A monitor',
      slaBreach: true,
      drill: true,
      warnings: [],
    });
  });

  it('left blank says nothing and warns of nothing', () => {
    expect(readFields({ happening: '_No response_', services: '_No response_' })).toMatchObject({
      description: '',
      services: [],
      impact: {},
      severity: null,
      startedAt: null,
      slaBreach: false,
      drill: false,
      warnings: [],
    });
  });

  it.each<[FormFields, string, string]>([
    [{ users: 'a lot' }, 'users', 'percent'],
    [{ users: '150' }, 'users', 'percent'],
    [{ customers: '-5' }, 'customers', 'percent'],
    [{ severity: 'catastrophic' }, 'severity', 'severity'],
    [{ started: 'this morning' }, 'started', 'time'],
    [{ started: '2026-11-21 25:00' }, 'started', 'time'],
    [{ started: '2026-12-24 10:00' }, 'started', 'time'],
    [{ started: '2024-01-01 10:00' }, 'started', 'past-time'],
    [{ started: '13:58', detected: '13:50' }, 'detected', 'after-started'],
    [{ sla: 'perhaps' }, 'sla', 'yes-or-no'],
  ])('%j is left out and warned of', (fields, field, expected) => {
    expect(readFields(fields).warnings).toEqual([expect.objectContaining({ field, expected })]);
  });

  it.each(['15', '15%', '15 %', '~15%', '15.0', '15,0 %', 'about 15 percent'])(
    'understands %s as fifteen percent',
    (users) => {
      expect(readFields({ users }).impact).toEqual({ users: 15 });
    },
  );

  it('knows 0 from unknown', () => {
    expect(readFields({ users: '0' }).impact).toEqual({ users: 0 });
    expect(readFields({ users: 'unknown' })).toMatchObject({ impact: {}, warnings: [] });
  });

  it.each([
    'checkout, search',
    'checkout\nsearch',
    '- checkout\n- `Search`',
    'CHECKOUT;search,checkout',
  ])('reads services from %j', (services) => {
    expect(readFields({ services }).services).toEqual(['checkout', 'search']);
  });

  it('keeps a service that the policy does not know', () => {
    expect(readFields({ services: 'the web shop' }).services).toEqual(['the web shop']);
  });

  it('is not split by headings in what people write', () => {
    const happening =
      '### Steps\n\n1. pay\n\n### Severity\n\nI would say SEV-5\n\n### Drill\n\nno!';
    const form = readFields({ happening, severity: 'SEV-1' });
    expect(form.description).toBe(happening);
    expect(form.severity).toBe('sev1');
  });

  it('is read with Windows line ends, missing fields and trailing blanks', () => {
    const body = [
      '### What is happening  ',
      '',
      'Down',
      '### Severity',
      'SEV-3',
      '### Drill',
      '- [x] This is a drill',
    ].join('\r\n');
    expect(read(body)).toMatchObject({ description: 'Down', severity: 'sev3', drill: true });
  });

  it('is something else than an issue written by hand', () => {
    expect(read('Checkout is down\n\n### Severity\n\nSEV-1')).toMatchObject({
      isForm: false,
      severity: null,
      description: 'Checkout is down\n\n### Severity\n\nSEV-1',
    });
  });

  it('is read whatever stands in it, without an error', () => {
    const anything = fc.string({ unit: 'binary', maxLength: 300 });
    const some = fc.record({
      happening: anything,
      services: anything,
      users: anything,
      started: anything,
      severity: anything,
      sla: anything,
    });
    fc.assert(
      fc.property(some, anything, (fields, before) => {
        expect(read(before + formBody(fields)).warnings.length).toBeLessThan(12);
        read(before);
      }),
      runs(),
    );
  });

  it('is read in time however it is written', () => {
    const begun = performance.now();
    read('### What is happening\n'.repeat(3000));
    read(formBody({ services: ',;'.repeat(30_000), happening: '### Drill '.repeat(6000) }));
    read(' '.repeat(65_000));
    expect(performance.now() - begun).toBeLessThan(1000);
  });
});

describe('an issue is an incident', () => {
  const byHand = { body: 'It is slow', events: [], labels: [] };

  it('when it carries the label, whatever its case', () => {
    expect(isIncident(someFacts({ ...byHand, labels: ['Incident'] }), false)).toBe(true);
    expect(isIncident(someFacts(byHand), false)).toBe(false);
  });

  it('when it was made with the form, also without the label', () => {
    expect(isIncident(someFacts({ labels: [], events: [] }), false)).toBe(true);
  });

  it('when it was one before and its label was renamed or deleted', () => {
    expect(isIncident(someFacts(byHand), true)).toBe(true);
  });

  it('no longer when a person takes the label off, and the app’s own clicks say nothing', () => {
    const events = [labeled('incident'), unlabeled('incident', { at: minute(2) })];
    expect(isIncident(someFacts({ labels: [], events }), true)).toBe(false);
    const own = [labeled('incident'), unlabeled('incident', { by: SELF, at: minute(2) })];
    expect(isIncident(someFacts({ labels: [], events: own }), true)).toBe(true);
  });

  it.each([
    ['eve', true],
    ['bob', false],
  ])('after %s took the label off: %s, for only who has the right ends it', (by, still) => {
    const off = unlabeled('incident', { by, at: minute(2) });
    const events = [labeled('incident', { by: 'alice', at: CREATED }), off];
    const first = run({ labels: [], events });
    expect(isIncident(first.facts, true, first.ledger)).toBe(still);
    // Never an incident before: what an outsider wrote and somebody put aside stays aside.
    expect(isIncident(first.facts, false, first.ledger)).toBe(false);
    // Said once for all: the right is not looked up again.
    const again = run({ labels: [], events }, { ledger: first.ledger, people: people({}) });
    expect(again.ledger).toEqual(first.ledger);
  });
});
