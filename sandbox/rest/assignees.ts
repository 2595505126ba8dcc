import { created, fromResult, noContent, notFoundAnswer, okay } from '../http/answers.ts';
import type { RepositoryCall } from '../http/context.ts';
import { page } from '../http/paging.ts';
import { addAssignees, canBeAssigned, removeAssignees } from '../model/actions/assignees.ts';
import type { User } from '../model/records/accounts.ts';
import { findUser } from '../model/world.ts';
import { pathText } from './input.ts';
import { loginsOf } from './issue-input.ts';
import { usersNamed, withIssue } from './lookup.ts';
import { acting, reading } from './route.ts';
import { simpleUser } from './serialise/accounts.ts';
import { issueJson } from './serialise/issues.ts';

const read = 'issues:read|pull_requests:read';
const write = 'issues:write|pull_requests:write';

export const assigneeRoutes = {
  'issues/list-assignees': reading(read, (call) =>
    page(call, assignable(call), (user) => simpleUser(call, user)),
  ),
  'issues/check-user-can-be-assigned': reading(read, (call) => {
    const user = findUser(call.world, pathText(call, 'assignee'));
    const can = user !== undefined && canBeAssigned(call.world, call.repository, user);
    return can ? noContent : notFoundAnswer;
  }),
  'issues/add-assignees': acting(write, (call) =>
    withIssue(call, 'write', (issue) => {
      const users = usersNamed(call, loginsOf(call.body, 'assignees'));
      return fromResult(addAssignees(call.world, call.actor, { issue, users }), (changed) =>
        created(issueJson(call, changed)),
      );
    }),
  ),
  'issues/remove-assignees': acting(write, (call) =>
    withIssue(call, 'write', (issue) => {
      const users = usersNamed(call, loginsOf(call.body, 'assignees'));
      return fromResult(removeAssignees(call.world, call.actor, { issue, users }), (changed) =>
        okay(issueJson(call, changed)),
      );
    }),
  ),
};

function assignable(call: RepositoryCall): User[] {
  return [...call.world.state.accounts.values()].filter(
    (account): account is User =>
      account.type === 'User' && canBeAssigned(call.world, call.repository, account),
  );
}
