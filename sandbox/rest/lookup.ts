/** Finding what a path names, with GitHub's answers where it is gone, moved or out of the token's reach. */
import { canSee, notForIntegration, tokenHolds } from '../http/access.ts';
import { notFoundAnswer, problem } from '../http/answers.ts';
import type { Answer, RepositoryCall } from '../http/context.ts';
import type { User } from '../model/records/accounts.ts';
import type { Issue, IssueComment } from '../model/records/issue.ts';
import type { PullRequest } from '../model/records/pull-request.ts';
import { findComment, findUser } from '../model/world.ts';
import { pathNumber } from './input.ts';
import { issueUrl } from './serialise/issues.ts';

type Access = 'read' | 'write';

/**
 * Runs `then` with the issue (or pull request) in the path. 404 when there is none, 410 when it was
 * deleted, 301 when it was transferred, 403 when the token reaches pull requests only and this is none.
 */
export function withIssue(
  call: RepositoryCall,
  access: Access,
  then: (issue: Issue) => Answer,
): Answer {
  const { repository } = call;
  const number = pathNumber(call, 'issue_number');
  const issue = repository.issues.get(number);
  if (issue !== undefined) {
    const lacking = lackingFor(call, issue, access);
    return lacking ?? then(issue);
  }
  if (repository.deletedNumbers.has(number)) {
    return problem(410, 'This issue was deleted');
  }
  const moved = repository.transferred.get(number);
  if (moved !== undefined && canSee(call.world, call.identity, moved.repository)) {
    const location = issueUrl(call, moved);
    return { ...problem(301, 'Moved Permanently', { url: location }), headers: { location } };
  }
  return notFoundAnswer;
}

/** Runs `then` with the pull request in the path. */
export function withPull(
  call: RepositoryCall,
  then: (issue: Issue, pull: PullRequest) => Answer,
): Answer {
  const issue = call.repository.issues.get(pathNumber(call, 'pull_number'));
  if (issue?.pull == null) return notFoundAnswer;
  return then(issue, issue.pull);
}

/** Runs `then` with the comment in the path. */
export function withComment(
  call: RepositoryCall,
  access: Access,
  then: (comment: IssueComment) => Answer,
): Answer {
  const comment = findComment(call.world, call.repository, pathNumber(call, 'comment_id'));
  if (comment === undefined) return notFoundAnswer;
  return lackingFor(call, comment.issue, access) ?? then(comment);
}

/** The people behind logins; unknown ones are left out, as GitHub does with assignees. */
export function usersNamed(call: RepositoryCall, logins: readonly string[]): User[] {
  return logins.flatMap((login) => findUser(call.world, login) ?? []);
}

/** `pull_requests` opens pull requests only; `issues` opens both, since a pull request is an issue. */
function lackingFor(call: RepositoryCall, issue: Issue, access: Access): Answer | null {
  if (call.repository.visibility === 'public' && access === 'read') return null;
  if (tokenHolds(call.identity, 'issues', access)) return null;
  if (issue.pull !== null && tokenHolds(call.identity, 'pull_requests', access)) return null;
  return notForIntegration({ anyOf: [{ name: 'issues', access }], write: access === 'write' });
}
