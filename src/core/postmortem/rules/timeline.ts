import { failure, type Finding } from '../finding.ts';
import { isPeoples, type DocumentReading } from '../read-document.ts';
import type { Telling } from '../telling.ts';

/**
 * A timeline that does not say when it was detected, or when the damage stopped: neither by the clocks of
 * the incident nor in the words of people. A document without a timeline lacks none of it.
 */
export function timelineGaps(document: DocumentReading, telling: Telling): readonly Finding[] {
  const line = lineOfTimeline(document);
  if (line === null) return [];
  const { detectedAt, mitigatedAt, resolvedAt } = telling.incident.clocks;
  const said = wordsOfPeople(document);
  const isDetected = detectedAt !== null || DETECTED.test(said);
  const isMitigated = mitigatedAt !== null || resolvedAt !== null || MITIGATED.test(said);
  return [
    ...(isDetected ? [] : [failure(line, { is: 'no-detection' })]),
    ...(isMitigated ? [] : [failure(line, { is: 'no-mitigation' })]),
  ];
}

const DETECTED =
  /\b(?:detected|detection|noticed|discovered|paged|alerted|alarm(?:ed)?|alert fired)\b/i;
const MITIGATED =
  /\b(?:mitigated|mitigation|contained|stabili[sz]ed|stable|recovered|restored|rolled back|resolved|fixed)\b/i;

function lineOfTimeline({ found, sections }: DocumentReading): number | null {
  const region = found.regions.find(({ name }) => name === 'timeline');
  return region?.line ?? sections.find(isTimeline)?.line ?? null;
}

function isTimeline({ title }: { readonly title: string }): boolean {
  return /\b(?:timeline|chronology)\b/i.test(title);
}

/** What people wrote into the section of the timeline themselves. */
function wordsOfPeople(document: DocumentReading): string {
  return document.sections
    .filter(isTimeline)
    .flatMap(({ blocks }) => blocks)
    .filter((block) => block.type !== 'html' && isPeoples(document, block))
    .map(({ position }) => document.source.slice(position?.start.offset, position?.end.offset))
    .join('\n');
}
