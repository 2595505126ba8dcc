/** Who moved the incident on, and with which words: taken from its timeline. */
import { phrasing, type Words } from '../../markdown/build.ts';
import type { Telling } from '../../postmortem/telling.ts';
import type { Instant } from '../../time.ts';
import { afterBeginning, atTime } from './times.ts';
import { personName, quoted } from './words.ts';
import type { Incident } from '../../incident/incident.ts';
import type { TimelineEntry } from '../../timeline/entry.ts';
import { ENTRY } from '../timeline-entries.ts';

export interface Said {
  readonly by: string | null;
  /** Null where nobody said more than that. */
  readonly text: string | null;
}

const NOBODY: Said = { by: null, text: null };

/** Who said that it is mitigated or resolved, the last time that counts, and what helped. */
export function saidOf(incident: Incident, what: 'mitigated' | 'resolved'): Said {
  const entry = incident.timeline.findLast(({ kind }) => kind === what);
  if (entry === undefined) return NOBODY;
  const before = `${ENTRY[what](null)}: `;
  const text = entry.text.startsWith(before) ? entry.text.slice(before.length) : null;
  return { by: entry.by, text };
}

/** Who acknowledged it first; null where nobody did. */
export function acknowledgedBy({ timeline }: Incident): string | null {
  return timeline.find(({ kind }) => kind === 'acknowledged')?.by ?? null;
}

/** Each time somebody found that it was not over. */
export function reopenings({ timeline }: Incident): readonly TimelineEntry[] {
  return timeline.filter(({ kind, text }) => kind === 'reopened' && text !== ENTRY.unacknowledged);
}

/** `The damage was stopped at 14:44 UTC, 46 min after it began, as bob said: “Rolled back”.` */
export function saidWords(
  what: string,
  at: Instant,
  { said: { by, text }, telling }: { readonly said: Said; readonly telling: Telling },
): Words {
  const after = afterBeginning(at, telling);
  const who = by === null ? '' : `, as ${personName(by)} said`;
  const when = `${what} ${atTime(at, telling)}${after === null ? '' : `, ${after}`}${who}`;
  return text === null ? `${when}.` : phrasing(`${when}: `, quoted(text));
}
