import { itemEntries } from '../core/followup/item-acts.ts';
import type { IssueRef } from '../core/ids.ts';
import type { IncidentFacts } from '../core/incident/facts.ts';
import type { Ledger } from '../core/ledger/ledger.ts';
import type { Found, IncidentReader, LedgerKeeper } from './ports.ts';

/** What GitHub shows of an incident, and what was accepted of it. */
export interface ReadIncident {
  readonly facts: IncidentFacts;
  readonly ledger: Ledger;
}

/**
 * One read, with the items that the ledger counted wherever they are now. Where the store was lost, only
 * the read itself tells what was counted: then items that are no sub-issues any more cost a second one.
 */
export async function readIncident(
  deps: {
    readonly reader: IncidentReader;
    readonly ledgers: Pick<LedgerKeeper, 'stored' | 'load'>;
  },
  issue: IssueRef,
): Promise<Found<ReadIncident>> {
  const asked = itemsIn(await deps.ledgers.stored(issue));
  const first = await deps.reader.read(issue, asked);
  if (first.kind === 'gone') return first;
  const ledger = await deps.ledgers.load(first.value.ref, first.value);
  const seen = new Set([...asked, ...first.value.subIssues.map(({ nodeId }) => nodeId)]);
  const counted = itemsIn(ledger);
  if (counted.every((id) => seen.has(id))) {
    return { kind: 'found', value: { facts: first.value, ledger } };
  }
  const again = await deps.reader.read(issue, counted);
  return again.kind === 'gone' ? again : { kind: 'found', value: { facts: again.value, ledger } };
}

function itemsIn(ledger: Ledger): readonly string[] {
  return itemEntries(ledger).map(({ nodeId }) => nodeId);
}
