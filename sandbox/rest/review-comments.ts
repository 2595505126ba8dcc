/** Comments on lines of a pull request. */
import { created, fromResult, problem } from '../http/answers.ts';
import type { ActingCall, Answer } from '../http/context.ts';
import { page } from '../http/paging.ts';
import type { NewReviewComment } from '../model/actions/review-comments.ts';
import { submitReview } from '../model/actions/reviews.ts';
import type { PullRequest } from '../model/records/pull-request.ts';
import type { Issue } from '../model/records/issue.ts';
import { pullCommits } from '../model/queries/timeline.ts';
import { number, oneOf, text } from './input.ts';
import { withPull } from './lookup.ts';
import { acting, reading } from './route.ts';
import { reviewCommentJson } from './serialise/review-comments.ts';

export const reviewCommentRoutes = {
  'pulls/list-review-comments': reading('pull_requests:read', (call) =>
    withPull(call, (_issue, pull) =>
      page(call, published(pull), (comment) => reviewCommentJson(call, comment)),
    ),
  ),
  'pulls/create-review-comment': acting('pull_requests:write', (call) =>
    withPull(call, (issue) => create(call, issue)),
  ),
};

/** A comment as it is asked for, alone or in a review. */
export function commentOf(asked: Readonly<Record<string, unknown>>): NewReviewComment {
  const line = number(asked, 'line');
  const startLine = number(asked, 'start_line');
  return {
    path: text(asked, 'path') ?? '',
    body: text(asked, 'body') ?? '',
    side: oneOf(asked, 'side', ['LEFT', 'RIGHT']) ?? 'RIGHT',
    ...(line === undefined ? {} : { line }),
    ...(startLine === undefined ? {} : { startLine }),
  };
}

/** GitHub makes a review of its own for it. */
function create(call: ActingCall, issue: Issue): Answer {
  if (call.body['in_reply_to'] !== undefined || call.body['position'] !== undefined) {
    return problem(422, 'The sandbox knows neither replies nor positions here.');
  }
  const commitSha = text(call.body, 'commit_id') ?? '';
  if (!pullCommits(issue).some(({ sha }) => sha === commitSha)) {
    return problem(422, 'commit_id is not part of the pull request');
  }
  const result = submitReview(call.world, call.actor, {
    ...{ issue, commitSha, event: 'COMMENT', comments: [commentOf(call.body)] },
  });
  return fromResult(result, ({ comments: [comment] }) => {
    if (comment === undefined) throw new Error('A review was made without its comment.');
    const json = reviewCommentJson(call, comment);
    return { ...created(json), headers: { location: String(json['url']) } };
  });
}

function published(pull: PullRequest) {
  return pull.reviews
    .filter(({ submittedAt }) => submittedAt !== null)
    .flatMap(({ comments }) => comments)
    .sort((a, b) => a.id - b.id);
}
