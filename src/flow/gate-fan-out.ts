import type { Obligation } from '../core/followup/obligation.ts';
import type { RepoRef } from '../core/ids.ts';
import type { Policy, TeamRef } from '../core/policy/policy.ts';
import { formatTeam, matchesRepository } from '../core/policy/services.ts';
import type { CodeOwnersStore } from './ports/code-owners.ts';
import type { InstalledRepositories } from './ports/issue-lists.ts';
import type { JobQueue } from './ports/job-queue.ts';
import type { NameStore } from './ports/names.ts';

export interface FanOutDeps {
  /** Which repositories an account has; GitHub is asked only while the store does not know. */
  readonly names: Pick<NameStore, 'repositories' | 'team'>;
  readonly installed: InstalledRepositories;
  readonly codeOwners: Pick<CodeOwnersStore, 'branches' | 'load'>;
  readonly queue: JobQueue;
}

/**
 * What one incident obliges to has changed: every repository in which something of a team concerned,
 * before or now, may be held is judged again, by a job of its own that also plans when to look once more.
 * Null where nothing was or is owed. Repeatable; marks keys and does nothing else.
 */
export function fanOut(
  deps: FanOutDeps,
): (policy: Policy, before: Obligation | null, after: Obligation | null) => Promise<void> {
  return async (policy, before, after) => {
    const teams = [before, after].flatMap((one) => one?.teams.map(({ team }) => team) ?? []);
    if (teams.length === 0) return;
    const repos = await reposInReach(deps, policy, teams);
    await deps.queue.mark(repos.map((repo) => ({ kind: 'gates', repo }) as const));
  };
}

/** Every repository whose pull requests the policy decides about. */
export async function coveredRepositories(
  deps: Pick<FanOutDeps, 'installed'> & { readonly names: Pick<NameStore, 'repositories'> },
  { organisationWide, source }: Policy,
): Promise<readonly RepoRef[]> {
  if (!organisationWide) return [source.repo];
  const { owner } = source.repo;
  const known = await deps.names.repositories(owner);
  if (known.length > 0) return known;
  const all = await deps.installed.repositories();
  return all.filter((repo) => repo.owner.toLowerCase() === owner.toLowerCase());
}

/** Covered repositories in which a change may belong to one of the teams. */
export async function reposInReach(
  deps: Omit<FanOutDeps, 'queue'>,
  policy: Policy,
  teams: readonly TeamRef[],
): Promise<readonly RepoRef[]> {
  const covered = await coveredRepositories(deps, policy);
  if (policy.dontRepeat.unowned === 'block') return covered;
  const concerned = new Set(teams.map((team) => formatTeam(team).toLowerCase()));
  const reached: RepoRef[] = [];
  for (const repo of covered) {
    if (await mayHold(deps, repo, policy, concerned)) reached.push(repo);
  }
  return reached;
}

/**
 * True also while nobody has looked at the repository's CODEOWNERS. In these a team that was renamed has
 * its former name still, and who has it now is concerned, as where a change is judged.
 */
async function mayHold(
  { codeOwners, names }: Pick<FanOutDeps, 'codeOwners' | 'names'>,
  repo: RepoRef,
  { services }: Policy,
  concerned: ReadonlySet<string>,
): Promise<boolean> {
  const isConcerned = (team: TeamRef): boolean => concerned.has(formatTeam(team).toLowerCase());
  const byService = services.some(
    ({ team, repositories, paths }) =>
      team !== null &&
      isConcerned(team) &&
      [...repositories, ...paths.map(({ repository }) => repository)].some((glob) =>
        matchesRepository(glob, repo),
      ),
  );
  if (byService) return true;
  const branches = await codeOwners.branches(repo);
  for (const branch of branches) {
    const owners = await codeOwners.load(repo, branch);
    const named = owners?.rules.flatMap(({ teams }) => teams) ?? [];
    for (const team of new Map(named.map((one) => [formatTeam(one), one])).values()) {
      if (isConcerned(await names.team(team))) return true;
    }
  }
  return branches.length === 0;
}
