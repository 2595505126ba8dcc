import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recommendSeverity } from '../../../src/core/incident/severity.ts';
import { SCALES } from '../../../src/core/policy/scales.ts';
import type { Impact } from '../../../src/core/policy/policy.ts';
import { aPolicy } from '../../builders/a-policy.ts';
import { aComment, formBody, labeled, minute, unlabeled } from '../../builders/facts.ts';
import { run } from '../../builders/run-incident.ts';
import { runs } from '../../support/properties.ts';

describe('the recommended severity', () => {
  it.each<[Impact, string]>([
    [{ users: 20, customers: 0, cost: 0 }, 'sev1'],
    [{ users: 19.9, customers: 0, cost: 0 }, 'sev2'],
    [{ users: 0, customers: 25, cost: 0 }, 'sev1'],
    [{ users: 12, customers: 6, cost: 31 }, 'sev2'],
    [{ users: 0, customers: 5, cost: 0 }, 'sev3'],
    [{ users: 0, customers: 0, cost: 10 }, 'sev4'],
    [{ users: 0, customers: 0, cost: 0 }, 'sev5'],
    [{}, 'sev1'],
    [{ users: 1 }, 'sev1'],
    [{ users: 100 }, 'sev1'],
  ])('of %j is %s', (impact, id) => {
    expect(recommendSeverity(impact, aPolicy()).severity.id).toBe(id);
  });

  it('is the worst that unknown figures could make it, and says so', () => {
    expect(recommendSeverity({ users: 12, customers: 0 }, aPolicy()).reasons).toEqual([
      { kind: 'unknown-figure', measure: 'cost', severity: 'sev1' },
      { kind: 'threshold', measure: 'users', value: 12, threshold: 10, severity: 'sev2' },
    ]);
  });

  it('says what is known before what is feared of the same level', () => {
    const [first] = recommendSeverity({ customers: 30 }, aPolicy()).reasons;
    expect(first).toMatchObject({ kind: 'threshold', measure: 'customers' });
  });

  it('of a scale without thresholds is its worst', () => {
    const severities = SCALES.sev.map((severity) => ({ ...severity, thresholds: {} }));
    const { severity, reasons } = recommendSeverity({ users: 1 }, aPolicy({ severities }));
    expect(severity.id).toBe('sev1');
    expect(reasons).toEqual([{ kind: 'no-thresholds', severity: 'sev1' }]);
  });

  it('never sinks when a figure rises or is forgotten', () => {
    const figure = fc.double({ min: 0, max: 100, noNaN: true });
    const figures = fc.record({ users: figure, customers: figure, cost: figure });
    const policies = fc.constantFrom(SCALES.sev, SCALES.priority);
    fc.assert(
      fc.property(policies, figures, figure, (severities, { users, customers, cost }, more) => {
        const policy = aPolicy({ severities });
        const rank = (impact: Impact) =>
          severities.indexOf(recommendSeverity(impact, policy).severity);
        const now = rank({ users, customers, cost });
        expect(rank({ users: users + more, customers, cost })).toBeLessThanOrEqual(now);
        expect(rank({ customers, cost })).toBeLessThanOrEqual(now);
      }),
      runs(),
    );
  });
});

describe('the severity in force', () => {
  it('is the recommended one until a person chooses', () => {
    const { severity } = run({
      body: formBody({ users: '12', customers: '0', cost: '0' }),
    }).incident;
    expect(severity).toMatchObject({ chosenBy: 'recommended', by: null, inForce: { id: 'sev2' } });
  });

  it('is what the form says', () => {
    const { severity } = run({ body: formBody({ severity: 'SEV-4' }) }).incident;
    expect(severity).toMatchObject({ chosenBy: 'person', by: 'alice', inForce: { id: 'sev4' } });
  });

  it.each([
    ['a label after a command', 2, 3, 'sev3'],
    ['a command after a label', 3, 2, 'sev2'],
  ])('is the latest word: %s', (_, commandAt, labelAt, id) => {
    const { severity } = run({
      comments: [aComment('/severity sev2', { createdAt: minute(commandAt) })],
      events: [labeled('severity:sev3', { at: minute(labelAt) })],
    }).incident;
    expect(severity.inForce.id).toBe(id);
  });

  it('of two labels set in the same second is the worse one', () => {
    const both = [labeled('severity:sev4'), labeled('severity:sev1'), labeled('severity:sev2')];
    expect(run({ events: both }).incident.severity.inForce.id).toBe('sev1');
  });

  it('stays when its label is removed', () => {
    const events = [labeled('severity:sev3'), unlabeled('severity:sev3', { at: minute(9) })];
    expect(run({ events }).incident.severity.inForce.id).toBe('sev3');
  });

  it('is not changed by a label that the policy does not know', () => {
    const events = [labeled('severity:sev3'), labeled('severity:sev9', { at: minute(9) })];
    expect(run({ events }).incident.severity.inForce.id).toBe('sev3');
  });

  it('that a person chose survives a changed recommendation, which is shown beside it', () => {
    const { severity } = run({
      comments: [
        aComment('/severity sev3', { id: 1, createdAt: minute(1) }),
        aComment('/impact users=40% customers=30% cost=0%', { id: 2, createdAt: minute(2) }),
      ],
    }).incident;
    expect(severity.inForce.id).toBe('sev3');
    expect(severity.recommendation.severity.id).toBe('sev1');
  });

  it('falls back to the choice before when the policy drops a level', () => {
    const policy = aPolicy({ severities: SCALES.sev.filter(({ id }) => id !== 'sev4') });
    const comments = [
      aComment('/severity sev3', { id: 1, createdAt: minute(1) }),
      aComment('/severity sev4', { id: 2, createdAt: minute(2) }),
    ];
    const { ledger } = run({ comments });
    expect(run({ comments }, { ledger, policy }).incident.severity.inForce.id).toBe('sev3');
  });

  it('keeps figures that a later command does not name', () => {
    const { impact } = run({
      body: formBody({ users: '12' }),
      comments: [aComment('/impact customers=3%')],
    }).incident;
    expect(impact).toEqual({ users: 12, customers: 3 });
  });
});
