import type { RepositoryEvent } from '../model/events.ts';
import { simpleUser, simpleUserOrNull } from '../rest/serialise/accounts.ts';
import { commentJson, issueJson, labelJson } from '../rest/serialise/issues.ts';
import { repositoryJson } from '../rest/serialise/repositories.ts';
import type { Json, Render } from '../rest/serialise/render.ts';

type IssueEvents = Extract<
  RepositoryEvent,
  { readonly name: 'issues' | 'issue_comment' | 'label' | 'sub_issues' }
>;

/** What is particular to events about issues, their comments, labels and sub-issues. */
export function issuePayload(render: Render, event: IssueEvents): Json {
  switch (event.name) {
    case 'issues':
      return {
        action: event.action,
        issue: issueJson(render, event.issue),
        ...issueExtras(render, event),
      };
    case 'issue_comment':
      return {
        action: event.action,
        issue: issueJson(render, event.issue),
        comment: commentJson(render, event.comment),
        ...('changes' in event ? { changes: event.changes } : {}),
      };
    case 'label':
      return {
        action: event.action,
        label: labelJson(render, event.label),
        ...('changes' in event ? { changes: event.changes } : {}),
      };
    case 'sub_issues':
      return {
        action: event.action,
        sub_issue_id: event.subIssue.id,
        sub_issue: issueJson(render, event.subIssue),
        sub_issue_repo: repositoryJson(render, event.subIssue.repository),
        parent_issue_id: event.parent.id,
        parent_issue: issueJson(render, event.parent),
        parent_issue_repo: repositoryJson(render, event.parent.repository),
      };
  }
}

function issueExtras(
  render: Render,
  event: Extract<RepositoryEvent, { readonly name: 'issues' }>,
): Json {
  switch (event.action) {
    case 'labeled':
    case 'unlabeled':
      return { label: labelJson(render, event.label) };
    case 'assigned':
    case 'unassigned':
      return { assignee: simpleUserOrNull(render, event.assignee) };
    case 'edited':
      return { changes: event.changes };
    case 'transferred':
      return {
        changes: {
          new_issue: { ...issueJson(render, event.to), user: simpleUser(render, event.to.author) },
          new_repository: repositoryJson(render, event.to.repository),
        },
      };
    case 'opened':
      if (event.old === undefined) return {};
      return {
        changes: {
          old_issue: issueJson(render, event.old.issue),
          old_repository: repositoryJson(render, event.old.repository),
        },
      };
    default:
      return {};
  }
}
