import { teamKey } from '../followup/dont-repeat.ts';
import { itemEntries } from '../followup/item-acts.ts';
import { makesDontRepeat } from '../followup/item-labels.ts';
import { debtsOf, type Debt } from '../followup/owed.ts';
import { sameIssue } from '../ids.ts';
import type { ActEntry, ItemEntry, Ledger, NativeAct } from '../ledger/ledger.ts';
import type { Policy, TeamRef } from '../policy/policy.ts';
import type { Instant } from '../time.ts';
import type { IncidentFacts } from './facts.ts';
import { INCIDENT_LABEL } from './labels.ts';
import type { FoldState } from './state.ts';

/** What does not change between two moments that are compared. */
export interface Around {
  readonly facts: IncidentFacts;
  readonly ledger: Ledger;
  readonly policy: Policy;
}

/** Who owes what, and since when. */
interface Stance {
  readonly debts: readonly Debt[];
  readonly since: Instant | null;
}

/**
 * The teams for whom a step from one state to another would lift something without any work being done:
 * they would owe no longer, or fewer items, or be held from a later moment. There is no list of forbidden
 * steps that could have a gap: whatever the step is, what is owed before and after it is compared.
 */
export function liftedBy(
  before: FoldState,
  after: FoldState,
  { facts, ledger, policy }: Around,
): readonly TeamRef[] {
  const stance = (state: FoldState): Stance => ({
    debts: debtsOf({ state, facts, ledger, policy }),
    since: state.dontRepeat.since,
  });
  return before.dontRepeat.since === null ? [] : lifted(stance(before), stance(after));
}

/** As `liftedBy`, for acts that are no step of the state: the incident's label, and its items. */
export function liftedByAct(
  state: FoldState,
  { act, at }: { readonly act: NativeAct; readonly at: Instant },
  around: Around,
): readonly TeamRef[] {
  const { since } = state.dontRepeat;
  if ('item' in act) return liftedByItem(state, { act, at }, around);
  if (act.kind !== 'unlabeled' || act.label.toLowerCase() !== INCIDENT_LABEL) return [];
  return since === null ? [] : debtsOf({ state, ...around }).map(({ team }) => team);
}

function lifted(before: Stance, after: Stance): readonly TeamRef[] {
  const isLater = before.since !== null && after.since !== null && after.since > before.since;
  return before.debts
    .filter(({ team, items }) => {
      const left = after.debts.find((one) => teamKey(one.team) === teamKey(team));
      if (left === undefined || isLater) return true;
      const still = new Set(left.items.map(({ entry }) => entry.nodeId));
      return items.some(({ entry }) => !still.has(entry.nodeId));
    })
    .map(({ team }) => team);
}

type ItemAct = Extract<NativeAct, { readonly item: unknown }>;

/** An item that was counted up to the act is compared with one that never was. */
function liftedByItem(
  state: FoldState,
  { act, at }: { readonly act: ItemAct; readonly at: Instant },
  around: Around,
): readonly TeamRef[] {
  const { facts, ledger, policy } = around;
  const entry = itemEntries(ledger).find(({ ref }) => sameIssue(ref, act.item));
  if (entry === undefined || wasReleased(entry, at, around)) return [];
  const others = ledger.filter((one) => !isAbout(one, entry));
  const { since } = state.dontRepeat;
  const debts = (entries: Ledger): readonly Debt[] =>
    debtsOf({ state, facts, ledger: entries, policy });
  const before = debts([...others, entry]);
  return lifted({ debts: before, since }, { debts: debts(others), since });
}

function isAbout(one: Ledger[number], { nodeId, ref }: ItemEntry): boolean {
  if (one.verdict === 'item') return one.nodeId === nodeId;
  return 'act' in one && 'item' in one.act && sameIssue(one.act.item, ref);
}

/**
 * Whether the item had been let go before `at`, and not been taken up again since: by its label, or by
 * being put back where it had been taken from. What it looks like today does not matter: whoever takes an
 * item off, puts it back and takes off its label would otherwise have let it go in three harmless steps.
 */
function wasReleased(entry: ItemEntry, at: Instant, { facts, ledger }: Around): boolean {
  const latest = ledger.findLast(
    (one): one is ActEntry =>
      'act' in one && 'item' in one.act && one.at < at && sameIssue(one.act.item, entry.ref),
  );
  if (latest?.verdict !== 'counted') return false;
  const within = (moment: Instant): boolean => moment >= latest.at && moment <= at;
  const item = [...facts.subIssues, ...facts.detached].find(
    ({ nodeId }) => nodeId === entry.nodeId,
  );
  const labelled = item?.labelEvents.some(
    (event) =>
      event.change === 'labeled' &&
      event.by.kind !== 'self' &&
      makesDontRepeat(event.label) &&
      within(event.at),
  );
  const linked =
    latest.act.kind === 'item-removed' &&
    facts.events.some(
      (event) =>
        event.kind === 'sub-issue-added' &&
        sameIssue(event.issue.ref, entry.ref) &&
        within(event.at),
    );
  return labelled !== true && !linked;
}
