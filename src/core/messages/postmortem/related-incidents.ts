import type { RootContent } from 'mdast';
import { sameIssue, type IssueRef } from '../../ids.ts';
import type { Relation } from '../../incident/incident.ts';
import { bullets, paragraph, phrasing, strong, type Words } from '../../markdown/build.ts';
import { safe, safeLink, safeString } from '../../markdown/safe.ts';
import type { Telling } from '../../postmortem/telling.ts';
import type { PastIncident } from '../../recurrence/past-incident.ts';
import { pastName, priorWords, similarWords, whenWords } from '../past-incidents.ts';
import { issueName, issueWords } from './words.ts';

const MOST = 10;

/**
 * The times before and since, with what was to prevent them and their postmortems; what people said is
 * related; what only looks alike. Null where there is nothing of the kind.
 */
export function relatedIncidentsRegion(telling: Telling): readonly RootContent[] | null {
  const { recurrence, relations } = telling.incident;
  const { earlier, later, similar } = recurrence;
  const told = [...earlier, ...later].map(({ ref }) => ref);
  const named = relations.filter(({ issue }) => !isAmong(issue, told));
  const alike = similar.filter(
    ({ past }) => !isAmong(past.ref, [...told, ...named.map(({ issue }) => issue)]),
  );
  const blocks = [
    ...part(
      'It had happened before',
      earlier.slice(0, MOST).map((past) => pastWords(past, telling)),
    ),
    ...part(
      'It came back',
      later.slice(0, MOST).map((past) => pastWords(past, telling)),
    ),
    ...part('Related', [
      ...named.slice(0, MOST).map((relation) => relationWords(relation, telling)),
      ...mentionedIn(telling, [...told, ...named.map(({ issue }) => issue)]),
    ]),
    ...part(
      'Alike by their services, causes and words; nobody has said that they belong together',
      alike.map((one) => similarWords(one, telling)),
    ),
  ];
  return blocks.length === 0 ? null : blocks;
}

function part(title: string, lines: readonly Words[]): readonly RootContent[] {
  return lines.length === 0 ? [] : [paragraph(strong(`${title}:`)), bullets(lines)];
}

/** What it was, what was agreed then, and what became of it. */
function pastWords(past: PastIncident, telling: Telling): Words {
  const items = past.prevention.slice(0, 5).map((item) => phrasing(priorWords(item, telling)));
  const left = past.prevention.length - items.length;
  const agreed = [...items, ...(left > 0 ? [phrasing(`and ${String(left)} more`)] : [])];
  return phrasing(
    pastName(past, telling),
    ' ',
    safe(past.title, 120),
    `, ${whenWords(past, telling)}. `,
    agreed.length === 0
      ? 'Nothing was agreed to prevent it.'
      : phrasing(
          'To prevent it: ',
          agreed.flatMap((one, at) => phrasing(at === 0 ? '' : ', ', one)),
          '.',
        ),
    past.accepted === null
      ? ''
      : phrasing(
          ` ${safeString(past.accepted.by, 100)} accepted it as it is: `,
          safe(past.accepted.reason, 160),
          '.',
        ),
    past.postmortem === null
      ? ''
      : phrasing(
          ' ',
          safeLink(
            past.postmortem.url,
            past.postmortem.published ? 'Postmortem' : 'Draft of a postmortem',
          ),
          '.',
        ),
  );
}

const RELATION = {
  related: '',
  'duplicate-of': 'the same as ',
  'repeat-of': 'once more ',
  'declared-from': 'declared from ',
} as const satisfies Record<Relation['kind'], string>;

function relationWords({ kind, issue, title, url }: Relation, telling: Telling): Words {
  const name = issueName(issue, telling);
  return phrasing(
    RELATION[kind],
    url === null ? name : safeLink(url, name),
    title === null ? '' : phrasing(' ', safe(title, 120)),
  );
}

/** Issues that name it; pull requests belong to its resolution. */
function mentionedIn(telling: Telling, known: readonly IssueRef[]): readonly Words[] {
  return telling.incident.mentions
    .filter(
      ({ isPullRequest, restricted, ref }) =>
        !isPullRequest && (!restricted || telling.incident.restricted) && !isAmong(ref, known),
    )
    .slice(0, MOST)
    .map((issue) => phrasing('mentioned in ', issueWords(issue, telling)));
}

function isAmong(issue: IssueRef, known: readonly IssueRef[]): boolean {
  return known.some((one) => sameIssue(one, issue));
}
