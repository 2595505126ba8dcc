import { addDuration } from '../calendar.ts';
import { sameIssue } from '../ids.ts';
import type { IncidentFacts, SubIssueFacts } from '../incident/facts.ts';
import type { Ledger, OnItemEntry } from '../ledger/ledger.ts';
import type { Policy, Severity } from '../policy/policy.ts';
import { instantOf, type Instant } from '../time.ts';
import { askingOf } from './asker.ts';
import type { Acceptance, DontRepeatState } from './dont-repeat.ts';
import { dueOf } from './due-line.ts';
import { evidenceOf, type Evidence } from './evidence.ts';
import type { FollowUpItem } from './follow-up-item.ts';
import { itemEntries } from './item-acts.ts';
import { latestSaid, reopenedSince, saidOf } from './item-said.ts';
import { countedItems, type CountedItem } from './items.ts';
import { ownerSaid } from './whose-work.ts';

type Seen = Pick<IncidentFacts, 'subIssues' | 'detached' | 'events' | 'createdAt'>;

/** What the record and the policy leave open until the whole story is known. */
export interface Around {
  readonly dontRepeat: DontRepeatState;
  /** By which the follow-up is taken: `follow-up-severity.ts`. */
  readonly severity: Severity;
  readonly policy: Policy;
}

/** Items as facts and ledger tell them, before a policy sets the terms that nobody said. */
export type ItemAsSaid = Omit<FollowUpItem, 'over'> & {
  readonly dueFrom: Instant;
  /** The comment with the latest `/due`. */
  readonly dueRemark: number | null;
};

/** What the record holds of the incident's items, in GitHub's order: see `settledItems`. */
export function itemsAsSaid(facts: Seen, ledger: Ledger): readonly ItemAsSaid[] {
  const counted = countedItems(facts, ledger);
  return facts.subIssues
    .filter(({ isPullRequest }) => !isPullRequest)
    .map((item) => {
      const own = counted.find(({ entry }) => entry.nodeId === item.nodeId) ?? null;
      return asSaid(item, own, { facts, ledger });
    });
}

/** The items as work: with the terms of the severity, and what was accepted as it is. */
export function settledItems(
  items: readonly ItemAsSaid[],
  around: Around,
): readonly FollowUpItem[] {
  const { timeZone } = around.policy;
  return items.map(({ dueFrom, dueRemark, ...item }) => {
    const within = around.severity.actionItemsWithin;
    const term = within === null ? null : addDuration(dueFrom, within, around.policy);
    const dropped = droppedAt(item, around.dontRepeat);
    const over = dropped !== null || isOver(item.evidence, item.counted);
    const due = dueOf(item.item, { due: item.due ?? term, remark: dueRemark }, timeZone);
    return { ...item, due, dropped, over };
  });
}

/**
 * An ordinary issue that was closed before somebody put it below the incident is somebody's earlier work,
 * and nothing to do.
 */
function isOver(evidence: Evidence, counted: CountedItem | null): boolean {
  if (evidence.is === 'done') return true;
  return (
    counted === null &&
    evidence.is === 'closed-without-evidence' &&
    evidence.because === 'closed-before'
  );
}

function asSaid(
  item: SubIssueFacts,
  counted: CountedItem | null,
  { facts, ledger }: { readonly facts: Seen; readonly ledger: Ledger },
): ItemAsSaid {
  const said = saidOf(item.nodeId, ledger);
  const entry = itemEntries(ledger).find(({ nodeId }) => nodeId === item.nodeId);
  const asking = askingOf(entry ?? { ref: item.ref }, ledger);
  const since = counted?.entry.at ?? addedAt(item, { facts, ledger });
  const known = { becameItem: since, askedBy: asking?.by ?? null, said };
  const due = latestSaid(said, 'due');
  return {
    item,
    counted,
    owners: ownersOf(item, said),
    since,
    due: due?.said.until ?? asking?.command?.due ?? null,
    dueRemark: due?.remark ?? null,
    dueFrom: asking?.at ?? since,
    dropped: counted === null ? notDoing(item, said) : null,
    evidence: evidenceOf(item, known),
    snoozedUntil: latestSaid(said, 'snooze')?.said.until ?? null,
  };
}

/** GitHub assigns nobody who has no access; whoever was named is the owner all the same. */
function ownersOf(item: SubIssueFacts, said: readonly OnItemEntry[]): readonly string[] {
  const named = ownerSaid(item, said);
  return item.assignees.length > 0 || named === null ? item.assignees : [named];
}

/**
 * When it came below the incident for the first time: to take it off and put it back wins nobody time. One
 * whose addition GitHub does not show came with the entry that linked it, else as it was opened.
 */
function addedAt(
  item: SubIssueFacts,
  { facts, ledger }: { readonly facts: Seen; readonly ledger: Ledger },
): Instant {
  const added = facts.events.find(
    (event) => event.kind === 'sub-issue-added' && sameIssue(event.issue.ref, item.ref),
  );
  const adopted = ledger.find((one) => one.verdict === 'adopted' && one.nodeId === item.nodeId);
  const at = added?.at ?? adopted?.at ?? item.createdAt;
  return instantOf(Math.max(at, facts.createdAt));
}

/** `/not-doing`, unless somebody took it up again. */
function notDoing(item: SubIssueFacts, said: readonly OnItemEntry[]): FollowUpItem['dropped'] {
  const word = latestSaid(said, 'not-doing');
  if (word === null || reopenedSince(item, word.at)) return null;
  return { by: word.by, at: word.at, reason: word.said.reason };
}

/** What an approver accepted is let go; an item agreed on after everything was accepted is work all the same. */
function droppedAt(
  { item, counted, dropped, since }: Omit<FollowUpItem, 'over'>,
  { accepted, acceptedItems }: DontRepeatState,
): Acceptance | null {
  if (counted === null) return dropped;
  const own = acceptedItems.find(
    (one) => sameIssue(one.item, counted.entry.ref) || sameIssue(one.item, item.ref),
  );
  if (own !== undefined) return { by: own.by, at: own.at, reason: own.reason };
  return accepted !== null && since <= accepted.at ? accepted : null;
}
