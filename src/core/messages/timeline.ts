import type { RootContent } from 'mdast';
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

/** Far below what GitHub takes, so that everything else finds room beside it. */
const LONGEST_REPLY = 50_000;

/**
 * The whole timeline. When it does not fit into a comment, first its lines are cut shorter, then the
 * oldest that are no key events are left out, and it says how many.
 */
export function timelineReply(incident: Incident, policy: Policy): string {
  const entries = incident.timeline;
  if (entries.length === 0) return markdownOf([paragraph('Nothing has happened yet.')]);
  for (const longest of [280, 120, 80]) {
    const whole = reply(incident, policy, { entries, longest });
    if (whole.length <= LONGEST_REPLY) return whole;
  }
  let kept = entries.length;
  let shown = '';
  do {
    kept = Math.floor(kept * 0.8);
    shown = reply(incident, policy, { entries: mostTelling(entries, kept), longest: 80 });
  } while (shown.length > LONGEST_REPLY && kept > 0);
  return shown;
}

/** One line of the timeline: when, who, what. */
export function timelineLine(
  entry: TimelineEntry,
  { incident, policy, longest }: { incident: Incident; policy: Policy; longest: number },
): Words {
  const when = clockWords(entry.at, incident.clocks.declaredAt, policy.timeZone);
  return phrasing(
    strong(entry.url === null ? when : safeLink(entry.url, when)),
    ' ',
    entry.by === null ? '' : phrasing(safeString(entry.by, 100), ': '),
    safe(entry.text, longest),
  );
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

function reply(
  incident: Incident,
  policy: Policy,
  { entries, longest }: { entries: readonly TimelineEntry[]; longest: number },
): string {
  const total = incident.timeline.length;
  const left = total - entries.length;
  const title = paragraph(
    strong('Timeline of '),
    link(incident.url, `#${String(incident.ref.number)}`),
    `, ${total === 1 ? 'one entry' : `${String(total)} entries`}`,
    left === 0 ? '.' : `. ${String(left)} do not fit here and stand above, in the comments.`,
  );
  const blocks: RootContent[] = [
    title,
    bullets(entries.map((entry) => timelineLine(entry, { incident, policy, longest }))),
  ];
  return markdownOf(blocks);
}
