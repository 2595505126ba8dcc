import type { FixEvidence } from '../decision.ts';
import type { PullFacts } from '../facts.ts';
import { authorVouchings } from './author.ts';
import { labelVouchings } from './label.ts';
import { reviewVouchings } from './review.ts';
import type { Standings } from './standing.ts';

/**
 * Whether this change is the fix: it is linked, and somebody whose word counts vouches for it. That is
 * somebody else, unless the policy takes the author's word too. Undefined where nothing is linked.
 */
export function fixEvidence(
  pulls: readonly PullFacts[],
  headSha: string,
  standings: Standings,
): FixEvidence | undefined {
  const { links } = standings;
  if (links.length === 0) return undefined;
  const children = [
    ...reviewVouchings(pulls, headSha, standings),
    ...labelVouchings(pulls, headSha, standings),
    ...authorVouchings(pulls, standings),
  ];
  const lifts = children.some(({ outcome }) => outcome === 'lifts');
  return { rule: 'fix', outcome: lifts ? 'lifts' : 'no', links, children };
}
