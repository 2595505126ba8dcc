import { created, fromResult, notFoundAnswer, okay } from '../http/answers.ts';
import type { ActingCall, Answer } from '../http/context.ts';
import { page } from '../http/paging.ts';
import { canSee } from '../http/access.ts';
import { addSubIssue, moveSubIssue, removeSubIssue } from '../model/actions/sub-issues.ts';
import type { Issue } from '../model/records/issue.ts';
import type { Result } from '../model/result.ts';
import { findIssueById } from '../model/world.ts';
import { flag, number } from './input.ts';
import { withIssue } from './lookup.ts';
import { acting, reading } from './route.ts';
import { issueJson } from './serialise/issues.ts';

export const subIssueRoutes = {
  'issues/list-sub-issues': reading('issues:read', (call) =>
    withIssue(call, 'read', (issue) => {
      const visible = issue.subIssues.filter((each) =>
        canSee(call.world, call.identity, each.repository),
      );
      return page(call, visible, (each) => issueJson(call, each));
    }),
  ),
  'issues/get-parent': reading('issues:read', (call) =>
    withIssue(call, 'read', ({ parent }) =>
      parent === null || !canSee(call.world, call.identity, parent.repository)
        ? notFoundAnswer
        : okay(issueJson(call, parent)),
    ),
  ),
  'issues/add-sub-issue': acting('issues:write', (call) =>
    withIssue(call, 'write', (parent) =>
      withNamed(call, 'sub_issue_id', (subIssue) => {
        const replaceParent = flag(call.body, 'replace_parent') ?? false;
        const input = { parent, subIssue, replaceParent };
        return fromResult(explained(addSubIssue(call.world, call.actor, input)), () =>
          created(issueJson(call, parent)),
        );
      }),
    ),
  ),
  'issues/remove-sub-issue': acting('issues:write', (call) =>
    withIssue(call, 'write', (parent) =>
      withNamed(call, 'sub_issue_id', (subIssue) =>
        fromResult(removeSubIssue(call.world, call.actor, { parent, subIssue }), () =>
          okay(issueJson(call, parent)),
        ),
      ),
    ),
  ),
  'issues/reprioritize-sub-issue': acting('issues:write', (call) =>
    withIssue(call, 'write', (parent) =>
      withNamed(call, 'sub_issue_id', (subIssue) => reprioritise(call, parent, subIssue)),
    ),
  ),
};

/** At REST, unlike in GraphQL, a sentence stands before what is wrong. */
function explained(result: Result<Issue>): Result<Issue> {
  if (result.ok || result.refusal.status !== 422) return result;
  const message = `An error occurred while adding the sub-issue to the parent issue. ${result.refusal.message}`;
  return { ok: false, refusal: { ...result.refusal, message } };
}

function reprioritise(call: ActingCall, parent: Issue, subIssue: Issue): Answer {
  const named = (key: string): Issue | undefined => {
    const id = number(call.body, key);
    return id === undefined ? undefined : findIssueById(call.world, id);
  };
  const after = named('after_id');
  const before = named('before_id');
  const result = moveSubIssue(call.world, call.actor, {
    parent,
    subIssue,
    ...(after === undefined ? {} : { after }),
    ...(before === undefined ? {} : { before }),
  });
  return fromResult(result, () => okay(issueJson(call, parent)));
}

/** Sub-issues are named by the issue's id, never by its number. */
function withNamed(call: ActingCall, key: string, then: (issue: Issue) => Answer): Answer {
  const issue = findIssueById(call.world, number(call.body, key) ?? -1);
  if (issue === undefined || !canSee(call.world, call.identity, issue.repository)) {
    return notFoundAnswer;
  }
  return then(issue);
}
