import type { ItemKind } from '../../command/command.ts';
import type { IssueRef } from '../../ids.ts';
import { fingerprint } from '../../ledger/fingerprint.ts';
import { isRestrictedRow } from '../../messages/postmortem/action-items.ts';
import { issueInCell } from './issue-in-cell.ts';
import { followingOf, withoutMarker, type Cells, type Following } from './item-marker.ts';
import { cellIn, type ActionTable, type TableRow } from './read-tables.ts';
import { actionWords } from './row-words.ts';
import type { Telling } from '../telling.ts';

/** A row of an action table, understood. */
export interface TableEntry {
  readonly table: ActionTable;
  readonly row: TableRow;
  readonly cells: Cells;
  /** Nothing stands in any of its cells. */
  readonly isBlank: boolean;
  /** It carries the app's marker; `following` null with it: somebody changed the row since. */
  readonly isMarked: boolean;
  readonly following: Following | null;
  /** It stands for items that not everybody may know of. */
  readonly isRestricted: boolean;
  /** The issue that the action names as its own. */
  readonly issue: IssueRef | null;
  readonly kind: ItemKind | null;
  /** What is to be done, as plain text; empty where that is not said. */
  readonly title: string;
  /**
   * Names the row by what is to be done, and among rows that say the same by their order, so that it stays
   * the same row when it moves, when others come, and when its issue is named in it.
   */
  readonly key: string;
}

/** All rows of these tables, in the order of the document. */
export function entriesOf(tables: readonly ActionTable[], telling: Telling): readonly TableEntry[] {
  const entries = tables.flatMap((table) =>
    table.rows.map((row) => understood(row, table, telling)),
  );
  return withKeys(entries);
}

type Keyless = Omit<TableEntry, 'key'>;

function understood(row: TableRow, table: ActionTable, telling: Telling): Keyless {
  const [action, owner, due, status] = (['action', 'owner', 'due', 'status'] as const).map(
    (column) => withoutMarker(cellIn(row, column, table)),
  );
  const cells: Cells = {
    action: action?.text ?? '',
    owner: owner?.text ?? '',
    due: due?.text ?? '',
    status: status?.text ?? '',
  };
  const hash = status?.hash ?? action?.hash ?? null;
  const following = hash === null ? null : followingOf(hash, cells);
  const { issue, words } = issueInCell(cells.action, telling.incident);
  const isRestricted = following === 'restricted' || (hash !== null && isRestrictedRow(words));
  return {
    table,
    row,
    cells,
    isBlank: row.cells.every((cell) => cell === ''),
    isMarked: hash !== null,
    following,
    isRestricted,
    issue,
    ...actionWords(words),
  };
}

/** Rows that have their issue already come first, so that another one of the same words is another row. */
function withKeys(entries: readonly Keyless[]): readonly TableEntry[] {
  const seen = new Map<string, number>();
  const keys = new Map<Keyless, string>();
  const people = entries.filter(({ following }) => following === null || following === 'others');
  const inOrder = [
    ...people.filter(({ issue }) => issue !== null),
    ...people.filter(({ issue }) => issue === null),
  ];
  for (const entry of inOrder) {
    const name = fingerprint(entry.title.toLowerCase().replace(/\s+/g, ' '));
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    keys.set(entry, before === 0 ? name : `${name}-${String(before + 1)}`);
  }
  return entries.map((entry) => ({ ...entry, key: keys.get(entry) ?? '' }));
}
