import { fromResult, created, noContent, okay, problem } from '../http/answers.ts';
import { page } from '../http/paging.ts';
import type { ActingCall, Answer, RepositoryCall } from '../http/context.ts';
import { setAssignees } from '../model/actions/assignees.ts';
import { setLabels } from '../model/actions/issue-labels.ts';
import { closeIssue, reopenIssue } from '../model/actions/issue-state.ts';
import { editIssue, openIssue } from '../model/actions/issues.ts';
import { lockIssue, unlockIssue } from '../model/actions/issue-care.ts';
import type { Issue } from '../model/records/issue.ts';
import { findIssueById } from '../model/world.ts';
import { acting, reading } from './route.ts';
import { instant, number, oneOf, text } from './input.ts';
import { byDirection, labelNames, loginsOf } from './issue-input.ts';
import { usersNamed, withIssue } from './lookup.ts';
import { issueFull, issueJson, issueUrl } from './serialise/issues.ts';

const read = 'issues:read|pull_requests:read';
const write = 'issues:write|pull_requests:write';

export const issueRoutes = {
  'issues/list-for-repo': reading(read, listIssues),
  'issues/create': acting('issues:write', createIssue),
  'issues/get': reading(read, (call) =>
    withIssue(call, 'read', (issue) => okay(issueFull(call, issue))),
  ),
  'issues/update': acting(write, (call) =>
    withIssue(call, 'write', (issue) => update(call, issue)),
  ),
  'issues/lock': acting(write, (call) =>
    withIssue(call, 'write', (issue) => {
      const reason = oneOf(call.body, 'lock_reason', [
        'off-topic',
        'too heated',
        'resolved',
        'spam',
      ]);
      const input = { issue, ...(reason === undefined ? {} : { reason }) };
      return fromResult(lockIssue(call.world, call.actor, input), () => noContent);
    }),
  ),
  'issues/unlock': acting(write, (call) =>
    withIssue(call, 'write', (issue) =>
      fromResult(unlockIssue(call.world, call.actor, { issue }), () => noContent),
    ),
  ),
};

function createIssue(call: ActingCall): Answer {
  const { body } = call;
  const single = text(body, 'assignee');
  const assignees = [...loginsOf(body, 'assignees'), ...(single === undefined ? [] : [single])];
  const issueBody = text(body, 'body');
  const result = openIssue(call.world, call.actor, {
    repository: call.repository,
    title: text(body, 'title') ?? '',
    ...(issueBody === undefined ? {} : { body: issueBody }),
    labels: labelNames(body),
    assignees: usersNamed(call, assignees),
  });
  return fromResult(result, (issue) => ({
    ...created(issueFull(call, issue)),
    headers: { location: issueUrl(call, issue) },
  }));
}

/** GitHub applies the parts of an update one after the other; the first refusal ends it. */
function update(call: ActingCall, issue: Issue): Answer {
  const { world, actor, body } = call;
  const title = text(body, 'title');
  const newBody = body['body'] === null ? '' : text(body, 'body');
  if (title !== undefined || newBody !== undefined) {
    const edited = editIssue(world, actor, {
      issue,
      ...(title === undefined ? {} : { title }),
      ...(newBody === undefined ? {} : { body: newBody }),
    });
    if (!edited.ok) return fromResult(edited, okay);
  }
  if (Array.isArray(body['labels'])) {
    const names = labelNames(body);
    const labelled = setLabels(world, actor, { issue, names });
    if (!labelled.ok) return fromResult(labelled, okay);
  }
  if (Array.isArray(body['assignees'])) {
    const users = usersNamed(call, loginsOf(body, 'assignees'));
    const assigned = setAssignees(world, actor, { issue, users });
    if (!assigned.ok) return fromResult(assigned, okay);
  }
  return changeState(call, issue) ?? okay(issueFull(call, issue));
}

function changeState(call: ActingCall, issue: Issue): Answer | null {
  const { world, actor, body } = call;
  const state = oneOf(body, 'state', ['open', 'closed']);
  const reason = oneOf(body, 'state_reason', ['completed', 'not_planned', 'duplicate']);
  const reasonChanges = reason !== undefined && issue.stateReason !== reason;
  const closes = state === 'closed' && (issue.state === 'open' || reasonChanges);
  if (closes) {
    const duplicateId = number(body, 'duplicate_issue_id');
    const duplicateOf = duplicateId === undefined ? undefined : findIssueById(world, duplicateId);
    if (duplicateId !== undefined && duplicateOf === undefined) {
      return problem(422, 'The provided duplicate issue could not be found.');
    }
    const closed = closeIssue(world, actor, {
      issue,
      ...(reason === undefined ? {} : { reason }),
      ...(duplicateOf === undefined ? {} : { duplicateOf }),
    });
    return closed.ok ? null : fromResult(closed, okay);
  }
  if (state === 'open' && issue.state === 'closed') {
    const reopened = reopenIssue(world, actor, { issue });
    return reopened.ok ? null : fromResult(reopened, okay);
  }
  return null;
}

function listIssues(call: RepositoryCall): Answer {
  const { parameters: asked, repository } = call;
  const state = oneOf(asked, 'state', ['open', 'closed', 'all']) ?? 'open';
  const labels = (text(asked, 'labels') ?? '').split(',').filter((name) => name !== '');
  const since = instant(asked, 'since');
  const person = (key: string): string | undefined => text(asked, key)?.toLowerCase();
  const assignee = person('assignee');
  const creator = person('creator');
  const has = (issue: Issue, name: string): boolean =>
    issue.labels.some((label) => label.name.toLowerCase() === name.toLowerCase());
  const found = [...repository.issues.values()].filter(
    (issue) =>
      (state === 'all' || issue.state === state) &&
      labels.every((name) => has(issue, name)) &&
      (since === undefined || issue.updatedAt >= since) &&
      (creator === undefined || issue.author.login.toLowerCase() === creator) &&
      isAssignedTo(issue, assignee),
  );
  const key = oneOf(asked, 'sort', ['created', 'updated', 'comments']) ?? 'created';
  const sorted = byDirection(call, found, (issue) =>
    key === 'updated' ? issue.updatedAt : key === 'comments' ? issue.comments.length : issue.number,
  );
  return page(call, sorted, (issue) => issueJson(call, issue));
}

function isAssignedTo(issue: Issue, assignee: string | undefined): boolean {
  if (assignee === undefined || assignee === '*') {
    return assignee === undefined || issue.assignees.length > 0;
  }
  if (assignee === 'none') return issue.assignees.length === 0;
  return issue.assignees.some(({ login }) => login.toLowerCase() === assignee);
}
