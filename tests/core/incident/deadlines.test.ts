import { describe, expect, it } from 'vitest';
import { addDuration } from '../../../src/core/calendar.ts';
import { deadlinesOf } from '../../../src/core/incident/deadlines.ts';
import type { IncidentFacts } from '../../../src/core/incident/facts.ts';
import { instantFromIso, isoOf } from '../../../src/core/time.ts';
import { aPolicy } from '../../builders/a-policy.ts';
import { aComment, formBody, minute, person } from '../../builders/facts.ts';
import { run } from '../../builders/run-incident.ts';

function due(given: Partial<IncidentFacts>) {
  const { incident, policy } = run({ body: formBody({ severity: 'SEV-1' }), ...given });
  return deadlinesOf(incident, policy);
}

describe('deadlines', () => {
  it('run from the declaration, by the severity in force', () => {
    expect(due({})).toEqual({
      acknowledgeBy: minute(5),
      mitigateBy: minute(30),
      updateBy: minute(30),
      reassessBy: minute(60),
    });
  });

  it('change with the severity', () => {
    const comments = [aComment('/severity sev2', { createdAt: minute(2) })];
    expect(due({ comments })).toMatchObject({ acknowledgeBy: minute(15), reassessBy: minute(122) });
  });

  it('of updates run from the latest update', () => {
    const comments = [aComment('/update rolling back', { createdAt: minute(20) })];
    expect(due({ comments }).updateBy).toBe(minute(50));
  });

  it('are met one by one', () => {
    const acked = due({ comments: [aComment('/ack', { createdAt: minute(2) })] });
    expect(acked).toMatchObject({ acknowledgeBy: null, mitigateBy: minute(30) });
    const mitigated = due({ comments: [aComment('/mitigated', { createdAt: minute(2) })] });
    expect(mitigated).toMatchObject({ mitigateBy: null, reassessBy: null, updateBy: minute(30) });
    const resolved = due({ comments: [aComment('/resolved', { createdAt: minute(2) })] });
    expect(Object.values(resolved)).toEqual([null, null, null, null]);
  });

  it('start anew when it is reopened', () => {
    const comments = [
      aComment('/resolved', { id: 1, createdAt: minute(20) }),
      aComment('/reopen back again', { id: 2, createdAt: minute(100) }),
    ];
    expect(due({ comments })).toMatchObject({ mitigateBy: minute(130), updateBy: minute(130) });
  });

  it('bind nobody before a declaration is confirmed', () => {
    expect(Object.values(due({ author: person('eve'), events: [] }))).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});

describe('a span on the calendar', () => {
  const friday = instantFromIso('2026-11-20T22:30:00Z');

  it.each([
    [{ unit: 'ms', amount: 3_600_000 }, 'UTC', '2026-11-20T23:30:00.000Z'],
    [{ unit: 'business-days', amount: 1 }, 'UTC', '2026-11-23T22:30:00.000Z'],
    [{ unit: 'business-days', amount: 6 }, 'UTC', '2026-11-30T22:30:00.000Z'],
    [{ unit: 'business-days', amount: 1 }, 'Asia/Tokyo', '2026-11-22T22:30:00.000Z'],
  ] as const)('%j in %s', (duration, zone, end) => {
    expect(isoOf(addDuration(friday, duration, aPolicy({ timeZone: zone })))).toBe(end);
  });

  it('keeps the clock time when the clocks change', () => {
    const before = instantFromIso('2026-10-23T10:00:00Z');
    const end = addDuration(
      before,
      { unit: 'business-days', amount: 1 },
      aPolicy({ timeZone: 'Europe/Berlin' }),
    );
    expect(isoOf(end)).toBe('2026-10-26T11:00:00.000Z');
  });
});
