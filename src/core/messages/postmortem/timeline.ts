import type { RootContent } from 'mdast';
import { details, paragraph, phrasing, strong, table, type Words } from '../../markdown/build.ts';
import { safe, safeLink } from '../../markdown/safe.ts';
import type { Telling } from '../../postmortem/telling.ts';
import type { TimelineEntry } from '../../timeline/entry.ts';
import { mostTelling } from '../timeline.ts';
import { columnNote, columnTime } from './times.ts';
import { personName } from './words.ts';

/** Rows of the table that everybody reads. */
const MOST_ROWS = 60;
const LONGEST = 280;

/**
 * When what happened, and who did it: notes, key events, and what moved the incident on; each time leads to
 * the comment. Below, folded, everything that anybody said. Null where nothing is known.
 */
export function timelineRegion(telling: Telling): readonly RootContent[] | null {
  const { timeline } = telling.incident;
  if (timeline.length === 0) return null;
  const telltale = timeline.filter(isTelling);
  const shown = mostTelling(telltale.length === 0 ? timeline : telltale, MOST_ROWS);
  return [
    paragraph(columnNote(telling)),
    table(
      HEAD,
      shown.map((entry) => rowOf(entry, telling, { longest: LONGEST, linked: true })),
    ),
    ...(shown.length === timeline.length ? [] : wholeTimeline(telling)),
  ];
}

const HEAD = ['Time', 'What', 'Who'];

/** What people talked about between the events is kept below. */
function isTelling({ kind, key }: TimelineEntry): boolean {
  return key || (kind !== 'comment' && kind !== 'mention');
}

interface Show {
  readonly longest: number;
  readonly linked: boolean;
}

/** Ways to show a line of the whole, the fullest first. */
const FITS: readonly Show[] = [
  { longest: LONGEST, linked: true },
  { longest: 140, linked: true },
  { longest: 80, linked: true },
  { longest: 80, linked: false },
];

/** GitHub stops showing a file as a document, and its changes in a pull request, at half a megabyte. */
const ROOM = 220_000;
const MOST_ENTRIES = 3000;

function wholeTimeline(telling: Telling): readonly RootContent[] {
  const all = telling.incident.timeline;
  const kept = mostTelling(all, MOST_ENTRIES);
  const show = FITS.find((one) => sizeOf(kept, one) <= ROOM) ?? SHORTEST;
  const left = all.length - kept.length;
  return details(`The whole timeline: ${String(all.length)} entries`, [
    table(
      HEAD,
      kept.map((entry) => rowOf(entry, telling, show)),
    ),
    ...(left === 0
      ? []
      : [
          paragraph(
            `${String(left)} more do not fit here and stand in the `,
            safeLink(telling.incident.url, 'incident'),
            '.',
          ),
        ]),
  ]);
}

const SHORTEST: Show = { longest: 60, linked: false };

/** Characters, roughly. */
function sizeOf(entries: readonly TimelineEntry[], { longest, linked }: Show): number {
  return entries.reduce(
    (sum, { text, url }) =>
      sum + 40 + Math.min(text.length, longest) + (linked ? (url?.length ?? 0) + 4 : 0),
    0,
  );
}

function rowOf(entry: TimelineEntry, telling: Telling, show: Show): readonly Words[] {
  const when = columnTime(entry.at, telling);
  const what = safe(entry.text, show.longest);
  return [
    entry.url === null || !show.linked ? when : phrasing(safeLink(entry.url, when)),
    entry.key ? strong(what) : what,
    entry.by === null ? '' : personName(entry.by),
  ];
}
