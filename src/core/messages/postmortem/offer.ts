/** What stands above a change that the app offers, in a part of the document that a person wrote in. */
import type { RegionKind } from '../../postmortem/regions/kinds.ts';

/** Says why it is offered and not done. @param region a kind of region, or the name of a fact. */
export function offerWords(region: string): string {
  const part = PARTS.get(region) ?? 'This fact';
  return `${part} changed in the incident. Somebody edited it here, so it was left as it is. This is what it would say now. Taking it over replaces what was written here; the same words are not offered again.`;
}

const PARTS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    summary: 'The summary',
    severity: 'The severity',
    impact: 'The impact',
    phases: 'The chart of the phases',
    timeline: 'The timeline',
    detection: 'How it was detected',
    containment: 'How it was contained',
    'root-cause': 'What is known of the cause',
    resolution: 'How it was resolved',
    'related-incidents': 'What it is related to',
    lessons: 'What is known for the lessons',
    'action-items': 'The table of action items',
    participants: 'Who took part',
  } satisfies Record<RegionKind, string>),
);
