import { created, fromResult, notFoundAnswer, okay } from '../http/answers.ts';
import type { ActingCall, Answer, RepositoryCall } from '../http/context.ts';
import { page } from '../http/paging.ts';
import { removeReviewers, requestReviewers } from '../model/actions/review-requests.ts';
import { dismissReview, submitReview } from '../model/actions/reviews.ts';
import type { Team } from '../model/records/accounts.ts';
import type { Issue } from '../model/records/issue.ts';
import type { Review } from '../model/records/pull-request.ts';
import { findTeam } from '../model/world.ts';
import { oneOf, pathNumber, records, text, texts } from './input.ts';
import { usersNamed, withPull } from './lookup.ts';
import { commentOf } from './review-comments.ts';
import { actorOf, acting, reading } from './route.ts';
import { simpleUser, team } from './serialise/accounts.ts';
import { pullSimple, reviewJson } from './serialise/pulls.ts';

const read = 'pull_requests:read';
const write = 'pull_requests:write';
const verdicts = ['APPROVE', 'REQUEST_CHANGES', 'COMMENT'] as const;

export const reviewRoutes = {
  'pulls/list-reviews': reading(read, (call) =>
    withPull(call, (_issue, pull) => {
      const visible = pull.reviews.filter((review) => isVisible(call, review));
      return page(call, visible, (review) => reviewJson(call, review));
    }),
  ),
  'pulls/get-review': reading(read, (call) =>
    withReview(call, (review) => okay(reviewJson(call, review))),
  ),
  'pulls/create-review': acting(write, (call) => withPull(call, (issue) => review(call, issue))),
  'pulls/dismiss-review': acting(write, (call) =>
    withReview(call, (found) => {
      const message = text(call.body, 'message') ?? '';
      const result = dismissReview(call.world, call.actor, { review: found, message });
      return fromResult(result, (dismissed) => okay(reviewJson(call, dismissed)));
    }),
  ),
  'pulls/list-requested-reviewers': reading(read, (call) =>
    withPull(call, (_issue, pull) =>
      okay({
        users: pull.requestedReviewers.map((user) => simpleUser(call, user)),
        teams: pull.requestedTeams.map((each) => team(call, each)),
      }),
    ),
  ),
  'pulls/request-reviewers': acting(write, (call) =>
    withPull(call, (issue) => {
      const result = requestReviewers(call.world, call.actor, { issue, ...named(call) });
      return fromResult(result, (changed) => created(pullSimple(call, changed)));
    }),
  ),
  'pulls/remove-requested-reviewers': acting(write, (call) =>
    withPull(call, (issue) => {
      const result = removeReviewers(call.world, call.actor, { issue, ...named(call) });
      return fromResult(result, (changed) => okay(pullSimple(call, changed)));
    }),
  ),
};

function review(call: ActingCall, issue: Issue): Answer {
  const body = text(call.body, 'body');
  const commitSha = text(call.body, 'commit_id');
  const comments = records(call.body, 'comments')?.map(commentOf);
  const result = submitReview(call.world, call.actor, {
    issue,
    event: oneOf(call.body, 'event', verdicts) ?? null,
    ...(body === undefined ? {} : { body }),
    ...(commitSha === undefined ? {} : { commitSha }),
    ...(comments === undefined ? {} : { comments }),
  });
  return fromResult(result, (made) => okay(reviewJson(call, made)));
}

function named(call: ActingCall): {
  readonly users: ReturnType<typeof usersNamed>;
  readonly teams: readonly Team[];
} {
  const owner = call.repository.owner.login;
  const slugs = texts(call.body, 'team_reviewers') ?? [];
  return {
    users: usersNamed(call, texts(call.body, 'reviewers') ?? []),
    teams: slugs.flatMap((slug) => findTeam(call.world, owner, slug) ?? []),
  };
}

function withReview(call: RepositoryCall, then: (review: Review) => Answer): Answer {
  return withPull(call, (_issue, pull) => {
    const found = pull.reviews.find(({ id }) => id === pathNumber(call, 'review_id'));
    return found === undefined || !isVisible(call, found) ? notFoundAnswer : then(found);
  });
}

/** A pending review is seen by its author only. */
function isVisible(call: RepositoryCall, found: Review): boolean {
  if (found.submittedAt !== null) return true;
  const actor = actorOf(call);
  return actor?.kind === 'user' && actor.login === found.author.login;
}
