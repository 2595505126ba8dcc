/**
 * Don't-repeat items: which count, and how each stands. The ledger says which were counted and stay so;
 * the facts say what became of them. What a team owes is made of this in `owed.ts`.
 */
import { formatRepo, sameIssue, type IssueRef } from '../ids.ts';
import type { IncidentFacts, SubIssueFacts } from '../incident/facts.ts';
import type { ActEntry, ItemEntry, Ledger } from '../ledger/ledger.ts';
import { askerOf } from './asker.ts';
import { evidenceOf, type Evidence } from './evidence.ts';
import { itemEntries } from './item-acts.ts';
import { saidOf } from './item-said.ts';
import { carries, DONT_REPEAT_LABEL, makesDontRepeat } from './item-labels.ts';

/** An item that was counted, and that no approver let go since. */
export interface CountedItem {
  readonly entry: ItemEntry;
  /** As GitHub shows it now; null when it is deleted or out of the app's sight. */
  readonly item: SubIssueFacts | null;
  /** It is among the incident's sub-issues. */
  readonly linked: boolean;
  readonly standing: Standing;
}

export type Standing =
  | Evidence
  /** Deleted, or no longer among the incident's items without an approver's word. */
  | { readonly is: 'taken-away' };

type Seen = Pick<IncidentFacts, 'subIssues' | 'detached'>;

/**
 * Every counted item, in the ledger's order. What is done with evidence is done wherever it lies; whatever
 * else became of an item that is not below the incident any more, it is owed.
 */
export function countedItems(facts: Seen, ledger: Ledger): readonly CountedItem[] {
  return itemEntries(ledger)
    .filter((entry) => !isReleased(entry, facts, ledger))
    .map((entry) => {
      const linked = facts.subIssues.find(({ nodeId }) => nodeId === entry.nodeId);
      const item = linked ?? facts.detached.find(({ nodeId }) => nodeId === entry.nodeId) ?? null;
      return {
        entry,
        item,
        linked: linked !== undefined,
        standing: standingOf(entry, { item, linked: linked !== undefined, ledger }),
      };
    });
}

function standingOf(
  entry: ItemEntry,
  as: Pick<CountedItem, 'item' | 'linked'> & { readonly ledger: Ledger },
): Standing {
  const { item, linked, ledger } = as;
  if (item === null) return { is: 'taken-away' };
  const evidence = evidenceOf(item, {
    becameItem: entry.at,
    askedBy: askerOf(entry, ledger),
    said: saidOf(entry.nodeId, ledger),
  });
  return linked || evidence.is === 'done' ? evidence : { is: 'taken-away' };
}

/**
 * The latest word on an item stands: an act that counted lets it go, one that did not leaves it counted.
 * Whoever makes it a don't-repeat item again afterwards takes it up again.
 */
export function isReleased(entry: ItemEntry, { subIssues }: Seen, ledger: Ledger): boolean {
  const latest = latestAct(entry, ledger);
  if (latest?.verdict !== 'counted') return false;
  const item = subIssues.find(({ nodeId }) => nodeId === entry.nodeId);
  if (item === undefined) return true;
  if (carries(item.labels, DONT_REPEAT_LABEL)) return false;
  return !item.labelEvents.some(
    ({ at, by, change, label }) =>
      change === 'labeled' && at > latest.at && by.kind !== 'self' && makesDontRepeat(label),
  );
}

function latestAct(entry: ItemEntry, ledger: Ledger): ActEntry | undefined {
  return ledger.findLast(
    (one): one is ActEntry =>
      'act' in one && 'item' in one.act && one.at >= entry.at && sameIssue(one.act.item, entry.ref),
  );
}

/** Counted items that can be read nowhere: deleted, or transferred, which their old number tells. */
export function missingItems(facts: Seen, ledger: Ledger): readonly ItemEntry[] {
  return countedItems(facts, ledger).flatMap(({ entry, item }) => (item === null ? [entry] : []));
}

/** The entry of an item that was transferred: the same one, counted for the same teams. */
export function transferred(
  entry: ItemEntry,
  to: { readonly ref: IssueRef; readonly nodeId: string },
): ItemEntry {
  const url = entry.url.replace(
    /\/[^/]+\/[^/]+\/issues\/\d+$/,
    `/${formatRepo(to.ref.repo)}/issues/${String(to.ref.number)}`,
  );
  return { ...entry, nodeId: to.nodeId, ref: to.ref, url, was: entry.nodeId };
}
