/** What a postmortem is told from, for tests of what it says; say only what the test is about. */
import type { Incident, SeverityVerdict } from '../../../../src/core/incident/incident.ts';
import { markdownOf } from '../../../../src/core/markdown/build.ts';
import { RENDERERS } from '../../../../src/core/messages/postmortem/renderers.ts';
import type { Policy } from '../../../../src/core/policy/policy.ts';
import type { Telling } from '../../../../src/core/postmortem/telling.ts';
import { entry } from '../../../builders/a-timeline-entry.ts';
import { anIncident } from '../../../builders/an-incident.ts';
import { aPolicy } from '../../../builders/a-policy.ts';
import { minute } from '../../../builders/facts.ts';

type Given = Partial<Omit<Incident, 'severity'>> & {
  readonly severity?: string | SeverityVerdict;
};

export function aTelling(given: Given = {}, policy: Partial<Policy> = {}): Telling {
  return { incident: anIncident(given), policy: aPolicy(policy), madeOfRows: new Map() };
}

/** A region as it is written, with what keeps references dead taken out; null where it says nothing. */
export function told(kind: keyof typeof RENDERERS, telling: Telling): string | null {
  const blocks = RENDERERS[kind](telling);
  return blocks === null ? null : markdownOf(blocks).replaceAll('\u200b', '');
}

const CLOCKS = anIncident().clocks;

/** Began eight minutes before it was declared at 14:00 UTC; over an hour and a half after that. */
export const OVER = {
  status: { is: 'resolved', since: minute(90), by: 'bob' },
  clocks: {
    ...CLOCKS,
    startedAt: minute(-8),
    detectedAt: minute(-2),
    acknowledgedAt: minute(2),
    mitigatedAt: minute(58),
    resolvedAt: minute(90),
  },
  timeline: [
    entry(0, 'Declared with the incident form', { kind: 'declared', key: true }),
    entry(2, 'Acknowledged', { kind: 'acknowledged', by: 'bob', key: true }),
    entry(58, 'Mitigated: Rolled back 4711.', { kind: 'mitigated', by: 'bob', key: true }),
    entry(90, 'Resolved', { kind: 'resolved', by: 'carol', key: true }),
  ],
} as const satisfies Partial<Incident>;
