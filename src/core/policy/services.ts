/** The service catalog: which services there are, and which repositories belong to them. */
import { repoKey, type RepoRef } from '../ids.ts';
import { fitsGlob } from './glob.ts';
import type { Policy, Service, TeamRef } from './policy.ts';

/** By id, without regard to case; `undefined` when the catalog has none of this id. */
export function serviceById(policy: Policy, id: string): Service | undefined {
  const wanted = id.toLowerCase();
  return policy.services.find((service) => service.id === wanted);
}

/** Services to which the repository belongs as a whole. */
export function servicesOfRepository(policy: Policy, repo: RepoRef): readonly Service[] {
  return policy.services.filter((service) =>
    service.repositories.some((glob) => matchesRepository(glob, repo)),
  );
}

/** `acme/checkout-*` means every such repository; GitHub compares names without regard to case. */
export function matchesRepository(glob: string, repo: RepoRef): boolean {
  return fitsGlob(repoKey(repo), glob.toLowerCase());
}

/** Every repository name or glob that the given services name, each once, in order of name. */
export function repositoriesOf(services: readonly Service[]): readonly string[] {
  const named = services.flatMap(({ repositories, paths }) => [
    ...repositories,
    ...paths.map((path) => path.repository),
  ]);
  return [...new Set(named)].sort();
}

/** `acme/payments` */
export function formatTeam(team: TeamRef): string {
  return `${team.org}/${team.slug}`;
}
