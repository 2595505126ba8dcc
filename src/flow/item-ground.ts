/** Which incident an issue is an action item of, and how that incident stood when it was last read. */
import { sameIssue, type IssueRef } from '../core/ids.ts';
import type { IncidentFacts, SubIssueFacts } from '../core/incident/facts.ts';
import { countItems } from '../core/followup/count-items.ts';
import type { Obligation } from '../core/followup/obligation.ts';
import { fold } from '../core/incident/fold.ts';
import type { Incident } from '../core/incident/incident.ts';
import { toRecord } from '../core/incident/record.ts';
import { mergeLedgers } from '../core/ledger/merge.ts';
import type { Ledger } from '../core/ledger/ledger.ts';
import type { Policy } from '../core/policy/policy.ts';
import type { ItemThread } from './ports/item-thread.ts';
import type { ObligationStore } from './ports/obligations.ts';
import { keepsIncidents } from './keeps-incidents.ts';
import type { IncidentIndex } from './ports/incident-index.ts';
import type { RecordStore } from './ports/incident-record.ts';
import type { LedgerStore } from './ports/ledger.ts';
import type { PolicyReader } from './ports/policy.ts';

export interface ItemGroundDeps {
  readonly policies: PolicyReader;
  readonly index: Pick<IncidentIndex, 'find' | 'inRepository'>;
  readonly obligations: Pick<ObligationStore, 'find' | 'inRepository'>;
  readonly records: Pick<RecordStore, 'load'>;
  readonly ledgers: Pick<LedgerStore, 'load'>;
}

/** An incident and the policy that decides for it, which need not be that of the item's repository. */
export interface ItemOf {
  readonly incident: IssueRef;
  readonly policy: Policy;
}

/**
 * The incident below which the item lies; else the one that counted it and still waits for it; else the
 * one that is named in the marker of an item that the app itself opened. Nothing is asked of GitHub.
 */
export async function incidentOf(
  deps: Omit<ItemGroundDeps, 'records' | 'ledgers'>,
  { item }: Pick<ItemThread, 'item'>,
): Promise<ItemOf | null> {
  const above = item.parent === null ? null : await knownIncident(deps, item.parent);
  if (above !== null) return above;
  const policy = await deps.policies.policyFor(item.ref.repo);
  if (policy === null) return null;
  const incident = (await waitingFor(deps, item, policy)) ?? (await markedBy(deps, item, policy));
  return incident === null ? null : { incident, policy };
}

/** An issue that is an incident, by the policy of the place where it lies. */
export async function knownIncident(
  { policies, index }: Pick<ItemGroundDeps, 'policies' | 'index'>,
  issue: IssueRef,
): Promise<ItemOf | null> {
  const known = await index.find(issue);
  const policy = known === null ? null : await policies.policyFor(known.ref.repo);
  if (known === null || policy === null || !keepsIncidents(policy, known.ref)) return null;
  return { incident: known.ref, policy };
}

async function waitingFor(
  { obligations }: Pick<ItemGroundDeps, 'obligations'>,
  { ref }: SubIssueFacts,
  policy: Policy,
): Promise<IssueRef | null> {
  const waits = ({ teams }: Obligation): boolean =>
    teams.some(({ items }) => items.some((item) => sameIssue(item.ref, ref)));
  for (const home of homesOf(policy)) {
    const kept = await obligations.inRepository(home);
    const found = kept.obligations.find(waits);
    if (found !== undefined) return found.incident.ref;
  }
  return null;
}

/** As `core/followup/make-items.ts` writes it. */
const ITEM_MARKER = /^<!-- norepeat:item (\S+) (?:\d+ \d+|row [^<>]+) -->/;

async function markedBy(
  { index, obligations }: Pick<ItemGroundDeps, 'index' | 'obligations'>,
  { author, body }: SubIssueFacts,
  policy: Policy,
): Promise<IssueRef | null> {
  const nodeId = author.kind === 'self' ? ITEM_MARKER.exec(body)?.[1] : undefined;
  if (nodeId === undefined) return null;
  for (const home of homesOf(policy)) {
    for (const { ref } of await index.inRepository(home)) {
      if ((await obligations.find(ref))?.nodeId === nodeId) return ref;
    }
  }
  return null;
}

function homesOf({
  incidentRepository,
  privateRepository,
}: Policy): readonly Policy['incidentRepository'][] {
  return [incidentRepository, privateRepository ?? []].flat();
}

/** An incident as last read, with this item as it is now, and what was accepted of it. */
export interface ItemGround extends ItemOf {
  readonly state: Incident;
  readonly ledger: Ledger;
}

/** `null` while nobody has read the incident, as after the loss of the store. */
export async function groundOfItem(
  { records, ledgers }: Pick<ItemGroundDeps, 'records' | 'ledgers'>,
  of: ItemOf,
  item: SubIssueFacts,
): Promise<ItemGround | null> {
  const stored = await records.load(of.incident);
  if (stored === null) return null;
  const { policy } = of;
  const facts = withItem(stored.record.facts, item);
  const before = (await ledgers.load(of.incident)) ?? [];
  const told = (ledger: Ledger): Incident => fold(toRecord({ facts, ledger, policy }), policy);
  // It may have become a don't-repeat item since the incident's own job last looked.
  const counted = countItems({ incident: told(before), facts, ledger: before, policy });
  const ledger = mergeLedgers(before, counted);
  return { ...of, state: told(ledger), ledger };
}

function withItem(facts: IncidentFacts, item: SubIssueFacts): IncidentFacts {
  const isOther = ({ nodeId }: SubIssueFacts): boolean => nodeId !== item.nodeId;
  const subIssues = facts.subIssues.filter(isOther);
  const detached = facts.detached.filter(isOther);
  const isBelow = item.parent !== null && sameIssue(item.parent, facts.ref);
  return isBelow
    ? { ...facts, subIssues: [...subIssues, item], detached }
    : { ...facts, subIssues, detached: [...detached, item] };
}
