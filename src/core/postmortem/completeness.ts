/** What keeps a postmortem from being complete: one rule a file in `rules/`, each over the whole document. */
import { type Finding } from './finding.ts';
import { readWhole } from './read-document.ts';
import { actionItemGaps } from './rules/action-items.ts';
import { blameHints } from './rules/blame.ts';
import { absentImpact } from './rules/impact.ts';
import { placeholdersLeft } from './rules/placeholders.ts';
import { openQuestions } from './rules/questions.ts';
import { brokenRegions } from './rules/regions.ts';
import { emptySections } from './rules/sections.ts';
import { timelineGaps } from './rules/timeline.ts';
import type { Telling } from './telling.ts';

/** What is left to do in a document, and hints, in the order of its lines. Without a failure it is complete. */
export function unfinished(document: string, telling: Telling): readonly Finding[] {
  const reading = readWhole(document);
  const broken = brokenRegions(reading);
  // One that is too long is not read, so nothing can be said of what it lacks.
  if (reading.tree.children.length === 0 && broken.length > 0) return broken;
  const findings = [
    ...broken,
    ...emptySections(reading),
    ...openQuestions(reading),
    ...placeholdersLeft(reading),
    ...timelineGaps(reading, telling),
    ...absentImpact(reading, telling),
    ...actionItemGaps(reading, telling),
    ...blameHints(reading, telling),
  ];
  return findings.toSorted((a, b) => a.line - b.line);
}
