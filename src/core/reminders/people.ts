import { teamsOfItem } from '../followup/count-items.ts';
import type { FollowUpItem } from '../followup/follow-up-item.ts';
import type { Waiver } from '../followup/obligation.ts';
import { teamsOwing } from '../followup/owed.ts';
import { sameRepo } from '../ids.ts';
import type { Incident } from '../incident/incident.ts';
import type { Policy, TeamRef } from '../policy/policy.ts';
import { serviceById } from '../policy/services.ts';
import { teamsOfCatalog } from '../policy/teams.ts';
import type { Mention, People } from './clock.ts';

/** Whoever should take the incident: the responders of its services. */
export function whoResponds(incident: Incident, policy: Policy): People {
  const services = incident.services.flatMap((id) => serviceById(policy, id) ?? []);
  return {
    ...above(incident, policy),
    first: persons(services.flatMap(({ responders }) => responders)),
  };
}

/**
 * The first of these roles that somebody has, else whoever acknowledged; before that whoever responds.
 * @param roles ids, in the order in which they are asked.
 */
export function whoLeads(incident: Incident, policy: Policy, roles: readonly string[]): People {
  const holders = roles.flatMap((role) => incident.roles.get(role) ?? []);
  const acknowledged = incident.timeline.findLast(({ kind }) => kind === 'acknowledged')?.by;
  const [leader] = [...holders, ...(acknowledged == null ? [] : [acknowledged])];
  return leader === undefined
    ? whoResponds(incident, policy)
    : { ...above(incident, policy), first: persons([leader]) };
}

/** Its owners. An item that was counted for no team in particular is everybody's. */
export function whoseItem(
  { item, counted, owners }: FollowUpItem,
  incident: Incident,
  policy: Policy,
): People {
  const owing = teamsOwing(incident.services, policy);
  const home = incident.ref.repo;
  const teams = sameRepo(item.ref.repo, home) ? owing : teamsOfCatalog(policy);
  const own = counted?.entry.teams ?? teamsOfItem(item, { home, teams, policy });
  return {
    ...above(incident, policy),
    first: persons(owners),
    owners: teamMentions(own.length > 0 ? own : owing),
  };
}

/** Whoever asked for it. */
export function whoseWaiver(waiver: Waiver, team: TeamRef, incident: Incident): People {
  return {
    first: persons([waiver.requestedBy]),
    owners: teamMentions([team]),
    commander: commanderOf(incident),
  };
}

/** Who brings a whole incident's work to its end. */
export function whoFollowsUp(incident: Incident, policy: Policy): People {
  return { ...above(incident, policy), first: commanderOf(incident) };
}

function above(incident: Incident, policy: Policy): Pick<People, 'owners' | 'commander'> {
  return {
    owners: teamMentions(teamsOwing(incident.services, policy)),
    commander: commanderOf(incident),
  };
}

export const COMMANDER = 'commander';

function commanderOf({ roles }: Incident): readonly Mention[] {
  const login = roles.get(COMMANDER);
  return login === undefined ? [] : persons([login]);
}

/** GitHub takes no more assignees of one issue. */
const MOST_PERSONS = 10;

function persons(logins: readonly string[]): readonly Mention[] {
  return [...new Set(logins)]
    .slice(0, MOST_PERSONS)
    .map((login) => ({ kind: 'person', login }) as const);
}

function teamMentions(teams: readonly TeamRef[]): readonly Mention[] {
  return teams.slice(0, MOST_PERSONS).map((team) => ({ kind: 'team', team }) as const);
}
