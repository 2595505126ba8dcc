import { describe, expect, it } from 'vitest';
import type { Clocks } from '../../../src/core/incident/incident.ts';
import { statisticsOf } from '../../../src/core/incident/statistics.ts';
import { statisticsWords } from '../../../src/core/messages/closing.ts';
import { HOUR, MINUTE } from '../../../src/core/time.ts';
import { minute } from '../../builders/facts.ts';

const NOTHING: Clocks = {
  startedAt: null,
  detectedAt: null,
  declaredAt: minute(0),
  acknowledgedAt: null,
  mitigatedAt: null,
  resolvedAt: null,
  closedAt: null,
};

const ALL: Clocks = {
  startedAt: minute(-20),
  detectedAt: minute(-5),
  declaredAt: minute(0),
  acknowledgedAt: minute(3),
  mitigatedAt: minute(40),
  resolvedAt: minute(100),
  closedAt: minute(3 * 24 * 60),
};

describe('how long what took', () => {
  it('runs from the beginning, acknowledging from the declaration', () => {
    expect(statisticsOf(ALL)).toEqual({
      detect: 15 * MINUTE,
      acknowledge: 3 * MINUTE,
      mitigate: HOUR,
      resolve: 2 * HOUR,
      close: 72 * HOUR + 20 * MINUTE,
    });
  });

  it('runs from the declaration where nobody knows when it began, and detecting is unknown', () => {
    const known = { ...ALL, startedAt: null };
    expect(statisticsOf(known)).toMatchObject({ detect: null, mitigate: 40 * MINUTE });
  });

  it('says nothing of a clock that lies before the one it is counted from', () => {
    const after = { ...NOTHING, mitigatedAt: minute(-10), resolvedAt: minute(5) };
    expect(statisticsOf(after)).toMatchObject({ mitigate: null, resolve: 5 * MINUTE });
  });

  it('is one line of what is known, each figure with the moment it is counted from', () => {
    expect(statisticsWords(ALL)).toBe(
      'Acknowledged 3 min after it was declared · detected 15 min, mitigated 1 h, resolved 2 h, closed 3 d after it started',
    );
    expect(statisticsWords({ ...ALL, startedAt: null })).toBe(
      'Acknowledged 3 min, mitigated 40 min, resolved 1 h 40 min, closed 3 d after it was declared',
    );
    expect(statisticsWords({ ...ALL, acknowledgedAt: null, mitigatedAt: null })).toBe(
      'Detected 15 min, resolved 2 h, closed 3 d after it started',
    );
    expect(statisticsWords({ ...NOTHING, closedAt: minute(90) })).toBe(
      'Closed 1 h 30 min after it was declared',
    );
    expect(statisticsWords(NOTHING)).toBeNull();
  });
});
