import { ownComments } from '../incident/own-comments.ts';
import type { IncidentFacts } from '../incident/facts.ts';
import type { RemindedEntry } from '../ledger/ledger.ts';
import { instantOf, plus, SECOND } from '../time.ts';
import type { Reminder } from './due.ts';

/** The first line of a reminder: each has its own, so that none is written twice. */
export function reminderMarker({ clock, count }: Pick<Reminder, 'clock' | 'count'>): string {
  return `${PREFIX}${clock.id} ${String(clock.due)} ${String(count)} -->`;
}

const PREFIX = '<!-- norepeat:reminder ';
const MARKER = /^<!-- norepeat:reminder (.+) (\d{1,16}) (\d{1,6}) -->/;

/** GitHub dates comments to the second, and the app's idea of its time may be that much ahead. */
const MARGIN = 5 * SECOND;

/**
 * Reminders that are seen in the incident, also those of which the ledger does not know: written just
 * before the program stopped, or before the store was lost.
 */
export function remindersSeen(facts: IncidentFacts): readonly RemindedEntry[] {
  return ownComments(facts, PREFIX).flatMap(({ body, createdAt, editor }) => {
    // Whoever wrote over it may have changed its marker.
    if (editor.kind !== 'self') return [];
    const [, clock, due, count] = MARKER.exec(body) ?? [];
    if (clock === undefined) return [];
    const said = { clock, due: instantOf(Number(due)), count: Number(count) };
    return [{ verdict: 'reminded', ...said, at: plus(createdAt, MARGIN) } as const];
  });
}
