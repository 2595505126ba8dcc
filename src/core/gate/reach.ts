/**
 * What could be held in a repository at all, known without reading a pull request: where nothing of it
 * owes anything, the answer is given at once.
 */
import { teamKey } from '../followup/dont-repeat.ts';
import type { Obligation, TeamObligation } from '../followup/obligation.ts';
import { violationAt } from '../followup/violation.ts';
import type { RepoRef } from '../ids.ts';
import { fitsGlob } from '../policy/glob.ts';
import type { Policy, TeamRef } from '../policy/policy.ts';
import { matchesRepository, servicesOfRepository } from '../policy/services.ts';
import type { Instant } from '../time.ts';
import type { CodeOwners } from './facts.ts';
import { eachTeamOnce } from './ownership.ts';

/**
 * Teams to which some change in the repository may belong: of services that match it or have paths in
 * it, and of its CODEOWNERS on whatever branches were looked at. In order of name, each once.
 */
export function teamsInReach(
  repo: RepoRef,
  policy: Policy,
  codeOwners: readonly (CodeOwners | null)[],
): readonly TeamRef[] {
  const withPaths = policy.services.filter(({ paths }) =>
    paths.some(({ repository }) => matchesRepository(repository, repo)),
  );
  const services = [...servicesOfRepository(policy, repo), ...withPaths];
  const owners = codeOwners.flatMap((file) => file?.rules.flatMap(({ teams }) => teams) ?? []);
  return eachTeamOnce([
    ...services.flatMap(({ team }) => (team === null ? [] : [team])),
    ...owners,
  ]);
}

/**
 * The obligations that may hold some change in the repository now. Where the policy blocks changes of no
 * known owner, that is every open one, unless a service's team owns the whole repository.
 */
export function inReach(here: Here & { readonly now: Instant }): readonly Obligation[] {
  const isOpen = (obligation: Obligation, team: TeamObligation): boolean =>
    violationAt(obligation, team, here.now).is === 'open';
  return reaching(here, isOpen);
}

/** The same at any time: also what is in grace or waived now. */
export function everInReach(here: Here): readonly Obligation[] {
  return reaching(here, () => true);
}

interface Here {
  readonly repo: RepoRef;
  readonly policy: Policy;
  readonly codeOwners: readonly (CodeOwners | null)[];
  readonly obligations: readonly Obligation[];
}

function reaching(
  here: Here,
  counts: (obligation: Obligation, team: TeamObligation) => boolean,
): readonly Obligation[] {
  const { repo, policy } = here;
  const teams = new Set(teamsInReach(repo, policy, here.codeOwners).map(teamKey));
  const hasOwner = servicesOfRepository(policy, repo).some(({ team }) => team !== null);
  const everybody = policy.dontRepeat.unowned === 'block' && !hasOwner;
  return here.obligations.filter((obligation) =>
    obligation.teams.some(
      (team) => (everybody || teams.has(teamKey(team.team))) && counts(obligation, team),
    ),
  );
}

/** Pull requests against other branches are not judged. */
export function isGated(baseRef: string, defaultBranch: string, policy: Policy): boolean {
  const { branches } = policy.dontRepeat;
  return branches === null
    ? baseRef === defaultBranch
    : branches.some((glob) => fitsGlob(baseRef, glob));
}
