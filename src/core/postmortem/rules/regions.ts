import { failure, type Finding } from '../finding.ts';
import type { DocumentReading } from '../read-document.ts';

/** Markers between which nothing is kept current any more. */
export function brokenRegions({ found }: DocumentReading): readonly Finding[] {
  return found.problems.map(({ line, name, what }) =>
    failure(line, { is: 'broken-region', name, problem: what }),
  );
}
