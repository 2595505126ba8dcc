/**
 * The flow room: what to do when something may have changed, told in ports. This file is its heart:
 * read → admit → fold → plan → perform → project, for one incident, as often as anybody asks.
 */
import { countItems } from '../core/followup/count-items.ts';
import { itemsSeen } from '../core/followup/make-items.ts';
import type { Effect } from '../core/effects.ts';
import { endingOf } from '../core/followup/endings.ts';
import { debtsOf, obligationOf } from '../core/followup/owed.ts';
import { formatIssue, sameIssue, sameRepo, type IssueRef } from '../core/ids.ts';
import { admit, toLookUp } from '../core/incident/admit.ts';
import { teamsToLookUp } from '../core/incident/authority.ts';
import type { IncidentFacts, Suspect } from '../core/incident/facts.ts';
import { fold } from '../core/incident/fold.ts';
import type { Incident } from '../core/incident/incident.ts';
import { isIncident } from '../core/incident/is-incident.ts';
import { carriedFrom, readOrigin } from '../core/incident/origin.ts';
import { plan } from '../core/incident/plan.ts';
import { toRecord } from '../core/incident/record.ts';
import { withRestrictedLinks } from '../core/incident/restricted-links.ts';
import { actsUndecided } from '../core/incident/undecided.ts';
import type { EndedEntry, Ledger } from '../core/ledger/ledger.ts';
import { mergeLedgers } from '../core/ledger/merge.ts';
import type { Policy } from '../core/policy/policy.ts';
import { indexPath } from '../core/postmortem/index/postmortem-index.ts';
import { asPast } from '../core/recurrence/as-past.ts';
import { HOUR, plus, SECOND } from '../core/time.ts';
import { adoptNamed, namedItems, withNamed } from './adopt-items.ts';
import { carryOn, stopWaiting, type CarryingDeps } from './carry-on.ts';
import { isPermissionMissing } from './faults.ts';
import { PATIENCE, unheardClosings } from './hear-closers.ts';
import { keepObligation } from './keep-obligation.ts';
import { keepsIncidents } from './keeps-incidents.ts';
import type { Looked } from './looked.ts';
import { rememberRepositories } from './known-repositories.ts';
import { makeItems } from './make-items.ts';
import { markPostmortem } from './mark-postmortem.ts';
import type { ObligationStore } from './ports/obligations.ts';
import { markMentioning } from './mentioning-issues.ts';
import type { IncidentMemory } from './past-incidents.ts';
import type { Authority, PeopleReader } from './ports/authority.ts';
import type { SuspectStore } from './ports/findings.ts';
import type { IncidentReader, RecordStore } from './ports/incident-record.ts';
import type { InstalledRepositories } from './ports/issue-lists.ts';
import type { LedgerKeeper } from './ports/ledger.ts';
import type { Performer } from './ports/performer.ts';
import type { PolicyReader } from './ports/policy.ts';
import { readIncident, type ReadIncident } from './read-incident.ts';
import { putKnown, recurrenceOf, repeatTargets, type RecurDeps } from './recur.ts';
import { remind } from './remind.ts';
import { suspectsQuestion } from './suspects-question.ts';
import { noteCalls, tell } from './tell.ts';

export interface IncidentDeps extends CarryingDeps, RecurDeps {
  readonly looked: Looked;
  readonly policies: PolicyReader;
  readonly reader: IncidentReader;
  readonly records: Pick<RecordStore, 'askWhole'>;
  readonly people: PeopleReader;
  readonly ledgers: LedgerKeeper;
  readonly performer: Performer;
  readonly installed: InstalledRepositories;
  readonly index: IncidentMemory;
  readonly obligations: Pick<ObligationStore, 'find' | 'put' | 'forget' | 'inRepository'>;
  readonly suspects: SuspectStore;
}

/** One comment holds the summary and a page of the ledger, within GitHub's 65,536 characters. */
const LEDGER_PAGE = 30_000;

/**
 * Makes the issue look as its incident says, and keeps what it obliges to. Costs one read, and one more
 * when somebody's right has to be looked up; what is as it should be is not written.
 */
export function reconcileIncident(deps: IncidentDeps): (issue: IssueRef) => Promise<void> {
  const carry = carryOn(deps);
  const seen = rememberRepositories(deps.installed, deps.clock);
  return async (issue) => {
    const policy = await deps.policies.policyFor(issue.repo);
    if (policy === null || !keepsIncidents(policy, issue)) return stopWaiting(deps, issue);
    const read = await readIncident(deps, issue, { index: indexPath(policy) });
    if (read.kind === 'gone') return carry(policy, issue);
    const { facts } = read.value;
    const before = (await deps.index.find(facts.ref)) !== null;
    // Its repository has another name now, or is another.
    if (!keepsIncidents(policy, facts.ref)) return release(deps, policy, { issue, facts });
    if (!before && !isIncident(facts, before)) return release(deps, policy, { issue, facts });
    if (waitsForLedger(read.value, deps.clock.now())) return later(deps, facts.ref);
    const ledger = await decide(deps, read.value, policy);
    // Whoever took the label off may have had no right to: then it is put back.
    if (!isIncident(facts, before, ledger)) return release(deps, policy, { issue, facts });
    await follow({ ...deps, seen }, { facts, ledger, policy });
    await markMentioning(deps, facts);
    if (!sameIssue(issue, facts.ref)) await forget(deps, issue);
  };
}

/** Everything that follows from what was decided. */
async function follow(
  deps: IncidentDeps & { readonly seen: InstalledRepositories },
  { facts, ledger, policy }: ReadIncident & { readonly policy: Policy },
): Promise<void> {
  const found = await deps.suspects.load(facts.ref);
  const incident = told({ facts, ledger, policy }, found?.found);
  // Before anything that takes long: merges are judged by what is kept.
  const shown = withRestrictedLinks(facts, policy);
  const obligation = obligationOf({ incident, facts: shown, ledger, policy });
  const { ref: issue, nodeId } = facts;
  await keepObligation(deps, policy, { issue, nodeId, obligation });
  const made = await makeItems(deps, { incident, facts, ledger, policy });
  const reminding = { ...deps, installed: deps.seen };
  const about = { incident, facts: shown, ledger: made, obligation, policy };
  const reminded = await remind(reminding, about);
  const recurrence = await recurrenceOf(deps, { incident, facts, ledger: reminded, policy });
  const unheard = await unheardClosings(deps, incident);
  const state = { incident: { ...incident, recurrence }, facts, ledger: reminded, policy };
  await act(deps, { ...state, unheard });
  await project(deps, { incident, facts, policy });
  const { wholeAt } = facts;
  await markPostmortem(deps, { ...state, wholeAt });
  // Now that an item's job finds the incident by what was just projected.
  await deps.queue.mark(unheard.map((item) => ({ kind: 'item', issue: item }) as const));
  if (unheard.length > 0) await lookAgain(deps, issue);
  const question = suspectsQuestion(incident.services, incident.clocks.declaredAt, policy);
  if (question === null || question.text === found?.question) return;
  // In a job of its own, not in the way of the first summary; it asks for what has just been projected.
  await deps.queue.mark([{ kind: 'suspects', issue }]);
}

/** No incident, or none any more: nothing of it is owed, and nobody need wait for it to be read. */
async function release(
  deps: IncidentDeps,
  policy: Policy,
  { issue, facts }: { readonly issue: IssueRef; readonly facts: IncidentFacts },
): Promise<void> {
  for (const one of sameIssue(issue, facts.ref) ? [issue] : [issue, facts.ref]) {
    const kept = await deps.obligations.find(one);
    if (kept !== null) {
      await keepObligation(deps, policy, { issue: one, nodeId: kept.nodeId, obligation: null });
    }
    await forget(deps, one);
  }
}

async function forget(deps: IncidentDeps, issue: IssueRef): Promise<void> {
  await deps.obligations.forget(issue);
  await deps.index.forget(issue);
}

/** How long one that carries on another may wait for what was accepted there. */
const HAND_OVER = HOUR;

/** The app has just opened it, and the job that does is about to bring the ledger: `carry-on.ts`. */
function waitsForLedger({ facts, ledger }: ReadIncident, now: number): boolean {
  const isDeclared = ledger.some((entry) => 'act' in entry && entry.act.kind === 'declared');
  return carriedFrom(facts) !== null && !isDeclared && now < facts.createdAt + HAND_OVER;
}

/** Also where nobody answers. */
function lookAgain({ queue, clock }: IncidentDeps, issue: IssueRef): Promise<void> {
  const notBefore = plus(clock.now(), PATIENCE);
  return queue.mark([{ kind: 'incident', issue }], { notBefore });
}

function later(deps: IncidentDeps, issue: IssueRef): Promise<void> {
  const notBefore = plus(deps.clock.now(), 10 * SECOND);
  return deps.queue.mark([{ kind: 'incident', issue }], { notBefore });
}

/**
 * What was said and done since is accepted or refused, items that came are counted, and all of it is on
 * the disk before anything follows from it. What was done to an item that has just been counted may
 * itself have to be decided: then once more.
 */
async function decide(
  deps: IncidentDeps,
  { facts, ledger: before }: ReadIncident,
  policy: Policy,
): Promise<Ledger> {
  const named = namedItems(deps, facts, before);
  let ledger = before;
  for (;;) {
    const asked = withNamed(
      { ...toLookUp(facts, ledger, policy), teams: teamsToLookUp(policy) },
      named,
    );
    const nothing: Authority = { people: new Map(), issues: new Map(), linkable: new Map() };
    const known =
      asked.logins.length === 0 ? nothing : await deps.people.authority(facts.ref.repo, asked);
    const repeats = await repeatTargets(deps, facts, asked.repeats, policy);
    const admitted = admit({ facts, ledger, policy, ...known, repeats }).ledger;
    const incident = told({ facts, ledger: admitted, policy });
    const counted = countItems({ incident, facts, ledger: admitted, policy });
    const adopted = await adoptNamed(deps, { named, known }, { facts, incident, policy });
    ledger = mergeLedgers(admitted, counted, itemsSeen(facts, admitted), adopted);
    if (counted.length === 0 || actsUndecided(facts, ledger).length === 0) break;
  }
  ledger = mergeLedgers(ledger, endings(deps, { facts, ledger, policy }));
  await deps.ledgers.save(facts.ref, ledger);
  return ledger;
}

/** That everything is done, as soon as it is; not while somebody's click waits to be decided. */
function endings(
  { clock }: IncidentDeps,
  of: ReadIncident & { readonly policy: Policy },
): readonly EndedEntry[] {
  if (actsUndecided(of.facts, of.ledger).length > 0) return [];
  const incident = told(of);
  const debts = debtsOf({ ...of, state: incident });
  const { entry } = endingOf({ ...of, incident, debts, now: clock.now() });
  return entry === null ? [] : [entry];
}

function told(
  of: ReadIncident & { readonly policy: Policy },
  suspects: readonly Suspect[] = [],
): Incident {
  return fold(toRecord({ ...of, suspects }), of.policy);
}

async function act(
  deps: IncidentDeps,
  state: {
    readonly incident: Incident;
    readonly facts: IncidentFacts;
    readonly ledger: Ledger;
    readonly policy: Policy;
    readonly unheard: readonly IssueRef[];
  },
): Promise<void> {
  const { facts } = state;
  const now = deps.clock.now();
  const ledger = await tell(deps, { ...state, now });
  const ledgerBlocks = deps.ledgers.blocks(facts, ledger, LEDGER_PAGE);
  const { effects, lookAgainAt, wholeBy } = plan({ ...state, ledger, now, ledgerBlocks });
  for (const effect of effects) {
    try {
      // Of an item's comments nobody has read any.
      const justRead = !('issue' in effect) || sameIssue(effect.issue, facts.ref);
      await deps.performer.perform(effect, { justRead });
    } catch (cause) {
      // An archived repository or a locked item keeps nothing else of the incident from being done.
      if (isOfItem(effect, facts.ref) && isPermissionMissing(cause)) continue;
      throw new Error(`${effect.kind} on ${formatIssue(facts.ref)} failed`, { cause });
    }
  }
  await noteCalls(deps, { facts, ledger, now }, effects);
  const issue = facts.ref;
  await lookAtLinked(deps, issue, effects);
  if (wholeBy !== null) await deps.records.askWhole(issue, wholeBy);
  if (lookAgainAt === null) return;
  await deps.queue.mark([{ kind: 'incident', issue }], { notBefore: lookAgainAt });
}

function isOfItem(effect: Effect, incident: IssueRef): boolean {
  if (effect.kind === 'add-sub-issue') return true;
  if ('issue' in effect) return !sameIssue(effect.issue, incident);
  return 'repo' in effect && !sameRepo(effect.repo, incident.repo);
}

/** What was just linked is counted and shown at the next look; what GitHub refuses to link asks for no other. */
async function lookAtLinked(
  { looked, queue }: IncidentDeps,
  issue: IssueRef,
  effects: readonly Effect[],
): Promise<void> {
  const linked = effects.flatMap((one) => (one.kind === 'add-sub-issue' ? one.childNodeId : []));
  const [subject, at] = [`links of ${formatIssue(issue)}`, linked.join(' ')];
  if (linked.length === 0 || looked.has(subject, at)) return;
  looked.note(subject, at);
  await queue.mark([{ kind: 'incident', issue }]);
}

/** What others need to find it by, and who of them is to look. */
async function project(
  deps: IncidentDeps,
  of: { readonly incident: Incident; readonly facts: IncidentFacts; readonly policy: Policy },
): Promise<void> {
  const { incident, facts, policy } = of;
  const origin = facts.author.kind === 'self' ? readOrigin(facts.body) : null;
  const known = { ...asPast(incident, facts), dedupKey: origin?.dedupKey ?? null };
  await putKnown(deps, known, policy);
}
