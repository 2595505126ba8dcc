/** Reviews of pull requests. */
import type { Actor, Performer } from '../actor.ts';
import { recordEvent } from '../happenings.ts';
import { noteMentions } from '../mentions.ts';
import type { Issue } from '../records/issue.ts';
import type { Review, ReviewState } from '../records/pull-request.ts';
import type { Result } from '../result.ts';
import { forbidden, invalid, ok, unprocessable } from '../result.ts';
import { authorize, may } from '../roles.ts';
import { nodeId, register } from '../world.ts';
import type { World } from '../world.ts';
import { contentEdit } from './comments.ts';
import type { NewReviewComment } from './review-comments.ts';
import { addReviewComments, commentFault, publishComments } from './review-comments.ts';

export type ReviewVerdict = 'APPROVE' | 'REQUEST_CHANGES' | 'COMMENT';

/** Reviews a pull request; without an event the review stays pending, visible to its author only. */
export function submitReview(
  world: World,
  actor: Actor,
  input: {
    readonly issue: Issue;
    readonly event?: ReviewVerdict | null;
    readonly body?: string;
    readonly comments?: readonly NewReviewComment[];
    /** Default: the present head. */
    readonly commitSha?: string;
  },
): Result<Review> {
  const { issue, comments = [] } = input;
  const { pull } = issue;
  const allowed = authorize(world, actor, issue.repository, 'openPull');
  if (!allowed.ok) return allowed;
  if (pull === null) return unprocessable('This is not a pull request.');
  const performer = allowed.value;
  const pending = pull.reviews.some(
    (each) => each.state === 'PENDING' && each.author === performer.account,
  );
  if (pending) return unprocessable('User can only have one pending review per pull request');
  const event = input.event ?? null;
  const fault =
    verdictFault(issue, performer, { event, body: input.body ?? '', count: comments.length }) ??
    comments.map((comment) => commentFault(issue, comment)).find((each) => each !== null);
  if (fault != null) return unprocessable(fault);
  const review = insertReview(world, performer, issue, input);
  addReviewComments(world, performer, review, comments);
  if (event !== null) publish(world, performer, review, event);
  return ok(review);
}

/** Submits one's pending review. */
export function submitPendingReview(
  world: World,
  actor: Actor,
  input: { readonly review: Review; readonly event: ReviewVerdict; readonly body?: string },
): Result<Review> {
  const { review, event } = input;
  const allowed = authorize(world, actor, review.issue.repository, 'openPull');
  if (!allowed.ok) return allowed;
  if (review.author !== allowed.value.account) return forbidden('Not your review.');
  if (review.state !== 'PENDING') return unprocessable('The review is already submitted.');
  const body = input.body ?? review.body;
  const count = review.comments.length;
  const fault = verdictFault(review.issue, allowed.value, { event, body, count });
  if (fault !== null) return unprocessable(fault);
  review.body = body;
  publish(world, allowed.value, review, event);
  return ok(review);
}

/** Changes the text of one's own review. */
export function editReview(
  world: World,
  actor: Actor,
  input: { readonly review: Review; readonly body: string },
): Result<Review> {
  const { review, body } = input;
  const { repository } = review.issue;
  const allowed = authorize(world, actor, repository, 'openPull');
  if (!allowed.ok) return allowed;
  const performer = allowed.value;
  if (review.author !== performer.account && !may(world, performer, repository, 'moderate')) {
    return forbidden('Must have push access to repository');
  }
  const from = review.body;
  if (from === body) return ok(review);
  review.body = body;
  review.updatedAt = world.clock.now();
  review.lastEditedAt = review.updatedAt;
  review.edits.push(contentEdit(world, performer.account, { before: from, after: body }));
  world.emit(repository, performer.account, {
    name: 'pull_request_review',
    action: 'edited',
    review,
    issue: review.issue,
    changes: { body: { from } },
  });
  return ok(review);
}

/** Takes an approval or a request for changes out of count: push access and a reason are needed. */
export function dismissReview(
  world: World,
  actor: Actor,
  input: { readonly review: Review; readonly message: string },
): Result<Review> {
  const { review, message } = input;
  const allowed = authorize(world, actor, review.issue.repository, 'managePull');
  if (!allowed.ok) return allowed;
  if (message.trim() === '') {
    return invalid({ resource: 'PullRequestReview', field: 'message', code: 'missing_field' });
  }
  if (review.state !== 'APPROVED' && review.state !== 'CHANGES_REQUESTED') {
    return unprocessable(`Can not dismiss a ${review.state.toLowerCase()} pull request review`);
  }
  dismiss(world, allowed.value, review, message);
  return ok(review);
}

/** Dismisses without asking for rights; a null message where a push made it stale. */
export function dismiss(
  world: World,
  performer: Performer,
  review: Review,
  message: string | null,
): void {
  const previousState = review.state;
  review.state = 'DISMISSED';
  review.updatedAt = world.clock.now();
  recordEvent(world, review.issue, performer, {
    event: 'review_dismissed',
    review,
    previousState,
    message,
  });
  world.emit(review.issue.repository, performer.account, {
    name: 'pull_request_review',
    action: 'dismissed',
    review,
    issue: review.issue,
  });
}

function insertReview(
  world: World,
  performer: Performer,
  issue: Issue,
  input: { readonly body?: string; readonly commitSha?: string },
): Review {
  const id = world.nextId();
  const now = world.clock.now();
  const review: Review = {
    id,
    nodeId: nodeId('PRR', id),
    issue,
    author: performer.account,
    viaApp: performer.viaApp,
    state: 'PENDING',
    body: input.body ?? '',
    commitSha: input.commitSha ?? issue.pull?.headSha ?? '',
    createdAt: now,
    submittedAt: null,
    updatedAt: now,
    lastEditedAt: null,
    edits: [],
    comments: [],
  };
  issue.pull?.reviews.push(review);
  register(world, { type: 'PullRequestReview', record: review });
  return review;
}

function publish(world: World, performer: Performer, review: Review, event: ReviewVerdict): void {
  const { issue } = review;
  const now = world.clock.now();
  review.state = stateOf[event];
  review.submittedAt = now;
  review.updatedAt = now;
  issue.updatedAt = now;
  if (issue.pull !== null) {
    issue.pull.requestedReviewers = issue.pull.requestedReviewers.filter(
      (each) => each !== performer.account,
    );
    // Submitting moves a review to the end: the latest submitted opinion of a person counts.
    issue.pull.reviews.splice(issue.pull.reviews.indexOf(review), 1);
    issue.pull.reviews.push(review);
  }
  world.emit(issue.repository, performer.account, {
    ...{ name: 'pull_request_review', action: 'submitted', review, issue },
  });
  publishComments(world, performer, review);
  noteMentions(world, issue, performer, review.body);
}

function verdictFault(
  issue: Issue,
  performer: Performer,
  review: { readonly event: ReviewVerdict | null; readonly body: string; readonly count: number },
): string | null {
  const own = issue.author === performer.account;
  if (own && review.event === 'APPROVE') return 'Can not approve your own pull request';
  if (own && review.event === 'REQUEST_CHANGES') {
    return 'Can not request changes on your own pull request';
  }
  const empty = review.body.trim() === '';
  if (empty && review.event === 'REQUEST_CHANGES') return 'Body is required to request changes.';
  if (empty && review.event === 'COMMENT' && review.count === 0) {
    return 'Body is required to comment.';
  }
  return null;
}

const stateOf = {
  APPROVE: 'APPROVED',
  REQUEST_CHANGES: 'CHANGES_REQUESTED',
  COMMENT: 'COMMENTED',
} as const satisfies Record<ReviewVerdict, ReviewState>;
