import type { RootContent } from 'mdast';
import {
  bullets,
  code,
  details,
  joined,
  paragraph,
  phrasing,
  strong,
  type Words,
} from '../../markdown/build.ts';
import { safe, safeString } from '../../markdown/safe.ts';
import type { PastIncident } from '../../recurrence/past-incident.ts';
import { pastName, priorWords, repeatHint, similarWords, whenWords } from '../past-incidents.ts';
import { AGREE } from './dont-repeat-section.ts';
import type { View } from './view.ts';

/** In the top part: which time it is, and whether it came back since. */
export function recurrenceBanners(view: View): readonly RootContent[] {
  const { earlier, later } = view.incident.recurrence;
  const named = (all: readonly PastIncident[]): Words => namedWords(all, view);
  return [
    ...(earlier.length === 0
      ? []
      : [
          paragraph(
            strong(`The ${ordinal(earlier.length + 1)} time.`),
            ' It happened before: ',
            named(earlier),
            '.',
          ),
        ]),
    ...(later.length === 0 ? [] : [paragraph(strong('It came back:'), ' ', named(later), '.')]),
  ];
}

const MOST_NAMED = 5;

function namedWords(all: readonly PastIncident[], view: View): Words {
  const shown = all
    .slice(0, MOST_NAMED)
    .map((one) => phrasing(pastName(one, view), ` (${whenWords(one, view)})`));
  const left = all.length - shown.length;
  return joined([...shown, ...(left > 0 ? [`and ${String(left)} more`] : [])], ', ');
}

/** `second`, `third`; `21st`. */
function ordinal(times: number): string {
  const word = ['', 'first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh'][times];
  if (word !== undefined) return word;
  const isTeen = times % 100 >= 11 && times % 100 <= 13;
  const ending = isTeen ? 'th' : (['th', 'st', 'nd', 'rd'][times % 10] ?? 'th');
  return `${String(times)}${ending}`;
}

/** What was agreed the last times, what became of it, and the question once more. */
export function priorSection(view: View, most: number): readonly RootContent[] {
  const { earlier } = view.incident.recurrence;
  if (earlier.length === 0) return [];
  const shown = earlier.slice(0, Math.min(most, MOST_NAMED));
  const parts = shown.flatMap((past) => priorPart(past, view, most));
  return details('What was to prevent it', [
    ...parts,
    paragraph('It came back all the same. What will be different this time? ', code(AGREE)),
  ]);
}

function priorPart(past: PastIncident, view: View, most: number): readonly RootContent[] {
  const head = phrasing(pastName(past, view), ` ${whenWords(past, view)}`);
  const { accepted, prevention } = past;
  const items = prevention.slice(0, most).map((item) => priorWords(item, view));
  const left = prevention.length - items.length;
  const lines: readonly Words[] = [
    ...items,
    ...(left > 0 ? [`and ${String(left)} more`] : []),
    ...(accepted === null
      ? []
      : [
          phrasing(
            `everything accepted as it is by ${safeString(accepted.by, 100)}: `,
            safe(accepted.reason, 160),
          ),
        ]),
  ];
  return lines.length === 0
    ? [paragraph(head, ': nothing was agreed.')]
    : [paragraph(head, ':'), bullets(lines)];
}

/** While it is worked on: whoever met something like it before has gone some of the way. */
export function similarSection(view: View, most: number): readonly RootContent[] {
  const { incident } = view;
  const { similar } = incident.recurrence;
  const isOver = incident.status.is === 'resolved' || incident.status.is === 'closed';
  if (isOver || similar.length === 0) return [];
  const hint = repeatHint(incident);
  return details(`Similar incidents: ${String(similar.length)}`, [
    bullets(similar.slice(0, most).map((one) => similarWords(one, view))),
    ...(hint === null ? [] : [paragraph(hint)]),
  ]);
}
