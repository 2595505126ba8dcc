import { teamKey } from '../../followup/dont-repeat.ts';
import type { Obligation, TeamObligation, ViolationState } from '../../followup/obligation.ts';
import { violationAt } from '../../followup/violation.ts';
import type { Policy, TeamRef } from '../../policy/policy.ts';
import type { Instant } from '../../time.ts';
import type { Owners, ViolationFinding } from '../decision.ts';

/** A violation that the change comes under, before it is known whether anything lets it through. */
export interface Concern {
  readonly obligation: Obligation;
  readonly team: TeamObligation;
  readonly state: ViolationState;
  readonly because: ViolationFinding['because'];
}

/**
 * What is owed by those to whom the change belongs. Where the list of its files is not whole, it may
 * belong to every team in reach; where nobody is known to own it, the policy says what follows.
 */
export function concernsOf(
  owners: Owners,
  obligations: readonly Obligation[],
  where: { readonly policy: Policy; readonly reach: readonly TeamRef[]; readonly now: Instant },
): readonly Concern[] {
  const owning = new Set(owners.teams.map(({ team }) => teamKey(team)));
  const possible = new Set(owners.incomplete ? where.reach.map(teamKey) : []);
  const everybody = owners.unowned && where.policy.dontRepeat.unowned === 'block';
  const becauseOf = (key: string): Concern['because'] | undefined => {
    if (owning.has(key)) return 'owner';
    if (possible.has(key)) return 'may-own';
    return everybody ? 'unowned' : undefined;
  };
  return obligations.flatMap((obligation) =>
    obligation.teams.flatMap((team): readonly Concern[] => {
      const because = becauseOf(teamKey(team.team));
      const state = violationAt(obligation, team, where.now);
      return because === undefined ? [] : [{ obligation, team, state, because }];
    }),
  );
}
