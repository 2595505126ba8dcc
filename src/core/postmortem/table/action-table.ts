/**
 * The table of action items, row by row: rows of the app follow the issues that they show, rows of people
 * stay as they wrote them and become issues.
 */
import type { ItemKind } from '../../command/command.ts';
import { formatIssue, sameIssue, type IssueRef } from '../../ids.ts';
import { LONGEST_DOCUMENT, readDocument } from '../../markdown/read.ts';
import type { Instant } from '../../time.ts';
import { mergedTable, newTable } from './merge-table.ts';
import { actionTablesIn, type ActionTable } from './read-tables.ts';
import { parseDocument, type ParsedDocument } from '../regions/regions.ts';
import { rewordedRows, withReworded } from './reworded-rows.ts';
import { dueIn, ownerIn } from './row-words.ts';
import { entriesOf, type TableEntry } from './entries.ts';
import type { Telling } from '../telling.ts';

/**
 * The text of the region with its table brought up to date; `current` is what stands there, null where
 * nothing does. Untouched rows of the app follow their issues, or go with them; a row that somebody wrote
 * or changed stays, and gets the name of its issue once it has one; items without a row are appended.
 * Every other byte stays, and merging twice changes nothing more.
 */
export function actionTable(current: string | null, telling: Telling): string {
  const text = current ?? '';
  if (text.length > LONGEST_DOCUMENT) return text;
  const next = merged(text, telling);
  // What would not be read again as it was written is not written.
  return next === text || merged(next, telling) === next ? next : text;
}

function merged(text: string, telling: Telling): string {
  const tables = actionTablesIn(readDocument(text), { text, strict: false });
  if (tables.length === 0) return newTable(text, telling);
  return mergedTable(text, tables, withReworded(entriesOf(tables, telling), telling));
}

/** A row of the table as a person means it. */
export interface Row {
  /** Names the row by what is to be done: the same when it moves and when its issue is named in it. */
  readonly key: string;
  readonly title: string;
  readonly kind: ItemKind;
  /** A login. */
  readonly owner: string | null;
  /** Exclusive. */
  readonly due: Instant | null;
  /** The issue that it names as its own. */
  readonly link: IssueRef | null;
  /**
   * The app wrote it, or its issue into it, and nobody changed it since: that issue was an item, and who
   * took it off the incident is not contradicted. A copy with another issue in it is a person's.
   */
  readonly byApp: boolean;
  /** From 1. */
  readonly line: number;
  /** What could not be read: the row counts without it. */
  readonly problems: readonly RowProblem[];
}

export interface RowProblem {
  readonly column: 'owner' | 'due';
  readonly problem: string;
}

/**
 * All rows of a document that say what is to be done, in its order; spans (`in 5 days`) are counted from
 * `saidAt`. Where the document has no region for them, its tables of actions with owners or terms count.
 */
export function rowsOf(document: string, telling: Telling, saidAt: Instant): readonly Row[] {
  return entriesIn(parseDocument(document), telling).flatMap((entry) =>
    entry.isRestricted || (entry.title === '' && entry.issue === null)
      ? []
      : [rowOf(entry, telling, saidAt)],
  );
}

/** Those that have no issue yet, in whatever words, and those that name one that is no item yet. */
export function rowsToMake(rows: readonly Row[], telling: Telling): readonly Row[] {
  const { incident, madeOfRows } = telling;
  const reworded = rewordedRows(
    rows.map((row) => ({ ...row, issue: row.link })),
    telling,
  );
  return rows.filter(({ key, link, byApp }) => {
    if (link === null) return !madeOfRows.has(key) && !reworded.has(key);
    return !byApp && !incident.actionItems.some(({ ref }) => sameIssue(ref, link));
  });
}

/** Every row of a document's action tables, also blank ones. */
export function entriesIn(document: ParsedDocument, telling: Telling): readonly TableEntry[] {
  return entriesOf(tablesIn(document), telling);
}

/** The lines of these rows: their cells are read as cells, and as nothing else. */
export function rowLines(document: ParsedDocument): ReadonlySet<number> {
  return new Set(tablesIn(document).flatMap(({ rows }) => rows.map(({ line }) => line)));
}

function tablesIn({ source: text, tree, found }: ParsedDocument): readonly ActionTable[] {
  const regions = found.regions.filter(({ name }) => name === 'action-items');
  if (regions.length === 0) return actionTablesIn(tree, { text, strict: true });
  return actionTablesIn(tree, { text, strict: false }).filter(({ start }) =>
    regions.some(({ from, to }) => start >= from && start < to),
  );
}

function rowOf(entry: TableEntry, telling: Telling, saidAt: Instant): Row {
  const { cells, issue, title } = entry;
  const owner = ownerIn(cells.owner, telling);
  const due = dueIn(cells.due, telling, saidAt);
  return {
    key: entry.key,
    title: title === '' && issue !== null ? formatIssue(issue) : title,
    kind: entry.kind ?? 'prevent',
    owner: owner.value,
    due: due.value,
    link: issue,
    byApp: entry.following !== null,
    line: entry.row.line,
    problems: [...problemOf('owner', owner.problem), ...problemOf('due', due.problem)],
  };
}

function problemOf(column: RowProblem['column'], problem: string | null): readonly RowProblem[] {
  return problem === null ? [] : [{ column, problem }];
}
