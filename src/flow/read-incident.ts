import { itemEntries } from '../core/followup/item-acts.ts';
import { missingItems, transferred } from '../core/followup/items.ts';
import type { IssueRef } from '../core/ids.ts';
import type { IncidentFacts } from '../core/incident/facts.ts';
import type { ItemEntry, Ledger } from '../core/ledger/ledger.ts';
import { mergeLedgers } from '../core/ledger/merge.ts';
import type { Found } from './ports/found.ts';
import type { IncidentAsked, IncidentReader } from './ports/incident-record.ts';
import type { IssueTracker } from './ports/issue-whereabouts.ts';
import type { LedgerKeeper } from './ports/ledger.ts';

/** What GitHub shows of an incident, and what was accepted of it. */
export interface ReadIncident {
  readonly facts: IncidentFacts;
  readonly ledger: Ledger;
}

export interface ReadingDeps {
  readonly reader: IncidentReader;
  readonly ledgers: Pick<LedgerKeeper, 'stored' | 'load'>;
  readonly tracker: IssueTracker;
}

/**
 * One read, with the items that the ledger counted or adopted wherever they are now. Where the store was lost, only
 * the read itself tells what was counted: then items that are no sub-issues any more cost a second one.
 * So does one that was transferred, once, and one that was deleted, for as long as it is owed.
 */
export async function readIncident(
  deps: ReadingDeps,
  issue: IssueRef,
  { index }: Pick<IncidentAsked, 'index'>,
): Promise<Found<ReadIncident>> {
  const asked = idsIn(await deps.ledgers.stored(issue));
  const first = await deps.reader.read(issue, { index, items: asked });
  if (first.kind === 'gone') return first;
  const before = await deps.ledgers.load(first.value.ref, first.value);
  const known = await withItems(
    deps,
    { facts: first.value, ledger: before },
    { index, items: asked },
  );
  if (known.kind === 'gone') return known;
  const moved = await followed(deps, known.value);
  if (moved.length === 0) return known;
  const { facts, ledger } = known.value;
  return withItems(
    deps,
    { facts, ledger: mergeLedgers(ledger, moved) },
    { index, items: idsIn(ledger) },
  );
}

/** Reads again where the ledger has items that the reading was not asked for and does not show. */
async function withItems(
  { reader }: ReadingDeps,
  { facts, ledger }: ReadIncident,
  { index, items: asked }: Required<IncidentAsked>,
): Promise<Found<ReadIncident>> {
  const seen = new Set([...asked, ...facts.subIssues.map(({ nodeId }) => nodeId)]);
  const counted = idsIn(ledger);
  if (counted.every((id) => seen.has(id))) return { kind: 'found', value: { facts, ledger } };
  const again = await reader.read(facts.ref, { index, items: counted });
  return again.kind === 'gone' ? again : { kind: 'found', value: { facts: again.value, ledger } };
}

async function followed(
  { tracker }: ReadingDeps,
  { facts, ledger }: ReadIncident,
): Promise<readonly ItemEntry[]> {
  const found: ItemEntry[] = [];
  for (const entry of missingItems(facts, ledger)) {
    const where = await tracker.whereabouts(entry.ref);
    if (where.kind !== 'moved' || where.nodeId === entry.nodeId) continue;
    found.push(transferred(entry, { ref: where.to, nodeId: where.nodeId }));
  }
  return found;
}

/** What was counted, and what a text linked or is to link: also while it is no sub-issue. */
function idsIn(ledger: Ledger): readonly string[] {
  const adopted = ledger.flatMap((entry) => (entry.verdict === 'adopted' ? entry.nodeId : []));
  return [...new Set([...itemEntries(ledger).map(({ nodeId }) => nodeId), ...adopted])];
}
