import { isApprover } from '../../followup/approvers.ts';
import { teamKey } from '../../followup/dont-repeat.ts';
import type { Obligation } from '../../followup/obligation.ts';
import type { Actor } from '../../incident/facts.ts';
import type { Policy, TeamRef } from '../../policy/policy.ts';
import type { FixLink, Standing, VouchReason } from '../decision.ts';
import type { People } from '../facts.ts';
import type { Authors } from './authors.ts';

/** Everything that decides whether somebody's word counts for a violation. */
export interface Standings {
  readonly obligation: Obligation;
  /** The one that owes. */
  readonly team: TeamRef;
  readonly links: readonly FixLink[];
  readonly authors: Authors;
  readonly people: People;
  readonly policy: Policy;
}

/**
 * Why a person's word counts, or why it does not. Nobody vouches for their own change, unless the policy
 * takes the author's word too.
 */
export function wordOf({ login, kind }: Actor, standings: Standings): VouchReason {
  if (kind !== 'person') return 'not-a-person';
  if (standings.policy.dontRepeat.vouch === 'other') {
    if (standings.authors.logins.has(login.toLowerCase())) return 'by-author';
    if (!standings.authors.complete) return 'authors-unknown';
  }
  return standingOf(login, standings) ?? 'no-standing';
}

export function counts(reason: string): reason is Standing {
  return STANDINGS.has(reason);
}

const STANDINGS: ReadonlySet<string> = new Set<Standing>([
  'assignee',
  'role-holder',
  'team-member',
  'approver',
]);

export function standingOf(login: string, standings: Standings): Standing | undefined {
  const { obligation, team, links, people, policy } = standings;
  const same = (name: string): boolean => name.toLowerCase() === login.toLowerCase();
  if (links.some(({ target }) => target.assignees.some(same))) return 'assignee';
  if (obligation.roleHolders.some(same)) return 'role-holder';
  const person = people.get(login.toLowerCase());
  if (person?.exists !== true) return undefined;
  if (person.teams.some((name) => name.toLowerCase() === teamKey(team))) return 'team-member';
  return isApprover(person, policy) ? 'approver' : undefined;
}
