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
  const taken = askings.map(({ asked, at }): RowsEntry => ({ verdict: 'rows-taken', asked, at }));
  return [...newRows(input, first), ...taken];
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

/** GitHub takes no more items below an incident; a table that somebody pasted is not a thousand issues. */
const MOST_ROWS = 100;

function newRows({ telling, facts, ledger }: PostmortemInput, asking: Asking): readonly RowEntry[] {
  if (facts.document === null) return [];
  const known = new Set(ledger.flatMap((entry) => (entry.verdict === 'row' ? [entry.row] : [])));
  const rows = rowsOf(facts.document.text, telling, asking.at);
  return rowsToMake(rows, telling)
    .filter(({ key }) => !known.has(key))
    .slice(0, Math.max(0, MOST_ROWS - known.size))
    .map((row, place) => entryOf(row, { ...asking, place }));
}

function entryOf(
  { key, title, kind, owner, due, link }: Row,
  { by, at, place }: Asking & { readonly place: number },
): RowEntry {
  return { verdict: 'row', row: key, place, title, item: kind, owner, due, link, by, at };
}
