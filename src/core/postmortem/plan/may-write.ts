import { HOUR, plus, type Instant } from '../../time.ts';
import type { PostmortemFacts } from '../facts.ts';

interface Branch {
  readonly facts: Pick<PostmortemFacts, 'branch' | 'pull'>;
  readonly now: Instant;
}

/**
 * Whether the app may commit to the branch: at most once an hour, so that nobody who reads or writes there
 * is kept busy by it; never once a person has approved, for a push would take that approval away, and
 * what was approved is what is merged. When it may later: from when on.
 */
export function mayWrite({ facts, now }: Branch): 'now' | 'never' | { readonly from: Instant } {
  const { branch, pull } = facts;
  const isApproved = pull?.reviews.some(({ by, approved }) => approved && by.kind === 'person');
  if (isApproved === true && pull?.state === 'open') return 'never';
  if (branch?.ownCommitAt == null) return 'now';
  const from = plus(branch.ownCommitAt, HOUR);
  return from <= now ? 'now' : { from };
}
