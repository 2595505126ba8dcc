import { sameIssue } from '../ids.ts';
import type { Actor, IncidentFacts, SubIssueFacts } from '../incident/facts.ts';
import type { ItemEntry, Ledger, NativeAct } from '../ledger/ledger.ts';
import type { Instant } from '../time.ts';
import { carries, DONT_REPEAT_LABEL, isLabel, kindLabel } from './item-labels.ts';

/** Something done in GitHub's interface that takes a counted item out of the count, if the doer may. */
export interface ItemAct {
  readonly at: Instant;
  readonly by: Actor;
  readonly act: Extract<NativeAct, { kind: 'item-removed' | 'item-unlabeled' }>;
}

/**
 * What others than this app did to items since they were counted: taken off the incident, or stripped of
 * the label that made them don't-repeat items. The removal of `kind:prevent` alone, while `dont-repeat`
 * stays, is none: the item is counted by the other.
 */
export function itemActsOf(
  facts: Pick<IncidentFacts, 'events' | 'subIssues' | 'detached'>,
  ledger: Ledger,
): readonly ItemAct[] {
  const seen = new Map([...facts.detached, ...facts.subIssues].map((item) => [item.nodeId, item]));
  return itemEntries(ledger).flatMap((entry) => {
    const item = seen.get(entry.nodeId);
    const acts = [
      ...removals(facts, entry, item),
      ...(item === undefined ? [] : strippings(entry, item)),
    ];
    return acts.filter(({ at, by }) => by.kind !== 'self' && at >= entry.at);
  });
}

/** One of each item, in the ledger's order; of one that was transferred, where it is now. */
export function itemEntries(ledger: Ledger): readonly ItemEntry[] {
  const entries = ledger.filter((entry): entry is ItemEntry => entry.verdict === 'item');
  const left = new Set(entries.flatMap(({ was }) => was ?? []));
  const present = entries.filter(({ nodeId }) => !left.has(nodeId)).toReversed();
  return [...new Map(present.map((entry) => [entry.nodeId, entry])).values()].reverse();
}

function removals(
  { events }: Pick<IncidentFacts, 'events'>,
  entry: ItemEntry,
  item: SubIssueFacts | undefined,
): readonly ItemAct[] {
  const names = [entry.ref, ...(item === undefined ? [] : [item.ref])];
  return events.flatMap((event): readonly ItemAct[] => {
    if (event.kind !== 'sub-issue-removed') return [];
    if (!names.some((name) => sameIssue(name, event.issue.ref))) return [];
    return [{ at: event.at, by: event.by, act: { kind: 'item-removed', item: entry.ref } }];
  });
}

function strippings(entry: ItemEntry, item: SubIssueFacts): readonly ItemAct[] {
  return item.labelEvents.flatMap((event, index): readonly ItemAct[] => {
    if (event.change !== 'unlabeled') return [];
    const strips =
      isLabel(event.label, DONT_REPEAT_LABEL) ||
      (isLabel(event.label, kindLabel('prevent')) && !wasDontRepeat(item, index));
    if (!strips) return [];
    return [{ at: event.at, by: event.by, act: { kind: 'item-unlabeled', item: entry.ref } }];
  });
}

/** Whether `dont-repeat` was on after the click at `index`: the next click on it says so, else the present. */
function wasDontRepeat({ labelEvents, labels }: SubIssueFacts, index: number): boolean {
  const next = labelEvents.slice(index + 1).find(({ label }) => isLabel(label, DONT_REPEAT_LABEL));
  return next === undefined ? carries(labels, DONT_REPEAT_LABEL) : next.change === 'unlabeled';
}
