import { sameIssue } from '../ids.ts';
import type { ItemEntry, Ledger } from '../ledger/ledger.ts';

/** Whose `/action` the app opened an item for, also when it was transferred since; null: nobody's. */
export function askerOf(entry: ItemEntry, ledger: Ledger): string | null {
  const made = ledger.find((one) => one.verdict === 'made' && sameIssue(one.item, entry.ref));
  if (made?.verdict === 'made') {
    const { comment } = made.asked;
    const asked = ledger.find((one) => one.verdict === 'accepted' && one.comment === comment);
    return asked?.verdict === 'accepted' ? asked.by : null;
  }
  const before = beforeTransfer(entry, ledger);
  return before === undefined
    ? null
    : askerOf(
        before,
        ledger.filter((one) => one !== before),
      );
}

/** The entry of the same item where it lay before. */
function beforeTransfer({ was }: ItemEntry, ledger: Ledger): ItemEntry | undefined {
  return ledger.find(
    (one): one is ItemEntry => one.verdict === 'item' && was !== undefined && one.nodeId === was,
  );
}
