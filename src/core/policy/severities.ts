/** Looking up and comparing severities of a policy. */
import type { Policy, Severity } from './policy.ts';

/** By id, without regard to case; `undefined` when the policy has none of this id. */
export function severityById(policy: Policy, id: string): Severity | undefined {
  const wanted = id.toLowerCase();
  return policy.severities.find((severity) => severity.id === wanted);
}

/** What a person may have meant: the id or the name, `sev1`, `SEV-1`, `sev 1`; no other spelling. */
export function severityByWord(policy: Policy, word: string): Severity | undefined {
  const wanted = bare(word);
  return policy.severities.find(({ id, name }) => bare(id) === wanted || bare(name) === wanted);
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

function bare(word: string): string {
  return word.toLowerCase().replace(/[\s_-]+/g, '');
}
