import { addDuration } from '../calendar.ts';
import { issueKey, sameIssue, sameRepo } from '../ids.ts';
import type { IncidentFacts } from '../incident/facts.ts';
import type { Incident } from '../incident/incident.ts';
import type { Ledger, PullEntry } from '../ledger/ledger.ts';
import type { Policy, TeamRef } from '../policy/policy.ts';
import { serviceById } from '../policy/services.ts';
import type { Instant } from '../time.ts';
import { teamKey } from './dont-repeat.ts';
import { carries, kindLabel, makesDontRepeat } from './item-labels.ts';
import { countedItems, type CountedItem } from './items.ts';
import type { FixTarget, Obligation, OwedItem } from './obligation.ts';
import { nextChange, violationAt } from './violation.ts';
import { waiversOf } from './waivers.ts';

/** What decides who owes what: of an incident, or of the fold between two events. */
export interface Owing {
  /** Teams of services that the policy does not know owe nothing. */
  readonly state: Pick<Incident, 'services' | 'dontRepeat'>;
  readonly facts: Pick<IncidentFacts, 'subIssues' | 'detached'>;
  readonly ledger: Ledger;
  readonly policy: Policy;
}

/** A team that owes something, waived or not. No items: no follow-up is agreed yet. */
export interface Debt {
  readonly team: TeamRef;
  readonly items: readonly CountedItem[];
}

/**
 * Which teams still owe what after this incident, in order of name. Without any counted item every team
 * of the affected services owes that one be agreed; with some, each team owes its own that are not done.
 */
export function debtsOf({ state, facts, ledger, policy }: Owing): readonly Debt[] {
  const teams = teamsObliged(state, policy);
  return teams.length === 0 ? [] : debtsAmong(countedItems(facts, ledger), { state, policy });
}

/** As `debtsOf`, for items that were looked up already. */
export function debtsAmong(
  counted: readonly CountedItem[],
  { state, policy }: Pick<Owing, 'state' | 'policy'>,
): readonly Debt[] {
  const { dontRepeat } = state;
  const teams = teamsObliged(state, policy);
  if (counted.length === 0) return teams.map((team) => ({ team, items: [] }));
  const isAccepted = ({ entry }: CountedItem): boolean =>
    dontRepeat.acceptedItems.some(({ item }) => sameIssue(item, entry.ref));
  const due = counted.filter((one) => one.standing.is !== 'done' && !isAccepted(one));
  return teams
    .map((team) => ({ team, items: due.filter((one) => belongsTo(one, team, teams)) }))
    .filter(({ items }) => items.length > 0);
}

/** Those that something can be owed by: the incident is covered, its time has come, and it was not accepted as it is. */
export function teamsObliged(
  { dontRepeat, services }: Owing['state'],
  policy: Policy,
): readonly TeamRef[] {
  const { covered, since, accepted } = dontRepeat;
  return covered && since !== null && accepted === null ? teamsOwing(services, policy) : [];
}

/** Teams of the services that are affected and known, each once, in order of name. */
export function teamsOwing(services: readonly string[], policy: Policy): readonly TeamRef[] {
  const teams = services.flatMap((id) => serviceById(policy, id)?.team ?? []);
  const byKey = new Map(teams.map((team) => [teamKey(team), team]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, team]) => team);
}

/**
 * An item that was counted for teams of which none is among the incident's any more is everybody's: it
 * stays owed, whatever was renamed or moved since.
 */
function belongsTo({ entry }: CountedItem, team: TeamRef, all: readonly TeamRef[]): boolean {
  const owners = new Set(entry.teams.map(teamKey));
  const isOrphan = !all.some((one) => owners.has(teamKey(one)));
  return isOrphan || owners.has(teamKey(team));
}

/** What the gate needs to know of an incident; `null` when nothing is owed. */
export function obligationOf(input: {
  readonly incident: Incident;
  readonly facts: IncidentFacts;
  readonly ledger: Ledger;
  readonly policy: Policy;
}): Obligation | null {
  const { incident, facts, ledger, policy } = input;
  const { dontRepeat } = incident;
  const debts = debtsOf({ state: incident, facts, ledger, policy });
  if (dontRepeat.since === null || debts.length === 0) return null;
  const said = ledger.filter((entry): entry is PullEntry => entry.verdict === 'on-pull');
  return {
    incident: {
      ref: facts.ref,
      nodeId: facts.nodeId,
      url: facts.url,
      title: facts.title,
      severity: incident.severity.inForce.name,
      declaredAt: incident.clocks.declaredAt,
      restricted: incident.restricted,
      visibility: facts.visibility,
    },
    since: dontRepeat.since,
    holdsFrom: addDuration(dontRepeat.since, policy.dontRepeat.grace, policy),
    teams: debts.map(({ team, items }) => ({
      team,
      items: items.map((item) => owedItem(item, facts)),
      waiver: waiversOf(dontRepeat, teamKey(team)).granted,
    })),
    roleHolders: [...new Set(incident.roles.values())].sort(),
    fixTargets: fixTargets(facts, debts),
    fixes: said.flatMap(({ pull, by, at, said: { kind } }) =>
      kind === 'fixes' ? [{ pull, by, at }] : [],
    ),
    overrides: said.flatMap(({ pull, by, at, said: words }) =>
      words.kind === 'override' ? [{ pull, by, at, sha: words.sha, reason: words.reason }] : [],
    ),
  };
}

function owedItem({ entry, item, standing }: CountedItem, facts: IncidentFacts): OwedItem {
  return {
    ref: item?.ref ?? entry.ref,
    url: item?.url ?? entry.url,
    title: item?.title ?? entry.title,
    assignees: item?.assignees ?? [],
    // Of one that can be read no more, nobody knows who could.
    restricted: item?.restricted ?? !sameRepo(entry.ref.repo, facts.ref.repo),
    state: standing.is === 'done' ? 'closed-without-evidence' : standing.is,
  };
}

/** The incident, its open items that prevent or mitigate, and whatever is owed. */
function fixTargets(facts: IncidentFacts, debts: readonly Debt[]): readonly FixTarget[] {
  const open = facts.subIssues.filter(
    ({ state, labels }) =>
      state === 'open' && (labels.some(makesDontRepeat) || carries(labels, kindLabel('mitigate'))),
  );
  const owed = debts.flatMap(({ items }) =>
    items.map(({ entry, item }) => item ?? { ref: entry.ref, assignees: [] }),
  );
  const targets = [{ ref: facts.ref, assignees: [] }, ...open, ...owed];
  const byName = new Map(targets.map(({ ref, assignees }) => [issueKey(ref), { ref, assignees }]));
  return [...byName.values()];
}

/**
 * Everything of an obligation that the gate uses at a moment, as one text: where it differs from what
 * was kept, merges are judged again.
 */
export function heldState(obligation: Obligation | null, now: Instant): string {
  if (obligation === null) return 'free';
  const states = obligation.teams.map((team) => violationAt(obligation, team, now).is);
  return JSON.stringify([obligation, states]);
}

/** When something of it will differ by time alone: a grace or a waiver that ends. */
export function obligationChangesAt(obligation: Obligation | null, now: Instant): Instant | null {
  return obligation === null ? null : nextChange([obligation], now);
}
