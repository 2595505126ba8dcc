/** The teams that the service catalog names, and how people name them. */
import type { Policy, TeamRef } from './policy.ts';
import { formatTeam, serviceById } from './services.ts';

/** Every team that owns a service, each once, in the order of the catalog. */
export function teamsOfCatalog(policy: Policy): readonly TeamRef[] {
  const teams = policy.services.flatMap(({ team }) => (team === null ? [] : [team]));
  const names = teams.map((team) => formatTeam(team).toLowerCase());
  return teams.filter((_, index) => names.indexOf(names[index] ?? '') === index);
}

/**
 * The team that somebody means by `payments`, `acme/payments`, `@acme/payments` or by a service that
 * it owns; a team's slug goes before a service's id. `undefined` for none, and for a slug that two
 * organisations have.
 */
export function teamNamed(text: string, policy: Policy): TeamRef | undefined {
  const wanted = text.toLowerCase().replace(/^@/, '');
  const teams = teamsOfCatalog(policy);
  const full = teams.find((team) => formatTeam(team).toLowerCase() === wanted);
  if (full !== undefined) return full;
  const bySlug = teams.filter(({ slug }) => slug.toLowerCase() === wanted);
  if (bySlug.length > 0) return bySlug.length === 1 ? bySlug[0] : undefined;
  return serviceById(policy, wanted)?.team ?? undefined;
}
