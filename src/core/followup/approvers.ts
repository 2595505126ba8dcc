import type { PersonFacts } from '../incident/facts.ts';
import type { Policy, TeamRef } from '../policy/policy.ts';
import { formatTeam } from '../policy/services.ts';
import { teamKey } from './dont-repeat.ts';

/** Named by the policy, or an active member of a team that it names; nobody else, whatever they own. */
export function isApprover(person: PersonFacts | undefined, policy: Policy): boolean {
  if (person === undefined) return false;
  const teams = new Set(person.teams.map((name) => name.toLowerCase()));
  return policy.dontRepeat.waivers.approvers.some((approver) =>
    approver.kind === 'team'
      ? teams.has(teamKey(approver.team))
      : approver.login.toLowerCase() === person.login.toLowerCase(),
  );
}

/** Those of the approvers in which membership has to be looked up, each once. */
export function approverTeams(policy: Policy): readonly TeamRef[] {
  const teams = policy.dontRepeat.waivers.approvers.flatMap((approver) =>
    approver.kind === 'team' ? [approver.team] : [],
  );
  return [...new Map(teams.map((team) => [teamKey(team), team])).values()];
}

/** `acme/incident-commanders`, `alice`: in the policy's order. */
export function approverNames(policy: Policy): readonly string[] {
  return policy.dontRepeat.waivers.approvers.map((approver) =>
    approver.kind === 'team' ? formatTeam(approver.team) : approver.login,
  );
}
