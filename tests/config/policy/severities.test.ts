import { describe, expect, it } from 'vitest';
import { SCALES } from '../../../src/core/policy/scales.ts';
import { HOUR, MINUTE } from '../../../src/core/time.ts';
import { valid } from './sources.ts';

const levels = (text: string) => valid(text).severities;
const ids = (text: string) => levels(text).map(({ id }) => id);

describe('the scale in force', () => {
  it('is SEV-1 to SEV-5 unless the file says otherwise', () => {
    expect(levels('services: {}')).toEqual(SCALES.sev);
    expect(levels('incidents: { scale: sev }')).toEqual(SCALES.sev);
  });

  it('is P0 to P3 when the file says priority', () => {
    expect(levels('incidents: { scale: priority }')).toEqual(SCALES.priority);
  });

  it('makes its postmortems of the template that it names', () => {
    const [first, second] = levels(
      'severities: [{ id: a, postmortem_template: .github/pm/a.md }, { id: b }]',
    );
    expect(first?.postmortemTemplate).toBe('.github/pm/a.md');
    expect(second?.postmortemTemplate).toBeNull();
  });

  it('is the list itself, in its order, when no scale is named', () => {
    expect(ids('severities: [{ id: high }, { id: medium }, { id: low }]')).toEqual([
      'high',
      'medium',
      'low',
    ]);
  });

  it('a level of its own has no figures, no clocks and a postmortem on request until it says so', () => {
    expect(levels('severities: [{ id: high }]')[0]).toEqual({
      id: 'high',
      name: 'HIGH',
      criteria: [],
      thresholds: {},
      acknowledgeWithin: null,
      mitigateWithin: null,
      updateEvery: null,
      reassessEvery: null,
      roles: [],
      postmortem: 'when-asked',
      postmortemWithin: null,
      postmortemTemplate: null,
      actionItemsWithin: null,
    });
  });

  it('a built-in id in a list without a scale starts blank too', () => {
    expect(levels('severities: [{ id: sev1 }]')[0]?.thresholds).toEqual({});
  });
});

describe('changing single levels of a built-in scale', () => {
  const changed = (level: string) => levels(`incidents: { scale: sev }\nseverities: [${level}]`);

  it('leaves the other levels and their order alone', () => {
    const now = changed('{ id: sev3, name: Bad }, { id: sev1, name: Awful }');
    expect(now.map(({ name }) => name)).toEqual(['Awful', 'SEV-2', 'Bad', 'SEV-4', 'SEV-5']);
    expect(now[1]).toEqual(SCALES.sev[1]);
  });

  it('keeps what the level does not say', () => {
    expect(changed('{ id: sev1, update_every: 15m }')[0]).toEqual({
      ...SCALES.sev[0],
      updateEvery: { unit: 'ms', amount: 15 * MINUTE },
    });
  });

  it('replaces lists whole', () => {
    const [level] = changed('{ id: sev1, roles: [scribe], criteria: [] }');
    expect(level).toMatchObject({ roles: ['scribe'], criteria: [] });
  });

  it('changes figures one by one and drops those that say none', () => {
    const [level] = changed('{ id: sev1, thresholds: { users: 30, cost: none } }');
    expect(level?.thresholds).toEqual({ users: 30, customers: 25 });
  });

  it('stops a clock that says none', () => {
    const [, level] = changed('{ id: sev2, mitigate_within: none }');
    expect(level?.mitigateWithin).toBeNull();
    expect(level?.updateEvery).toEqual({ unit: 'ms', amount: HOUR });
  });
});
