import type { RootContent } from 'mdast';
import { bullets, paragraph, phrasing } from '../../markdown/build.ts';
import type { Telling } from '../../postmortem/telling.ts';
import { saidOf } from './story.ts';
import { afterBeginning, timeOf } from './times.ts';
import { issueWords, personName, quoted, sentences } from './words.ts';

const MOST = 20;

/** When and how it was brought to an end for good, and what was merged for it; null while it has not been. */
export function resolutionRegion(telling: Telling): readonly RootContent[] | null {
  const { incident } = telling;
  const { resolvedAt, closedAt } = incident.clocks;
  if (resolvedAt === null) return null;
  const { by, text } = saidOf(incident, 'resolved');
  const after = afterBeginning(resolvedAt, telling);
  const merged = incident.mentions.filter(
    ({ isPullRequest, state, restricted }) =>
      isPullRequest && state === 'merged' && (!restricted || incident.restricted),
  );
  return [
    paragraph(
      sentences(
        `It was resolved at ${timeOf(resolvedAt, telling)}${after === null ? '' : `, ${after}`}${by === null ? '' : `, said ${personName(by)}`}.`,
        text === null ? null : phrasing('What was done: ', quoted(text)),
        closedAt === null ? null : `Everything was done at ${timeOf(closedAt, telling)}.`,
      ),
    ),
    ...(merged.length === 0
      ? []
      : [
          paragraph('Merged pull requests that name the incident:'),
          bullets(merged.slice(0, MOST).map((pull) => issueWords(pull, telling))),
        ]),
  ];
}
