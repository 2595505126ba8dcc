import { sameIssue, sameRepo, type RepoRef } from '../ids.ts';
import type { IncidentFacts, SubIssueFacts } from '../incident/facts.ts';
import type { Incident } from '../incident/incident.ts';
import type { ItemEntry, Ledger } from '../ledger/ledger.ts';
import { cut } from '../markdown/characters.ts';

import type { Policy, TeamRef } from '../policy/policy.ts';
import { servicesOfRepository } from '../policy/services.ts';
import { teamNamed } from '../policy/teams.ts';
import { instantOf, type Instant } from '../time.ts';
import { teamKey } from './dont-repeat.ts';
import { namedInForLine } from './for-line.ts';
import { itemEntries } from './item-acts.ts';
import { makesDontRepeat } from './item-labels.ts';
import { teamsOwing } from './owed.ts';

/**
 * Items of the incident that are don't-repeat items now and were never counted: from here on they are,
 * for the teams to which they belong at this moment. Nothing is counted while the policy does not cover
 * the incident: a drill, an unconfirmed declaration, a lesser severity.
 */
export function countItems(input: {
  readonly incident: Incident;
  readonly facts: IncidentFacts;
  readonly ledger: Ledger;
  readonly policy: Policy;
}): readonly ItemEntry[] {
  const { incident, facts, ledger, policy } = input;
  if (!incident.dontRepeat.covered) return [];
  const known = new Set(itemEntries(ledger).map(({ nodeId }) => nodeId));
  const teams = teamsOwing(incident.services, policy);
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

export function sameTeam(a: TeamRef, b: TeamRef): boolean {
  return teamKey(a) === teamKey(b);
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
