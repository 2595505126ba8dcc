/** What the reviews of a pull request amount to. */
import type { User } from '../records/accounts.ts';
import type { Issue } from '../records/issue.ts';
import type { Review } from '../records/pull-request.ts';
import type { PullRequestRuleParameters } from '../records/rules.ts';
import { allTeamMembers, explicitRole, hasRole } from '../roles.ts';
import type { World } from '../world.ts';
import { ownersOfPull } from './code-owners.ts';
import { protectionFor, rulesFor } from './rules.ts';

/** What reviews a branch demands, rulesets and classic protection united. */
export interface ReviewDemand {
  readonly count: number;
  readonly dismissStale: boolean;
  readonly codeOwners: boolean;
  readonly lastPushApproval: boolean;
  readonly threadsResolved: boolean;
}

/** Each person's latest review with an opinion: an approval, a request for changes, or dismissed. */
export function latestOpinions(issue: Issue): Review[] {
  const latest = new Map<number, Review>();
  for (const review of issue.pull?.reviews ?? []) {
    if (review.state === 'PENDING' || review.state === 'COMMENTED') continue;
    latest.set(review.author.id, review);
  }
  return [...latest.values()];
}

/** The opinions that count: of people with write access other than the author. */
export function countingOpinions(world: World, issue: Issue): Review[] {
  return latestOpinions(issue).filter(
    ({ author }) => author !== issue.author && hasRole(world, author, issue.repository, 'write'),
  );
}

/** Null where the base branch demands no review. */
export function reviewDemand(world: World, issue: Issue): ReviewDemand | null {
  if (issue.pull === null) return null;
  const branch = issue.pull.baseRef;
  const ruled = rulesFor(world, issue.repository, branch).flatMap(({ rule }) =>
    rule.type === 'pull_request' ? [fromRule(rule.parameters)] : [],
  );
  const classic = protectionFor(issue.repository, branch);
  if (classic?.requiredReviews != null) {
    ruled.push({
      count: classic.requiredReviews.count,
      dismissStale: classic.requiredReviews.dismissStale,
      codeOwners: classic.requiredReviews.codeOwners,
      lastPushApproval: classic.requiredReviews.lastPushApproval,
      threadsResolved: classic.requireConversationResolution,
    });
  } else if (classic?.requireConversationResolution === true) {
    const nothing = { count: 0, dismissStale: false, codeOwners: false, lastPushApproval: false };
    ruled.push({ ...nothing, threadsResolved: true });
  }
  return ruled.length === 0 ? null : ruled.reduce(strictest);
}

/** The decision GraphQL shows; null where no approval is demanded. */
export function reviewDecision(
  world: World,
  issue: Issue,
): 'APPROVED' | 'CHANGES_REQUESTED' | 'REVIEW_REQUIRED' | null {
  const demand = reviewDemand(world, issue);
  if (demand === null || demand.count === 0) return null;
  const opinions = countingOpinions(world, issue);
  if (opinions.some(({ state }) => state === 'CHANGES_REQUESTED')) return 'CHANGES_REQUESTED';
  const approvals = opinions.filter(({ state }) => state === 'APPROVED').length;
  return approvals >= demand.count ? 'APPROVED' : 'REVIEW_REQUIRED';
}

/** Why the reviews do not allow a merge yet. */
export function reviewFaults(world: World, issue: Issue): string[] {
  const demand = reviewDemand(world, issue);
  if (demand === null || issue.pull === null) return [];
  const faults: string[] = [];
  const decision = reviewDecision(world, issue);
  if (decision === 'CHANGES_REQUESTED') faults.push('Changes have been requested.');
  if (decision === 'REVIEW_REQUIRED') {
    const plural = demand.count === 1 ? 'review is' : 'reviews are';
    faults.push(
      `At least ${demand.count} approving ${plural} required by reviewers with write access.`,
    );
  }
  if (demand.codeOwners && !ownersApproved(world, issue)) {
    faults.push('Waiting on code owner review.');
  }
  const { headSha, lastPusher, reviewThreads } = issue.pull;
  const fresh = countingOpinions(world, issue).some(
    (review) =>
      review.state === 'APPROVED' && review.author !== lastPusher && review.commitSha === headSha,
  );
  if (demand.lastPushApproval && !fresh) {
    faults.push('New changes require approval from someone other than the last pusher.');
  }
  if (demand.threadsResolved && reviewThreads.some(({ resolvedBy }) => resolvedBy === null)) {
    faults.push('A conversation must be resolved before this pull request can be merged.');
  }
  return faults;
}

/** Every changed file that has owners needs an approval by one of them (or a member of an owning team). */
function ownersApproved(world: World, issue: Issue): boolean {
  const approvers = countingOpinions(world, issue)
    .filter(({ state }) => state === 'APPROVED')
    .map(({ author }) => author);
  return [...ownersOfPull(world, issue).values()].every((owners) =>
    owners.some((owner) => {
      const people = 'type' in owner ? [owner] : allTeamMembers(world, owner);
      return people.some((person) => approvers.includes(person));
    }),
  );
}

/** People who can be asked for a review: whoever has access of their own, but not the author. */
export function canReview(world: World, issue: Issue, user: User): boolean {
  return user !== issue.author && explicitRole(world, user, issue.repository) !== null;
}

function fromRule(parameters: PullRequestRuleParameters): ReviewDemand {
  return {
    count: parameters.requiredApprovingReviewCount,
    dismissStale: parameters.dismissStaleReviewsOnPush,
    codeOwners: parameters.requireCodeOwnerReview,
    lastPushApproval: parameters.requireLastPushApproval,
    threadsResolved: parameters.requiredReviewThreadResolution,
  };
}

function strictest(a: ReviewDemand, b: ReviewDemand): ReviewDemand {
  return {
    count: Math.max(a.count, b.count),
    dismissStale: a.dismissStale || b.dismissStale,
    codeOwners: a.codeOwners || b.codeOwners,
    lastPushApproval: a.lastPushApproval || b.lastPushApproval,
    threadsResolved: a.threadsResolved || b.threadsResolved,
  };
}
