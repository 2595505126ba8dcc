/** Looking up and comparing severities of a policy. */
import type { Policy, Severity } from './policy.ts';

/** By id, without regard to case; `undefined` when the policy has none of this id. */
export function severityById(policy: Policy, id: string): Severity | undefined {
  const wanted = id.toLowerCase();
  return policy.severities.find((severity) => severity.id === wanted);
}

/**
 * 0 for the most severe, then 1 …; a severity the policy does not know ranks as the most severe, so
 * that a removed level never makes an incident look milder.
 */
export function severityRank(policy: Policy, id: string): number {
  const wanted = id.toLowerCase();
  return Math.max(
    0,
    policy.severities.findIndex((severity) => severity.id === wanted),
  );
}
