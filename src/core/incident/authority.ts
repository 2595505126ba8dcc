import type { Policy, TeamRef } from '../policy/policy.ts';
import type { PersonFacts } from './facts.ts';
import type { FoldState } from './state.ts';

/**
 * Who may say what an incident is: people with write access to the incident repository, active members
 * of a team that owns an affected service (of any service's team while none is known to be affected),
 * and holders of a role in this incident. What GitHub says of a person is looked up, never taken from
 * a payload.
 */
export function hasRight(person: PersonFacts, state: FoldState, policy: Policy): boolean {
  return (
    canWrite(person) ||
    owningTeams(state.services, policy).some((team) => isMember(person, team)) ||
    [...state.roles.values()].some((holder) => sameLogin(holder, person.login))
  );
}

/** Whose declaration binds at once: write access, or membership in any team of the policy's services. */
export function mayDeclare(person: PersonFacts, policy: Policy): boolean {
  return canWrite(person) || teamsOfPolicy(policy).some((team) => isMember(person, team));
}

/** Every team that owns a service, each once: those in which membership has to be looked up. */
export function teamsOfPolicy(policy: Policy): readonly TeamRef[] {
  const teams = policy.services.flatMap(({ team }) => (team === null ? [] : [team]));
  return [...new Map(teams.map((team) => [teamName(team), team])).values()];
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

function canWrite({ permission }: PersonFacts): boolean {
  return permission === 'write' || permission === 'maintain' || permission === 'admin';
}

function isMember(person: PersonFacts, team: TeamRef): boolean {
  return person.teams.some((name) => name.toLowerCase() === teamName(team));
}

/** `acme/payments`, lower case, as in `PersonFacts.teams`. */
function teamName({ org, slug }: TeamRef): string {
  return `${org}/${slug}`.toLowerCase();
}
