import { ownComments } from '../incident/own-comments.ts';
import type { IncidentFacts } from '../incident/facts.ts';
import type { RemindedEntry } from '../ledger/ledger.ts';
import { instantOf, plus, SECOND } from '../time.ts';
import type { Reminder } from './due.ts';

/** One line for each reminder, before anything else in its comment: so none is written twice. */
export function reminderMarker({ clock, count }: Pick<Reminder, 'clock' | 'count'>): string {
  return `${PREFIX}${clock.id} ${String(clock.due)} ${String(count)} -->`;
}

const PREFIX = '<!-- norepeat:reminder ';
const MARKER = /^<!-- norepeat:reminder (.+) (\d{1,16}) (\d{1,6}) -->\r?$/;

/** GitHub dates comments to the second, and the app's idea of its time may be that much ahead. */
const MARGIN = 5 * SECOND;

/**
 * Reminders that are seen in the incident, also those of which the ledger does not know: written just
 * before the program stopped, or before the store was lost. One comment may tell of several.
 */
export function remindersSeen(facts: IncidentFacts): readonly RemindedEntry[] {
  return ownComments(facts, PREFIX).flatMap(({ body, createdAt, editor }) => {
    // Whoever wrote over it may have changed its markers.
    if (editor.kind !== 'self') return [];
    const at = plus(createdAt, MARGIN);
    return markersOf(body).map((said) => ({ verdict: 'reminded', ...said, at }));
  });
}

/** Those before the first line that is none: what is written below them is no marker. */
function markersOf(body: string): readonly Pick<RemindedEntry, 'clock' | 'due' | 'count'>[] {
  const lines = body.split('\n').map((line) => MARKER.exec(line));
  const end = lines.indexOf(null);
  return lines.slice(0, end === -1 ? undefined : end).flatMap((found) => {
    const [, clock, due, count] = found ?? [];
    if (clock === undefined) return [];
    return [{ clock, due: instantOf(Number(due)), count: Number(count) }];
  });
}
