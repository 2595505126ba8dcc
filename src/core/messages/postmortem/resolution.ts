import type { RootContent } from 'mdast';
import { bullets, paragraph } from '../../markdown/build.ts';
import type { Telling } from '../../postmortem/telling.ts';
import { saidOf, saidWords } from './story.ts';
import { atTime } from './times.ts';
import { issueWords, sentences } from './words.ts';

const MOST = 20;

/** When and how it was brought to an end for good, and what was merged for it; null while it has not been. */
export function resolutionRegion(telling: Telling): readonly RootContent[] | null {
  const { incident } = telling;
  const { resolvedAt, closedAt } = incident.clocks;
  if (resolvedAt === null) return null;
  const merged = incident.mentions.filter(
    ({ isPullRequest, state, restricted }) =>
      isPullRequest && state === 'merged' && (!restricted || incident.restricted),
  );
  return [
    paragraph(
      sentences(
        saidWords('It was resolved', resolvedAt, { said: saidOf(incident, 'resolved'), telling }),
        closedAt === null ? null : `Everything was done ${atTime(closedAt, telling)}.`,
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
