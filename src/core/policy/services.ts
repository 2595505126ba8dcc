/** The service catalog: which services a repository or a path belongs to, and who owns them. */
import { formatRepo } from '../ids.ts';
import type { RepoRef } from '../ids.ts';
import { fitsGlob } from './glob.ts';
import type { Policy, Service, TeamRef } from './policy.ts';

/** By id, without regard to case; `undefined` when the catalog has none of this id. */
export function serviceById(policy: Policy, id: string): Service | undefined {
  const wanted = id.toLowerCase();
  return policy.services.find((service) => service.id === wanted);
}

/** The owning teams of the given services, each once, in order; unknown and unowned ones have none. */
export function serviceOwners(policy: Policy, ids: readonly string[]): readonly TeamRef[] {
  const teams = ids.flatMap((id) => serviceById(policy, id)?.team ?? []);
  return [...new Map(teams.map((team) => [formatTeam(team).toLowerCase(), team])).values()];
}

/** Services to which the repository belongs as a whole. */
export function servicesOfRepository(policy: Policy, repo: RepoRef): readonly Service[] {
  return policy.services.filter((service) =>
    service.repositories.some((glob) => matchesRepository(glob, repo)),
  );
}

/** Services to which one of the paths belongs, beside those to which the whole repository does. */
export function servicesOfPaths(
  policy: Policy,
  repo: RepoRef,
  paths: readonly string[],
): readonly Service[] {
  return policy.services.filter((service) =>
    service.paths.some(({ repository, glob }) => {
      if (!matchesRepository(repository, repo)) return false;
      return paths.some((path) => fitsGlob(path, glob));
    }),
  );
}

/** `acme/checkout-*` means every such repository; GitHub compares names without regard to case. */
export function matchesRepository(glob: string, repo: RepoRef): boolean {
  return fitsGlob(formatRepo(repo).toLowerCase(), glob.toLowerCase());
}

/** Every repository name or glob that the given services name, each once: where suspects are looked for. */
export function repositoriesOf(services: readonly Service[]): readonly string[] {
  const named = services.flatMap(({ repositories, paths }) => [
    ...repositories,
    ...paths.map((path) => path.repository),
  ]);
  return [...new Set(named)];
}

/** `acme/payments` */
export function formatTeam(team: TeamRef): string {
  return `${team.org}/${team.slug}`;
}
