import type { ReviewVouching } from '../decision.ts';
import type { PullFacts, ReviewFacts } from '../facts.ts';
import { counts, wordOf, type Standings } from './standing.ts';

/**
 * An approving review vouches for the commit it was given on and for nothing that was pushed later. Only
 * each reviewer's latest opinion is looked at.
 */
export function reviewVouchings(
  pulls: readonly PullFacts[],
  headSha: string,
  standings: Standings,
): readonly ReviewVouching[] {
  return pulls
    .flatMap(({ reviews }) => reviews)
    .map((review) => {
      const because = reasonOf(review, headSha, standings);
      return { rule: 'review', outcome: counts(because) ? 'lifts' : 'no', review, because };
    });
}

function reasonOf(
  review: ReviewFacts,
  headSha: string,
  standings: Standings,
): ReviewVouching['because'] {
  if (review.opinion === 'changes-requested') return 'changes-requested';
  if (review.commit?.toLowerCase() !== headSha.toLowerCase()) return 'old-head';
  return wordOf(review.by, standings);
}
