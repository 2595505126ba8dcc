/** Asking people and teams for a review. */
import type { Actor } from '../actor.ts';
import { recordEvent } from '../happenings.ts';
import { canReview } from '../queries/reviews.ts';
import type { Team, User } from '../records/accounts.ts';
import type { Issue } from '../records/issue.ts';
import type { Result } from '../result.ts';
import { ok, unprocessable } from '../result.ts';
import { authorize, teamRole } from '../roles.ts';
import type { World } from '../world.ts';

interface Request {
  readonly issue: Issue;
  readonly users?: readonly User[];
  readonly teams?: readonly Team[];
}

/** Asks. All must be able to review, otherwise nobody is asked. */
export function requestReviewers(world: World, actor: Actor, input: Request): Result<Issue> {
  const { issue, users = [], teams = [] } = input;
  const { pull, repository } = issue;
  const allowed = authorize(world, actor, repository, 'triage');
  if (!allowed.ok) return allowed;
  if (pull === null) return unprocessable('This is not a pull request.');
  if (users.some((user) => user === issue.author)) {
    return unprocessable('Review cannot be requested from pull request author.');
  }
  const able =
    users.every((user) => canReview(world, issue, user)) &&
    teams.every((team) => teamRole(team, repository) !== null);
  if (!able) {
    return unprocessable(
      'Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the repository.',
    );
  }
  const newUsers = users.filter((user) => !pull.requestedReviewers.includes(user));
  const newTeams = teams.filter((team) => !pull.requestedTeams.includes(team));
  pull.requestedReviewers.push(...newUsers);
  pull.requestedTeams.push(...newTeams);
  for (const reviewer of [...newUsers, ...newTeams]) {
    recordEvent(world, issue, allowed.value, { event: 'review_requested', reviewer });
    world.emit(repository, allowed.value.account, {
      ...{ name: 'pull_request', action: 'review_requested', issue, reviewer },
    });
  }
  return ok(issue);
}

/** Takes requests back. Those who were not asked change nothing. */
export function removeReviewers(world: World, actor: Actor, input: Request): Result<Issue> {
  const { issue, users = [], teams = [] } = input;
  const { pull, repository } = issue;
  const allowed = authorize(world, actor, repository, 'triage');
  if (!allowed.ok) return allowed;
  if (pull === null) return unprocessable('This is not a pull request.');
  const gone = [
    ...pull.requestedReviewers.filter((user) => users.includes(user)),
    ...pull.requestedTeams.filter((team) => teams.includes(team)),
  ];
  pull.requestedReviewers = pull.requestedReviewers.filter((user) => !users.includes(user));
  pull.requestedTeams = pull.requestedTeams.filter((team) => !teams.includes(team));
  for (const reviewer of gone) {
    recordEvent(world, issue, allowed.value, { event: 'review_request_removed', reviewer });
    world.emit(repository, allowed.value.account, {
      ...{ name: 'pull_request', action: 'review_request_removed', issue, reviewer },
    });
  }
  return ok(issue);
}
