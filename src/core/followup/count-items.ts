import { sameIssue, sameRepo, type RepoRef } from '../ids.ts';
import type { IncidentFacts, SubIssueFacts } from '../incident/facts.ts';
import type { Incident } from '../incident/incident.ts';
import type { ItemEntry, Ledger } from '../ledger/ledger.ts';
import { cut } from '../markdown/characters.ts';

import type { Policy, TeamRef } from '../policy/policy.ts';
import { serviceById, servicesOfRepository } from '../policy/services.ts';
import { instantOf, type Instant } from '../time.ts';
import { namedInForLine } from './for-line.ts';
import { itemEntries } from './item-acts.ts';
import { makesDontRepeat } from './item-labels.ts';

/** Whether the don't-repeat policy covers an incident of this severity: then its items are counted. */
export function isCovered(
  incident: { readonly severity: string; readonly slaBreach: boolean },
  { dontRepeat }: Policy,
): boolean {
  const wanted = incident.severity.toLowerCase();
  return incident.slaBreach || dontRepeat.severities.some((id) => id.toLowerCase() === wanted);
}

/**
 * Items of the incident that are don't-repeat items now and were never counted: from here on they are,
 * for the teams to which they belong at this moment. Nothing is counted for what binds nobody.
 */
export function countItems(input: {
  readonly incident: Incident;
  readonly facts: IncidentFacts;
  readonly ledger: Ledger;
  readonly policy: Policy;
}): readonly ItemEntry[] {
  const { incident, facts, ledger, policy } = input;
  if (!counts(incident, policy)) return [];
  const known = new Set(itemEntries(ledger).map(({ nodeId }) => nodeId));
  const teams = teamsOfServices(incident.services, policy);
  return facts.subIssues
    .filter(({ nodeId, isPullRequest }) => !known.has(nodeId) && !isPullRequest)
    .filter(({ labels }) => labels.some(makesDontRepeat))
    .map((item) => ({
      verdict: 'item',
      nodeId: item.nodeId,
      ref: item.ref,
      title: cut(item.title, LONGEST_TITLE),
      url: item.url,
      teams: teamsOfItem(item, { home: facts.ref.repo, teams, policy }),
      at: becameItem(item, facts),
    }));
}

const LONGEST_TITLE = 256;

/** Confirmed, real, not taken back, and covered by the policy. */
export function counts(incident: Incident, policy: Policy): boolean {
  const { confirmed, drill, status, severity, slaBreach } = incident;
  const isTakenBack = status.is === 'closed' && status.because.why !== 'done';
  if (confirmed === null || drill || isTakenBack) return false;
  return isCovered({ severity: severity.inForce.id, slaBreach }, policy);
}

/** Teams that own these services, each once, in the order of the services. */
export function teamsOfServices(services: readonly string[], policy: Policy): readonly TeamRef[] {
  const teams = services.flatMap((id) => serviceById(policy, id)?.team ?? []);
  return teams.filter((team, index) => teams.findIndex((one) => sameTeam(one, team)) === index);
}

/**
 * To which of the incident's teams an item belongs; empty: to every one. It is the team that owns its
 * repository, and in the incident repository the team that its text names in a line `For: payments`.
 */
export function teamsOfItem(
  item: Pick<SubIssueFacts, 'ref' | 'body'>,
  of: { readonly home: RepoRef; readonly teams: readonly TeamRef[]; readonly policy: Policy },
): readonly TeamRef[] {
  const { home, teams, policy } = of;
  const { repo } = item.ref;
  const isAtHome = sameRepo(repo, home) || sameRepo(repo, policy.incidentRepository);
  const owners = isAtHome
    ? namedInForLine(item.body).flatMap((name) => teamNamed(name, policy) ?? [])
    : servicesOfRepository(policy, repo).flatMap(({ team }) => team ?? []);
  return teams.filter((team) => owners.some((owner) => sameTeam(owner, team)));
}

/** By slug, `acme/payments`, or the id of a service that it owns. */
export function teamNamed(name: string, policy: Policy): TeamRef | null {
  const wanted = name.replace(/^@/, '').toLowerCase();
  const service = serviceById(policy, wanted)?.team ?? null;
  const named = policy.services
    .flatMap(({ team }) => team ?? [])
    .find(({ org, slug }) => [slug, `${org}/${slug}`].some((one) => one.toLowerCase() === wanted));
  return named ?? service;
}

export function sameTeam(a: TeamRef, b: TeamRef): boolean {
  return (
    a.org.toLowerCase() === b.org.toLowerCase() && a.slug.toLowerCase() === b.slug.toLowerCase()
  );
}

/** When it was put below the incident, or got its label if that was later; as far as GitHub tells. */
function becameItem(item: SubIssueFacts, facts: IncidentFacts): Instant {
  const added = facts.events.flatMap((event) =>
    event.kind === 'sub-issue-added' && sameIssue(event.issue.ref, item.ref) ? [event.at] : [],
  );
  const labeled = item.labelEvents.flatMap(({ change, label, at }) =>
    change === 'labeled' && makesDontRepeat(label) ? [at] : [],
  );
  return instantOf(Math.max(facts.createdAt, ...added, ...labeled));
}
