import { isApprover } from '../core/followup/approvers.ts';
import { teamKey } from '../core/followup/dont-repeat.ts';
import type { Obligation } from '../core/followup/obligation.ts';
import type { IssueRef } from '../core/ids.ts';
import { sameLogin } from '../core/incident/authority.ts';
import type { PersonFacts } from '../core/incident/facts.ts';
import { serviceById } from '../core/policy/services.ts';
import type { Ground } from './judge-commits.ts';
import type { IncidentIndex } from './ports/incident-index.ts';

export function canWrite(person: PersonFacts | undefined): boolean {
  return person !== undefined && ['write', 'maintain', 'admin'].includes(person.permission);
}

/** As on the incident itself: write access, an owning team, a role, an approver. Nothing is asked of GitHub. */
export async function hasRightOn(
  { index }: { readonly index: Pick<IncidentIndex, 'find'> },
  about: {
    readonly incident: IssueRef;
    readonly obligation: Obligation | undefined;
    readonly ground: Ground;
  },
  person: PersonFacts | undefined,
): Promise<boolean> {
  if (person === undefined) return false;
  const { policy } = about.ground;
  if (canWrite(person) || isApprover(person, policy)) return true;
  const roles = about.obligation?.roleHolders ?? [];
  if (roles.some((holder) => sameLogin(holder, person.login))) return true;
  const services = (await index.find(about.incident))?.services ?? [];
  const owners = services.flatMap((id) => serviceById(policy, id)?.team ?? []);
  const owing = about.obligation?.teams.map(({ team }) => team) ?? [];
  const member = new Set(person.teams.map((name) => name.toLowerCase()));
  return [...owners, ...owing].some((team) => member.has(teamKey(team)));
}
