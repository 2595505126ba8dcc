import type { Policy } from '../../policy/policy.ts';
import type { FixEvidence } from '../decision.ts';
import type { PullFacts } from '../facts.ts';
import { labelVouchings } from './label.ts';
import { reviewVouchings } from './review.ts';
import type { Standings } from './standing.ts';

/**
 * Whether this change is the fix: it is linked, and somebody else vouches for it. Where the policy lets
 * authors vouch for themselves, the link is enough. Undefined where nothing is linked.
 */
export function fixEvidence(
  pulls: readonly PullFacts[],
  headSha: string,
  standings: Standings,
): FixEvidence | undefined {
  const { links, policy } = standings;
  if (links.length === 0) return undefined;
  if (authorsVouch(policy)) return { rule: 'fix', outcome: 'lifts', links, children: [] };
  const children = [
    ...reviewVouchings(pulls, headSha, standings),
    ...labelVouchings(pulls, headSha, standings),
  ];
  const lifts = children.some(({ outcome }) => outcome === 'lifts');
  return { rule: 'fix', outcome: lifts ? 'lifts' : 'no', links, children };
}

function authorsVouch({ dontRepeat }: Policy): boolean {
  return dontRepeat.vouch === 'author';
}
