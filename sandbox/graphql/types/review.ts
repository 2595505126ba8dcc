/** Reviews and their comments. */
import type { Issue } from '../../model/records/issue.ts';
import type { Review, ReviewComment } from '../../model/records/pull-request.ts';
import { latestOpinions } from '../../model/queries/reviews.ts';
import { hasRole } from '../../model/roles.ts';
import { reviewPath } from '../../paths.ts';
import { objectType, type Fields, type GraphqlContext } from '../context.ts';
import { connection, connectionTypes } from '../engine/connection.ts';
import type { TypeResolvers } from '../engine/resolvers.ts';
import { strings } from '../lists.ts';
import { commitRef, instantOrNull, issueRef, items, reviewRef } from '../refs.ts';
import { authoredFields, reactableFields } from './authored.ts';

/** The lists of reviews a pull request shows. */
export const reviewLists: Fields<Issue> = {
  reviews: (issue, args) => {
    const states = strings(args['states']);
    return connection(
      'PullRequestReview',
      items(
        submitted(issue)
          .filter((review) => states.length === 0 || states.includes(review.state))
          .filter((review) => args['author'] == null || review.author.login === args['author']),
        reviewRef,
      ),
      args,
    );
  },
  latestReviews: (issue, args) =>
    connection('PullRequestReview', items(latestPerAuthor(submitted(issue)), reviewRef), args),
  latestOpinionatedReviews: (issue, args, { world }) =>
    connection(
      'PullRequestReview',
      items(
        latestOpinions(issue).filter(
          (review) =>
            args['writersOnly'] !== true ||
            hasRole(world, review.author, issue.repository, 'write'),
        ),
        reviewRef,
      ),
      args,
    ),
};

export const reviewTypes: readonly TypeResolvers<GraphqlContext>[] = [
  objectType<Review>('PullRequestReview', {
    ...authoredFields<Review>((review) => review.issue.repository),
    databaseId: (review) => review.id,
    fullDatabaseId: (review) => String(review.id),
    state: (review) => review.state,
    commit: (review) => commitRef(review.issue.repository, review.commitSha),
    submittedAt: (review) => instantOrNull(review.submittedAt),
    pullRequest: (review) => issueRef(review.issue),
    authorCanPushToRepository: (review, _args, { world }) =>
      hasRole(world, review.author, review.issue.repository, 'write'),
    isMinimized: () => false,
    minimizedReason: () => null,
    resourcePath: (review) => reviewPath(review),
    url: (review, _args, { baseUrl }) => baseUrl + reviewPath(review),
    comments: (review, args) =>
      connection(
        'PullRequestReviewComment',
        items(review.comments, (comment) => ({
          typename: 'PullRequestReviewComment',
          value: comment,
        })),
        args,
      ),
  }),
  objectType<ReviewComment>('PullRequestReviewComment', {
    ...authoredFields<ReviewComment>((comment) => comment.issue.repository),
    ...reactableFields<ReviewComment>(() => 'PullRequestReviewComment'),
    databaseId: (comment) => comment.id,
    fullDatabaseId: (comment) => String(comment.id),
    path: (comment) => comment.path,
    line: (comment) => comment.line,
    diffHunk: (comment) => comment.diffHunk,
    pullRequest: (comment) => issueRef(comment.issue),
    pullRequestReview: (comment) => reviewRef(comment.review),
    isMinimized: (comment) => comment.minimized !== null,
    minimizedReason: (comment) => comment.minimized?.reason ?? null,
  }),
  ...connectionTypes<GraphqlContext>('PullRequestReview'),
  ...connectionTypes<GraphqlContext>('PullRequestReviewComment'),
];

function submitted(issue: Issue): readonly Review[] {
  return (issue.pull?.reviews ?? []).filter((review) => review.state !== 'PENDING');
}

function latestPerAuthor(reviews: readonly Review[]): readonly Review[] {
  return [...new Map(reviews.map((review) => [review.author, review])).values()];
}
