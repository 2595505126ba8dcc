import type { RootContent } from 'mdast';
import { paragraph, phrasing, type Words } from '../../markdown/build.ts';
import type { Telling } from '../../postmortem/telling.ts';
import type { Instant } from '../../time.ts';
import { spanWords } from '../spans.ts';
import { acknowledgedBy } from './story.ts';
import { targetWords } from './targets.ts';
import { atTime, later } from './times.ts';
import { personName, quoted, sentences } from './words.ts';

/** How and when it was noticed, declared and taken up; null where nobody said how or when it was noticed. */
export function detectionRegion(telling: Telling): readonly RootContent[] | null {
  const { clocks, detectedHow } = telling.incident;
  if (clocks.detectedAt === null && detectedHow === null) return null;
  return [
    paragraph(
      sentences(
        clocks.detectedAt === null ? null : noticedWords(clocks.detectedAt, telling),
        detectedHow === null ? null : phrasing('How it was noticed: ', quoted(detectedHow)),
      ),
    ),
    paragraph(sentences(declaredWords(telling), acknowledgedWords(telling))),
  ];
}

function noticedWords(detectedAt: Instant, telling: Telling): string {
  const { startedAt } = telling.incident.clocks;
  const when = `It was noticed ${atTime(detectedAt, telling)}`;
  if (startedAt === null || detectedAt < startedAt) return `${when}.`;
  const began = atTime(startedAt, telling);
  return detectedAt === startedAt
    ? `${when}, as soon as it began.`
    : `${when}, ${spanWords(detectedAt - startedAt)} after it began ${began}.`;
}

function declaredWords(telling: Telling): Words {
  const { clocks, declaredBy, declaredVia } = telling.incident;
  const { detectedAt, declaredAt } = clocks;
  const who = declaredVia === 'dispatch' ? 'an alarm' : personName(declaredBy);
  const what = `It was declared by ${who} ${atTime(declaredAt, telling)}`;
  if (detectedAt === null || declaredAt < detectedAt) return `${what}.`;
  return `${what}, ${later(declaredAt - detectedAt)}.`;
}

function acknowledgedWords(telling: Telling): Words {
  const { clocks, severity } = telling.incident;
  const { declaredAt, acknowledgedAt } = clocks;
  if (acknowledgedAt === null) return 'Nobody acknowledged it.';
  const who = personName(acknowledgedBy(telling.incident));
  const target = targetWords(severity.inForce, 'acknowledge', telling);
  const what = `It was acknowledged by ${who} ${later(acknowledgedAt - declaredAt)}.`;
  return sentences(what, target);
}
