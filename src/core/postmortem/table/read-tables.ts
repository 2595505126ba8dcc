import type { Nodes, Table, TableCell as CellNode, TableRow as RowNode } from 'mdast';

/** The columns that the app knows, whatever a team calls them and in whichever order they stand. */
export type Column = 'action' | 'owner' | 'due' | 'status';

/** A table of action items, as the text has it. Offsets are into that text. */
export interface ActionTable {
  /** Where each column stands, from 0; absent: the table has none. */
  readonly columns: ReadonlyMap<Column, number>;
  /** How many columns its head has. */
  readonly width: number;
  readonly start: number;
  /** Where the line ends that closes its head. */
  readonly headEnd: number;
  /** What stands before it on its lines: in a quote, in a list. */
  readonly indent: string;
  readonly rows: readonly TableRow[];
}

/** One line below the head. */
export interface TableRow {
  /** From 1. */
  readonly line: number;
  /** The row alone, without what stands before it on its line. */
  readonly start: number;
  readonly end: number;
  /** What stands in each cell, as it is written, without the spaces around it. */
  readonly cells: readonly string[];
}

/** How sure it must be that a table is one of action items. */
interface Reading {
  readonly text: string;
  /** Its head names an owner or a term, too, and the action by a word that means nothing else. */
  readonly strict: boolean;
}

/** The tables below a node of a text whose head names an action. */
export function actionTablesIn(node: Nodes, reading: Reading): readonly ActionTable[] {
  const { text, strict } = reading;
  return tablesBelow(node).flatMap((table): readonly ActionTable[] => {
    const [head, ...rows] = table.children;
    if (head === undefined) return [];
    const columns = columnsOf(head, reading);
    if (!columns.has('action')) return [];
    if (strict && !columns.has('owner') && !columns.has('due')) return [];
    const lead = text.slice(lineStart(text, startOf(head)), startOf(head));
    const indent = lead.replace(/[^\s>]/g, ' ');
    const headEnd = lineEnd(text, nextLine(text, endOf(head)));
    const width = head.children.length;
    return [
      {
        columns,
        width,
        start: startOf(table),
        headEnd,
        indent,
        rows: rows.map((row) => rowOf(row, text)),
      },
    ];
  });
}

/** What stands in a column of a row; empty where the row or the table does not reach so far. */
export function cellIn(row: TableRow, column: Column, { columns }: ActionTable): string {
  const index = columns.get(column);
  return index === undefined ? '' : (row.cells[index] ?? '');
}

/** Where the line of an offset begins. */
export function lineStart(text: string, offset: number): number {
  const before = text.slice(0, offset);
  return Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1;
}

/** Where the line of an offset ends, before its line end. */
export function lineEnd(text: string, offset: number): number {
  const found = text.slice(offset).search(/[\r\n]/);
  return found === -1 ? text.length : offset + found;
}

function nextLine(text: string, offset: number): number {
  const end = lineEnd(text, offset);
  return end + (text.startsWith('\r\n', end) ? 2 : 1);
}

function tablesBelow(node: Nodes): readonly Table[] {
  if (node.type === 'table') return [node];
  return 'children' in node ? node.children.flatMap(tablesBelow) : [];
}

function rowOf(row: RowNode, text: string): TableRow {
  const cells = row.children.map((cell, index) => {
    return cellSource(cell, { text, isLast: index === row.children.length - 1 });
  });
  return { line: row.position?.start.line ?? 1, start: startOf(row), end: endOf(row), cells };
}

/** A cell begins with the pipe before it; the last one also ends with one, unless that is a part of its text. */
function cellSource(
  cell: CellNode,
  { text, isLast }: { readonly text: string; readonly isLast: boolean },
): string {
  const written = text.slice(startOf(cell), endOf(cell)).trim();
  const inside = written.startsWith('|') ? written.slice(1) : written;
  const ends = isLast && /(?<!\\)(?:\\\\)*\|$/.test(inside);
  return (ends ? inside.slice(0, -1) : inside).trim();
}

function columnsOf(head: RowNode, { text, strict }: Reading): ReadonlyMap<Column, number> {
  const names = rowOf(head, text).cells.map(nameOf);
  const found = new Map<Column, number>();
  names.forEach((name, index) => {
    const column = COLUMNS.find(([one, called]) => !found.has(one) && called.test(name))?.[0];
    if (column !== undefined) found.set(column, index);
  });
  const loose = strict ? -1 : names.findIndex((name) => ALSO_ACTION.test(name));
  if (!found.has('action') && loose !== -1) found.set('action', loose);
  return found;
}

function nameOf(cell: string): string {
  return cell
    .replace(/[*_`~:]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}

const COLUMNS: readonly (readonly [Column, RegExp])[] = [
  [
    'action',
    /^(?:(?:corrective |prevent(?:at)?ive |remedial |mitigating |follow-?up )?actions?(?: points?| items?| required| to take)?|tasks?|to-?do|follow-?ups?(?: items?)?|remediations?(?: items?)?|work items?)$/,
  ],
  ['owner', /^(?:owners?|assignees?|assigned to|responsible|dri|who|by whom)$/],
  ['due', /^(?:due(?: (?:date|by|on))?|deadline|by when|when|target(?: date)?|eta|until|term)$/],
  ['status', /^(?:status|state|progress)$/],
];

/** Words for an action that mean other things in other tables. */
const ALSO_ACTION = /^(?:what|items?|description|title|issue|measures?|improvements?|next steps?)$/;

function startOf(node: Nodes): number {
  return node.position?.start.offset ?? 0;
}

function endOf(node: Nodes): number {
  return node.position?.end.offset ?? 0;
}
