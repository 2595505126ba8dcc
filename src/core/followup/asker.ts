import type { Command } from '../command/command.ts';
import { sameIssue } from '../ids.ts';
import type { ItemEntry, Ledger } from '../ledger/ledger.ts';
import type { Instant } from '../time.ts';

type Action = Extract<Command, { readonly kind: 'action' }>;
type Lies = Pick<ItemEntry, 'ref' | 'was'>;

/** The `/action` for which the app opened an item. */
export interface Asking {
  readonly by: string;
  readonly at: Instant;
  /** Null when the entry does not hold it. */
  readonly command: Action | null;
}

/** Whose `/action` the app opened an item for, also when it was transferred since; null: nobody's. */
export function askerOf(entry: Lies, ledger: Ledger): string | null {
  return askingOf(entry, ledger)?.by ?? null;
}

export function askingOf(entry: Lies, ledger: Ledger): Asking | null {
  const made = ledger.find((one) => one.verdict === 'made' && sameIssue(one.item, entry.ref));
  if (made?.verdict === 'made') {
    const { comment, index } = made.asked;
    const asked = ledger.find((one) => one.verdict === 'accepted' && one.comment === comment);
    if (asked?.verdict !== 'accepted') return null;
    const command = asked.commands[index];
    return {
      by: asked.by,
      at: asked.at,
      command: command?.kind === 'action' ? command : null,
    };
  }
  const before = beforeTransfer(entry, ledger);
  return before === undefined
    ? null
    : askingOf(
        before,
        ledger.filter((one) => one !== before),
      );
}

/** The entry of the same item where it lay before. */
function beforeTransfer({ was }: Lies, ledger: Ledger): ItemEntry | undefined {
  return ledger.find(
    (one): one is ItemEntry => one.verdict === 'item' && was !== undefined && one.nodeId === was,
  );
}
