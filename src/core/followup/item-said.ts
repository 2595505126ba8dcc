import type { SubIssueFacts } from '../incident/facts.ts';
import type { ItemSaying, Ledger, OnItemEntry } from '../ledger/ledger.ts';
import type { Instant } from '../time.ts';

type Saying<K extends ItemSaying['kind']> = OnItemEntry & {
  readonly said: ItemSaying & { readonly kind: K };
};

/** So many of an item's closings and reopenings are read, the latest. */
export const MOST_STATE_EVENTS = 10;

/** What was accepted of this item, oldest first, also from where it lay before it was transferred. */
export function saidOf(nodeId: string, ledger: Ledger): readonly OnItemEntry[] {
  const ids = new Set([nodeId]);
  // Each transfer is known by the entry that names the id before it.
  for (let grown = true; grown;) {
    grown = false;
    for (const entry of ledger) {
      if (entry.verdict !== 'item' || entry.was === undefined) continue;
      if (!ids.has(entry.nodeId) || ids.has(entry.was)) continue;
      ids.add(entry.was);
      grown = true;
    }
  }
  return ledger.filter(
    (entry): entry is OnItemEntry => entry.verdict === 'on-item' && ids.has(entry.nodeId),
  );
}

/** The latest word of a kind; the ledger's order decides between two of one second. */
export function latestSaid<K extends ItemSaying['kind']>(
  said: readonly OnItemEntry[],
  kind: K,
): Saying<K> | null {
  return said.findLast((entry): entry is Saying<K> => entry.said.kind === kind) ?? null;
}

/**
 * Whether a person reopened the item at this moment or later, or may have, because GitHub does not show
 * everything that happened since: what was said of it before then no longer stands. The app's own reopening
 * contradicts nobody.
 */
export function reopenedSince(
  { stateEvents }: Pick<SubIssueFacts, 'stateEvents'>,
  at: Instant,
): boolean {
  const [oldest] = stateEvents;
  const isCut = stateEvents.length >= MOST_STATE_EVENTS && oldest !== undefined && oldest.at > at;
  return (
    isCut ||
    stateEvents.some(
      (event) => event.change === 'reopened' && event.by.kind === 'person' && event.at >= at,
    )
  );
}
