import { approverTeams, isApprover } from '../followup/approvers.ts';
import { teamKey } from '../followup/dont-repeat.ts';
import type { Policy, TeamRef } from '../policy/policy.ts';
import type { PersonFacts } from './facts.ts';
import type { FoldState } from './state.ts';

/**
 * Who may say what an incident is: people with write access to the incident repository, active members
 * of a team that owns an affected service (of any service's team while none is known to be affected),
 * holders of a role in this incident, and waiver approvers, who may do more than all of them. What GitHub says of a person is looked up, never taken from
 * a payload.
 */
export function hasRight(
  person: PersonFacts,
  state: Pick<FoldState, 'services' | 'roles'>,
  policy: Policy,
): boolean {
  return (
    canWrite(person) ||
    isApprover(person, policy) ||
    owningTeams(state.services, policy).some((team) => isMember(person, team)) ||
    [...state.roles.values()].some((holder) => sameLogin(holder, person.login))
  );
}

/** Whose declaration binds at once: write access, or membership in any team of the policy's services. */
export function mayDeclare(person: PersonFacts, policy: Policy): boolean {
  return canWrite(person) || teamsOfPolicy(policy).some((team) => isMember(person, team));
}

/** Every team that owns a service, each once. */
export function teamsOfPolicy(policy: Policy): readonly TeamRef[] {
  const teams = policy.services.flatMap(({ team }) => (team === null ? [] : [team]));
  return [...new Map(teams.map((team) => [teamKey(team), team])).values()];
}

/** Owners and waiver approvers, each once: every team whose members may have a say. */
export function teamsToLookUp(policy: Policy): readonly TeamRef[] {
  const teams = [...teamsOfPolicy(policy), ...approverTeams(policy)];
  return [...new Map(teams.map((team) => [teamKey(team), team])).values()];
}

export function sameLogin(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function owningTeams(services: readonly string[], policy: Policy): readonly TeamRef[] {
  const affected = new Set(services.map((id) => id.toLowerCase()));
  const known = policy.services.filter(({ id }) => affected.has(id.toLowerCase()));
  return known.length === 0
    ? teamsOfPolicy(policy)
    : known.flatMap(({ team }) => (team === null ? [] : [team]));
}

export function canWrite({ permission }: PersonFacts): boolean {
  return permission === 'write' || permission === 'maintain' || permission === 'admin';
}

function isMember(person: PersonFacts, team: TeamRef): boolean {
  return person.teams.some((name) => name.toLowerCase() === teamKey(team));
}
