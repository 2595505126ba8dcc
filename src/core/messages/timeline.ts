import type { Incident } from '../incident/incident.ts';
import {
  bullets,
  link,
  markdownOf,
  paragraph,
  phrasing,
  strong,
  type Words,
} from '../markdown/build.ts';
import { safe, safeLink, safeString } from '../markdown/safe.ts';
import type { Policy } from '../policy/policy.ts';
import type { TimelineEntry } from '../timeline/entry.ts';
import { clockWords } from './spans.ts';

/** Below what GitHub takes, so that a help text finds room beside it. */
const LONGEST_REPLY = 60_000;

/** Ways to show a line, the fullest first. */
const FITS: readonly Show[] = [
  { longest: 280, linked: true },
  { longest: 120, linked: true },
  { longest: 80, linked: true },
  { longest: 80, linked: false },
  { longest: 60, linked: false },
];
const SHORTEST: Show = { longest: 60, linked: false };

/** How much of a line is shown. */
interface Show {
  /** Code points of its text. */
  readonly longest: number;
  readonly linked: boolean;
}

/**
 * The whole timeline. When it does not fit into a comment, first its lines are cut shorter and lose
 * their links, then the oldest that are no key events are left out, and it says how many.
 */
export function timelineReply(incident: Incident, policy: Policy): string {
  const entries = incident.timeline;
  if (entries.length === 0) return markdownOf([paragraph('Nothing has happened yet.')]);
  for (const show of FITS) {
    if (leastOf(entries, show) > LONGEST_REPLY) continue;
    const whole = reply({ incident, policy, show }, entries);
    if (whole.length <= LONGEST_REPLY) return whole;
  }
  let kept = Math.min(entries.length, Math.floor(LONGEST_REPLY / SHORTEST_LINE));
  let shown = '';
  do {
    // Long comments are costly to make: so near to what fits in each try.
    const share = shown === '' ? 1 : LONGEST_REPLY / shown.length;
    kept = Math.floor(kept * Math.min(share, 0.95));
    shown = reply({ incident, policy, show: SHORTEST }, mostTelling(entries, kept));
  } while (shown.length > LONGEST_REPLY && kept > 0);
  return shown;
}

/** `- **14:05** x` and its line end. */
const SHORTEST_LINE = 14;

/** A length below which they cannot be shown so, in characters. */
function leastOf(entries: readonly TimelineEntry[], { linked }: Show): number {
  const lines = entries.length * SHORTEST_LINE;
  return linked ? entries.reduce((sum, { url }) => sum + (url?.length ?? 0), lines) : lines;
}

/** One line of the timeline: when, who, what. */
export function timelineLine(
  entry: TimelineEntry,
  { incident, policy, show: { longest, linked } }: Telling,
): Words {
  const when = clockWords(entry.at, incident.clocks.declaredAt, policy.timeZone);
  return phrasing(
    strong(entry.url === null || !linked ? when : safeLink(entry.url, when)),
    ' ',
    entry.by === null ? '' : phrasing(safeString(entry.by, 100), ': '),
    safe(entry.text, longest),
  );
}

interface Telling {
  readonly incident: Incident;
  readonly policy: Policy;
  readonly show: Show;
}

/** At most `count` entries in their order: the key events and the latest of the others. */
export function mostTelling(
  entries: readonly TimelineEntry[],
  count: number,
): readonly TimelineEntry[] {
  const byWeight = entries
    .map((entry, index) => ({ entry, index }))
    .sort((a, b) => Number(b.entry.key) - Number(a.entry.key) || b.index - a.index);
  return byWeight
    .slice(0, Math.max(0, count))
    .sort((a, b) => a.index - b.index)
    .map(({ entry }) => entry);
}

function reply(telling: Telling, entries: readonly TimelineEntry[]): string {
  const { timeline, url, ref, drill } = telling.incident;
  const left = timeline.length - entries.length;
  const title = paragraph(
    drill ? phrasing(strong('Drill.'), ' ') : '',
    strong('Timeline'),
    ' of ',
    link(url, `#${String(ref.number)}`),
    timeline.length === 1 ? ', one entry' : `, ${String(timeline.length)} entries`,
    left === 0 ? '.' : `. ${String(left)} do not fit here and stand above, in the comments.`,
  );
  return markdownOf([title, bullets(entries.map((entry) => timelineLine(entry, telling)))]);
}
