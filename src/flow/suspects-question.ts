import type { Policy } from '../core/policy/policy.ts';
import { repositoriesOf } from '../core/policy/services.ts';
import { DAY, isoOf, plus, type Instant } from '../core/time.ts';

export interface SuspectsQuestion {
  readonly repositories: readonly string[];
  readonly from: Instant;
  readonly to: Instant;
  /** Told apart by this: another service or another moment is another question. */
  readonly text: string;
}

/** What was merged and deployed in the affected services' repositories in the day before; null for none. */
export function suspectsQuestion(
  services: readonly string[],
  declaredAt: Instant,
  policy: Policy,
): SuspectsQuestion | null {
  const affected = new Set(services.map((id) => id.toLowerCase()));
  const owned = policy.services.filter(({ id }) => affected.has(id.toLowerCase()));
  const repositories = repositoriesOf(owned);
  if (repositories.length === 0) return null;
  const from = plus(declaredAt, -DAY);
  return {
    repositories,
    from,
    to: declaredAt,
    text: JSON.stringify([repositories, isoOf(declaredAt)]),
  };
}
