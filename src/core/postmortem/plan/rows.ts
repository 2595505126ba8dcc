import { itemsToMake } from '../../followup/make-items.ts';
import { MOST_ITEMS } from '../../followup/plan-item-links.ts';
import type { Ledger, RowEntry, RowsEntry } from '../../ledger/ledger.ts';
import { entryKey } from '../../ledger/merge.ts';
import type { Instant } from '../../time.ts';
import { rowsOf, rowsToMake, type Row } from '../table/action-table.ts';
import type { PostmortemInput } from './plan.ts';

/**
 * The rows of the table that are to be action items, as entries of the incident's ledger, whose job makes
 * them: those of the moment for every `/create-items` that nobody took up yet, and all at the merge. Each
 * row once, and of each asking a note that it was taken up, so that what is added later waits for the next.
 */
export function rowEntries(input: PostmortemInput): Ledger {
  const askings = openAskings(input);
  const [first] = askings;
  if (first === undefined) return [];
  const { fitting, beyond } = rowsByRoom(input, first.at);
  const left = beyond.length === 0 ? {} : { left: beyond.length };
  return [
    ...fitting.map((row, place) => entryOf(row, { ...first, place })),
    ...askings.map(({ asked, at }): RowsEntry => ({ verdict: 'rows-taken', asked, at, ...left })),
  ];
}

/**
 * The rows that would be taken at a moment, in the order of the table: those for which there is room below
 * the incident, and those for which GitHub leaves none.
 */
export function rowsByRoom(
  { telling, facts, ledger, record }: PostmortemInput,
  at: Instant,
): { readonly fitting: readonly Row[]; readonly beyond: readonly Row[] } {
  if (facts.document === null) return { fitting: [], beyond: [] };
  const known = new Set(ledger.flatMap((entry) => (entry.verdict === 'row' ? [entry.row] : [])));
  const rows = rowsOf(facts.document.text, telling, at);
  const toTake = rowsToMake(rows, telling).filter(({ key }) => !known.has(key));
  const taken = record.subIssues.length + itemsToMake(ledger).length;
  const room = Math.max(0, MOST_ITEMS - taken);
  return { fitting: toTake.slice(0, room), beyond: toTake.slice(room) };
}

interface Asking {
  /** Database id of the comment; null: the merge of that moment. */
  readonly asked: number | null;
  readonly by: string;
  readonly at: Instant;
}

/** Oldest first. While there is no document yet, a request waits for it. */
function openAskings({ facts, ledger }: PostmortemInput): readonly Asking[] {
  const { pull, document } = facts;
  const taken = new Set(
    ledger.flatMap((entry) => (entry.verdict === 'rows-taken' ? [entryKey(entry)] : [])),
  );
  const said = document === null ? [] : ledger.flatMap(askingIn);
  const merge: readonly Asking[] =
    pull?.state !== 'merged' || pull.merged === null
      ? []
      : [{ asked: null, by: pull.merged.by.login, at: pull.merged.at }];
  return [...said, ...merge].filter(
    ({ asked, at }) => !taken.has(entryKey({ verdict: 'rows-taken', asked, at })),
  );
}

function askingIn(entry: Ledger[number]): readonly Asking[] {
  if (entry.verdict === 'on-pull' && entry.said.kind === 'create-items') {
    return [{ asked: entry.remark, by: entry.by, at: entry.at }];
  }
  if (entry.verdict !== 'accepted') return [];
  const asks = entry.commands.some(({ kind }) => kind === 'create-items');
  return asks ? [{ asked: entry.comment, by: entry.by, at: entry.at }] : [];
}

function entryOf(
  { key, title, kind, owner, due, link }: Row,
  { by, at, place }: Asking & { readonly place: number },
): RowEntry {
  return { verdict: 'row', row: key, place, title, item: kind, owner, due, link, by, at };
}
