import type { FollowUpItem } from '../../followup/follow-up-item.ts';
import { sameIssue, sameRepo, type IssueRef } from '../../ids.ts';
import {
  ACTION_HEAD,
  issueLink,
  itemCells,
  restrictedCells,
} from '../../messages/postmortem/action-items.ts';
import { itemMarkerOf, type Cells, type Following } from './item-marker.ts';
import { lineEnd, lineStart, type ActionTable, type Column, type TableRow } from './read-tables.ts';
import { cellWords, dueIn, ownerIn, saysNothing } from './row-words.ts';
import { spliced, type Edit } from '../splice.ts';
import { entriesOf, type TableEntry } from './entries.ts';
import type { Telling } from '../telling.ts';

/** A text without a table, and one below it: with a row for each item. Where there is neither text nor item, its head alone. */
export function newTable(text: string, telling: Telling): string {
  const rows = rowsForNew([], telling);
  const isBlank = text.trim() === '';
  if (rows.length === 0 && !isBlank) return text;
  const head = [line(ACTION_HEAD), line(ACTION_HEAD.map(() => '---'))];
  const cells = rows.map(({ cells: one, following }) => {
    const status = `${one.status} ${itemMarkerOf(one, following)}`;
    return line([one.action, one.owner, one.due, status]);
  });
  const newline = newlineOf(text);
  const table = [...head, ...cells].join(newline);
  if (isBlank) return table;
  const kept = text.trimEnd();
  return `${kept}${newline}${newline}${table}${text.slice(kept.length)}`;
}

/** A text with its tables brought up to date. New rows go to the end of the first, before rows that wait blank. */
export function mergedTable(
  text: string,
  tables: readonly ActionTable[],
  telling: Telling,
): string {
  const entries = entriesOf(tables, telling);
  const changes = entries.map((entry) => ({ entry, change: changeOf(entry, telling) }));
  const gone = changes.filter(({ change }) => change === 'gone').map(({ entry }) => entry);
  const edits = changes.flatMap(({ entry, change }) => editOf(entry, change, text));
  const added = rowsForNew(entries, telling);
  const [first] = tables;
  if (first === undefined || added.length === 0) return spliced(text, edits);
  const last = entries.findLast(
    (entry) => entry.table === first && !entry.isBlank && !gone.includes(entry),
  );
  const at = last === undefined ? first.headEnd : lineEnd(text, last.row.end);
  const lines = added.map(
    (row) => `${newlineOf(text)}${first.indent}${line(cellsOf(row, [], first))}`,
  );
  return spliced(text, [{ from: at, to: at, text: lines.join('') }, ...edits]);
}

interface NewRow {
  readonly cells: Cells;
  readonly following: Following;
}

/** What becomes of a row: nothing, it goes with its item, or it says something else. */
type Change = 'none' | 'gone' | { readonly cells: Cells; readonly following: Following | null };

function rowsForNew(entries: readonly TableEntry[], telling: Telling): readonly NewRow[] {
  const named = entries.flatMap(({ issue, key }) => issue ?? telling.madeOfRows.get(key) ?? []);
  const shown = shownItems(telling).filter(
    ({ item }) => !named.some((issue) => sameIssue(issue, item.ref)),
  );
  const hidden = hiddenItems(telling);
  const stands = hidden.length === 0 || entries.some(({ isRestricted }) => isRestricted);
  return [
    ...shown.map((item): NewRow => ({ cells: itemCells(item, telling), following: 'all' })),
    ...(stands ? [] : [{ cells: restrictedCells(hidden), following: 'restricted' } as const]),
  ];
}

function changeOf(entry: TableEntry, telling: Telling): Change {
  const { isMarked, following, issue, isRestricted } = entry;
  if (isRestricted) return restrictedChange(entry, telling);
  if (isMarked && following === null && issue !== null) return 'none';
  const item = issue === null ? undefined : itemOf(issue, telling);
  if (following === 'all') {
    return item === undefined ? leaving(entry) : { cells: itemCells(item, telling), following };
  }
  if (following === 'others') {
    if (item === undefined) return 'none';
    return { cells: { ...itemCells(item, telling), action: entry.cells.action }, following };
  }
  return peopleChange(entry, telling);
}

function restrictedChange(entry: TableEntry, telling: Telling): Change {
  const { following } = entry;
  if (following === null) return 'none';
  const hidden = hiddenItems(telling);
  return hidden.length === 0 ? leaving(entry) : { cells: restrictedCells(hidden), following };
}

/** A row goes with its item, unless somebody wrote into a column that a team added. */
function leaving({ row, table }: TableEntry): Change {
  const own = new Set(table.columns.values());
  return row.cells.every((cell, at) => cell === '' || own.has(at)) ? 'gone' : 'none';
}

/** A person's row whose issue is there: it is named, and the row follows it, unless the person said other things of it. */
function peopleChange(entry: TableEntry, telling: Telling): Change {
  const { cells, key } = entry;
  const issue = entry.issue ?? telling.madeOfRows.get(key);
  if (issue === undefined || (entry.issue === null && !mayBeNamed(issue, telling))) return 'none';
  const name = entry.issue === null ? ` ${issueLink(issue, telling)}` : '';
  const named: Cells = { ...cells, action: `${cells.action}${name}`.trim() };
  const item = itemOf(issue, telling);
  const follows = item !== undefined && agrees(cells, item, telling);
  if (follows) {
    return { cells: { ...itemCells(item, telling), action: named.action }, following: 'others' };
  }
  return name === '' ? 'none' : { cells: named, following: null };
}

/** What the person wrote into the other cells is what the issue says, or nothing. */
function agrees(cells: Cells, { owners }: FollowUpItem, telling: Telling): boolean {
  const owner = ownerIn(cells.owner, telling);
  const due = dueIn(cells.due, telling, telling.incident.clocks.declaredAt);
  const status = cellWords(cells.status);
  const isOwner =
    owner.value === null || owners.some((one) => one.toLowerCase() === owner.value?.toLowerCase());
  const others = [cells.owner, cells.due, cells.status];
  return (
    isOwner &&
    others.every(showsAll) &&
    owner.problem === null &&
    due.problem === null &&
    (saysNothing(status) || NOT_BEGUN.test(status))
  );
}

/** Nothing of the person's is hidden from readers, as in a comment: it would be lost unread. */
function showsAll(cell: string): boolean {
  return !cell.includes('<!') && (!cell.includes('<') || saysNothing(cell));
}

const NOT_BEGUN = /^(?:open|new|planned|not started)$/i;

function editOf({ table, row }: TableEntry, change: Change, text: string): readonly Edit[] {
  if (change === 'none') return [];
  if (change === 'gone') {
    const from = lineEnd(text, previousLine(text, row));
    return [{ from, to: lineEnd(text, row.end), text: '' }];
  }
  const next = cellsOf(change, row.cells, table);
  if (next.every((cell, at) => cell === (row.cells[at] ?? ''))) return [];
  return [{ from: row.start, to: row.end, text: line(next) }];
}

function previousLine(text: string, row: TableRow): number {
  const start = lineStart(text, row.start);
  return lineStart(text, text.slice(0, start).endsWith('\r\n') ? start - 2 : start - 1);
}

/** The marker stands in the last of the columns that every table has: Status, else Action. */
function cellsOf(
  { cells, following }: Exclude<Change, string>,
  before: readonly string[],
  { columns, width }: ActionTable,
): readonly string[] {
  const next = Array.from({ length: Math.max(width, before.length) }, (_, at) => before[at] ?? '');
  // A column that the table has not says nothing, and is not remembered either.
  const shown = shownIn(cells, columns);
  for (const [column, at] of columns) next[at] = shown[column];
  const at = columns.get('status') ?? columns.get('action') ?? 0;
  const marker = following === null ? '' : ` ${itemMarkerOf(shown, following)}`;
  next[at] = `${next[at] ?? ''}${marker}`.trim();
  return next;
}

function shownIn(cells: Cells, columns: ActionTable['columns']): Cells {
  const shown = (column: Column): string => (columns.has(column) ? cells[column] : '');
  return {
    action: shown('action'),
    owner: shown('owner'),
    due: shown('due'),
    status: shown('status'),
  };
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function newlineOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

function itemOf(issue: IssueRef, telling: Telling): FollowUpItem | undefined {
  return shownItems(telling).find(({ item }) => sameIssue(item.ref, issue));
}

/** An issue elsewhere is named once it is known that everybody who reads the incident may read it. */
function mayBeNamed(issue: IssueRef, { incident }: Telling): boolean {
  const item = incident.actionItems.find(({ ref }) => sameIssue(ref, issue));
  if (item === undefined) return sameRepo(issue.repo, incident.ref.repo);
  return !item.restricted || incident.restricted;
}

function shownItems({ incident }: Telling): readonly FollowUpItem[] {
  return incident.items.filter(({ item }) => !item.restricted || incident.restricted);
}

function hiddenItems({ incident }: Telling): readonly FollowUpItem[] {
  return incident.items.filter(({ item }) => item.restricted && !incident.restricted);
}
