/** Summaries of an incident, as lines. */
import type { Table } from 'mdast';
import { toString } from 'mdast-util-to-string';
import type { Incident } from '../../../src/core/incident/incident.ts';
import { readMarkdown } from '../../../src/core/markdown/read.ts';
import { summaryComment, type SummaryExtras } from '../../../src/core/messages/summary.ts';
import type { Instant } from '../../../src/core/time.ts';
import { anIncident } from '../../builders/an-incident.ts';
import { aPolicy } from '../../builders/a-policy.ts';
import { minute } from '../../builders/facts.ts';

export const policy = aPolicy();

export const NOTHING: SummaryExtras = { ledgerBlocks: [] };

export function summary(
  incident: Incident,
  now: Instant = minute(1),
  extras: Partial<SummaryExtras> = {},
): string {
  return summaryComment(incident, policy, now, { ...NOTHING, ...extras });
}

/** The six lines as a reader sees them: label, then what it says. */
export function lines(markdown: string): readonly string[] {
  const table = readMarkdown(markdown).children.find(
    (node): node is Table => node.type === 'table',
  );
  if (table === undefined) throw new Error('no table on top');
  return table.children.map(({ children }) =>
    children.map((cell) => toString(cell).replaceAll('\u200b', '')).join(': '),
  );
}

export const CLOCKS = anIncident().clocks;

export const acknowledged = {
  status: { is: 'acknowledged', since: minute(4), by: 'bob' },
  clocks: { ...CLOCKS, startedAt: minute(-12), acknowledgedAt: minute(4) },
  impact: { users: 15, customers: 3 },
} as const;

export const ROLES = new Map([
  ['commander', 'alice'],
  ['tech-lead', 'bob'],
]);
