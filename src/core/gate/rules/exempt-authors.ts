import type { Actor } from '../../incident/facts.ts';
import type { Policy } from '../../policy/policy.ts';
import type { ExemptionFinding } from '../decision.ts';
import type { PullFacts } from '../facts.ts';

/**
 * The policy may let somebody's changes through, an updater of dependencies for example: only when they
 * opened the pull request and wrote every commit of it, and signatures show that they did.
 */
export function exemptAuthors(
  { author, commitAuthors: { authors, complete, signed } }: PullFacts,
  policy: Policy,
): ExemptionFinding {
  const exempt = new Set(policy.dontRepeat.exemptAuthors.map((name) => name.toLowerCase()));
  const people = [author, ...authors];
  const other = people.find((one) => one !== null && !exempt.has(nameInPolicy(one)));
  const known = complete && signed && authors.length > 0 && !people.includes(null);
  return {
    rule: 'exempt-authors',
    outcome: known && other === undefined ? 'passes' : 'no',
    otherwise: other == null ? null : other.login,
  };
}

/** `dependabot[bot]`, as GitHub shows apps: a person named `dependabot` is somebody else. */
function nameInPolicy({ login, kind }: Actor): string {
  return kind === 'person' ? login.toLowerCase() : `${login.toLowerCase()}[bot]`;
}
