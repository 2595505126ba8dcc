import type { RootContent } from 'mdast';
import { details, paragraph, phrasing, strong, table, type Words } from '../../markdown/build.ts';
import { safe, safeLink } from '../../markdown/safe.ts';
import type { Telling } from '../../postmortem/telling.ts';
import type { TimelineEntry } from '../../timeline/entry.ts';
import { mostTelling } from '../timeline.ts';
import { columnNote, columnTime } from './times.ts';
import { personName } from './words.ts';

/** Rows of the table that everybody reads; where there are few in all, nothing is folded away. */
const MOST_ROWS = 60;
const FEW_ROWS = 30;
const LONGEST = 280;

/**
 * When what happened, and who did it: notes, key events, and what moved the incident on; each time leads to
 * the comment. Below, folded, everything that anybody said. Null where nothing is known.
 */
export function timelineRegion(telling: Telling): readonly RootContent[] | null {
  const { timeline } = telling.incident;
  if (timeline.length === 0) return null;
  const telltale = timeline.filter(isTelling);
  const isShort = timeline.length <= FEW_ROWS || telltale.length === 0;
  const shown = mostTelling(isShort ? timeline : telltale, MOST_ROWS);
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

/** What people talked about between the events, and how they filed it, is kept below. */
function isTelling({ kind, key }: TimelineEntry): boolean {
  return key || !ASIDE.has(kind);
}

const ASIDE: ReadonlySet<TimelineEntry['kind']> = new Set<TimelineEntry['kind']>([
  'comment',
  'mention',
  'cause',
  'relation',
]);

interface Show {
  readonly longest: number;
  readonly linked: boolean;
}

/** Ways to show a line of the whole, the fullest first: the way to a comment is worth more than its last words. */
const FITS: readonly Show[] = [
  { longest: LONGEST, linked: true },
  { longest: 140, linked: true },
  { longest: 100, linked: true },
  { longest: 60, linked: true },
  { longest: 80, linked: false },
];
const SHORTEST: Show = { longest: 50, linked: false };

/**
 * Bytes of the whole. Above half a megabyte GitHub cuts a document that it shows, and hides its changes in a
 * pull request; the rest of the document needs some of it.
 */
const ROOM = 340_000;
const MOST_ENTRIES = 3000;

function wholeTimeline(telling: Telling): readonly RootContent[] {
  const all = telling.incident.timeline;
  const { kept, show } = fitted(all);
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

/** As many entries as there is room for, shown as fully as there is. */
function fitted(all: readonly TimelineEntry[]): {
  readonly kept: readonly TimelineEntry[];
  readonly show: Show;
} {
  let kept = mostTelling(all, MOST_ENTRIES);
  const show = FITS.find((one) => sizeOf(kept, one) <= ROOM);
  if (show !== undefined) return { kept, show };
  while (sizeOf(kept, SHORTEST) > ROOM) kept = mostTelling(kept, Math.floor(kept.length * 0.8));
  return { kept, show: SHORTEST };
}

function sizeOf(entries: readonly TimelineEntry[], { longest, linked }: Show): number {
  return entries.reduce(
    (sum, { text, url, by }) =>
      sum +
      ROW +
      bytesOf(text, longest) +
      (by?.length ?? 0) +
      (linked && url !== null ? url.length + 4 : 0),
    0,
  );
}

/** Of a row without what stands in it: bars, spaces, a time with its date. */
const ROW = 28;

/** Roughly what a text takes once it is safe: signs of Markdown are escaped, a dollar is put into a tag. */
function bytesOf(text: string, longest: number): number {
  let bytes = 0;
  for (let at = 0; at < Math.min(text.length, longest); at += 1) {
    const sign = text.charAt(at);
    bytes += sign > '~' ? 3 : sign === '$' ? 14 : LOUD.has(sign) ? 4 : 1;
  }
  return bytes;
}

const LOUD: ReadonlySet<string> = new Set('\\`*_{}[]<>&|#@~');

function rowOf(entry: TimelineEntry, telling: Telling, show: Show): readonly Words[] {
  const when = columnTime(entry.at, telling);
  const what = safe(entry.text, show.longest);
  return [
    entry.url === null || !show.linked ? when : phrasing(safeLink(entry.url, when)),
    entry.key ? strong(what) : what,
    entry.by === null ? '' : personName(entry.by),
  ];
}
