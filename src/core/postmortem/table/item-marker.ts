/**
 * The marker with which the app ends a row of the action table: `<!-- norepeat:item 3f2a… -->`. The digits
 * say what the app last wrote there, so that a row that somebody changed since is known for one.
 */
import { fingerprint } from '../../ledger/fingerprint.ts';

const FOLLOWING = ['all', 'others', 'restricted'] as const;

/**
 * What of a row follows: everything; all but the action, which is said in a person's words; or it stands
 * for the items that not everybody may know of.
 */
export type Following = (typeof FOLLOWING)[number];

/** What stands in the four columns, as it is written, without the marker. */
export interface Cells {
  readonly action: string;
  readonly owner: string;
  readonly due: string;
  readonly status: string;
}

export function itemMarkerOf(cells: Cells, following: Following): string {
  return `<!-- norepeat:item ${hashOf(cells, following)} -->`;
}

/** What the app let follow when it wrote the row; null when somebody changed it since. */
export function followingOf(hash: string, cells: Cells): Following | null {
  return FOLLOWING.find((following) => hashOf(cells, following) === hash) ?? null;
}

/** A cell without the marker at its end, and what that marker says. */
export function withoutMarker(cell: string): {
  readonly text: string;
  readonly hash: string | null;
} {
  const match = MARKER.exec(cell);
  if (match === null) return { text: cell, hash: null };
  return { text: cell.slice(0, match.index).trimEnd(), hash: match[1] ?? null };
}

const MARKER = /<!-- norepeat:item ([0-9a-f]{1,64}) -->$/;

/** Spaces count for one, so that a table that somebody laid out anew is no other one. */
function hashOf({ action, owner, due, status }: Cells, following: Following): string {
  const seen = [action, owner, due, status].map((cell) => cell.replace(/\s+/g, ' ').trim());
  return fingerprint([following, ...seen].join(' | '));
}
