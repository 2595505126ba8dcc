import type { Command } from '../command/command.ts';
import { sameIssue } from '../ids.ts';
import type { ItemEntry, Ledger, MadeEntry, RowEntry } from '../ledger/ledger.ts';
import type { Instant } from '../time.ts';

type Action = Extract<Command, { readonly kind: 'action' }>;
type Lies = Pick<ItemEntry, 'ref' | 'was'>;

/** The `/action`, or the row of the postmortem, for which the app opened an item. */
export interface Asking {
  readonly by: string;
  readonly at: Instant;
  /** Null when the entry does not hold it. */
  readonly command: Action | null;
}

/** Whose `/action` or row the app opened an item for, also when it was transferred since; null: nobody's. */
export function askerOf(entry: Lies, ledger: Ledger): string | null {
  return askingOf(entry, ledger)?.by ?? null;
}

export function askingOf(entry: Lies, ledger: Ledger): Asking | null {
  const made = ledger.find((one) => one.verdict === 'made' && sameIssue(one.item, entry.ref));
  if (made?.verdict === 'made') return askingBehind(made, ledger);
  const before = beforeTransfer(entry, ledger);
  return before === undefined
    ? null
    : askingOf(
        before,
        ledger.filter((one) => one !== before),
      );
}

function askingBehind({ asked }: MadeEntry, ledger: Ledger): Asking | null {
  if ('row' in asked) {
    const row = ledger.find((one) => one.verdict === 'row' && one.row === asked.row);
    return row?.verdict === 'row' ? { by: row.by, at: row.at, command: actionOfRow(row) } : null;
  }
  const said = ledger.find((one) => one.verdict === 'accepted' && one.comment === asked.comment);
  if (said?.verdict !== 'accepted') return null;
  const command = said.commands[asked.index];
  return { by: said.by, at: said.at, command: command?.kind === 'action' ? command : null };
}

/** A row as the `/action` that would have said the same. */
export function actionOfRow({ item, title, owner, due }: RowEntry): Action {
  return { kind: 'action', item, title, owner, due, repo: null, team: null };
}

/** The entry of the same item where it lay before. */
function beforeTransfer({ was }: Lies, ledger: Ledger): ItemEntry | undefined {
  return ledger.find(
    (one): one is ItemEntry => one.verdict === 'item' && was !== undefined && one.nodeId === was,
  );
}
