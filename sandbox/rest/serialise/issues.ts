import type { Issue, IssueComment, Reaction } from '../../model/records/issue.ts';
import type { Label } from '../../model/records/repository.ts';
import { authorAssociation } from '../../model/queries/association.ts';
import { appOrNull, simpleUser, simpleUserOrNull } from './accounts.ts';
import { iso, isoOrNull, type Json, type Render } from './render.ts';
import { repositoryPage, repositoryUrl } from './repositories.ts';

/** The API address of an issue; pull requests have one as an issue, too. */
export function issueUrl(render: Render, issue: Issue): string {
  return `${repositoryUrl(render, issue.repository)}/issues/${issue.number}`;
}

/** The page of an issue or pull request. */
export function issuePage(render: Render, issue: Issue): string {
  const kind = issue.pull === null ? 'issues' : 'pull';
  return `${repositoryPage(render, issue.repository)}/${kind}/${issue.number}`;
}

/** An issue, or a pull request seen as an issue. */
export function issueJson(render: Render, issue: Issue): Json {
  const url = issueUrl(render, issue);
  return {
    url,
    repository_url: repositoryUrl(render, issue.repository),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    timeline_url: `${url}/timeline`,
    html_url: issuePage(render, issue),
    id: issue.id,
    node_id: issue.nodeId,
    number: issue.number,
    title: issue.title,
    user: simpleUser(render, issue.author),
    labels: issue.labels.map((each) => labelJson(render, each)),
    state: issue.state,
    state_reason: issue.stateReason,
    locked: issue.lock !== null,
    active_lock_reason: issue.lock?.reason ?? null,
    assignee: simpleUserOrNull(render, issue.assignees[0] ?? null),
    assignees: issue.assignees.map((each) => simpleUser(render, each)),
    milestone: null,
    comments: issue.comments.length,
    created_at: iso(issue.createdAt),
    updated_at: iso(issue.updatedAt),
    closed_at: isoOrNull(issue.closedAt),
    author_association: authorAssociation(issue.author, issue.repository),
    body: issue.body,
    reactions: reactionRollup(`${url}/reactions`, issue.reactions),
    performed_via_github_app: appOrNull(render, issue.viaApp),
    ...(issue.pull === null ? issueOnly(render, issue) : pullPart(render, issue)),
  };
}

/** An issue as `GET` of that one issue shows it. */
export function issueFull(render: Render, issue: Issue): Json {
  return {
    ...issueJson(render, issue),
    closed_by: simpleUserOrNull(render, issue.closedBy),
  };
}

export function labelJson(render: Render, label: Label): Json {
  return {
    id: label.id,
    node_id: label.nodeId,
    url: `${repositoryUrl(render, label.repository)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: label.isDefault,
    description: label.description,
  };
}

export function commentJson(render: Render, comment: IssueComment): Json {
  const { issue } = comment;
  const url = `${repositoryUrl(render, issue.repository)}/issues/comments/${comment.id}`;
  return {
    url,
    html_url: `${issuePage(render, issue)}#issuecomment-${comment.id}`,
    issue_url: issueUrl(render, issue),
    id: comment.id,
    node_id: comment.nodeId,
    user: simpleUser(render, comment.author),
    created_at: iso(comment.createdAt),
    updated_at: iso(comment.updatedAt),
    author_association: authorAssociation(comment.author, issue.repository),
    body: comment.body,
    reactions: reactionRollup(`${url}/reactions`, comment.reactions),
    performed_via_github_app: appOrNull(render, comment.viaApp),
  };
}

export function reactionJson(render: Render, reaction: Reaction): Json {
  return {
    id: reaction.id,
    node_id: reaction.nodeId,
    user: simpleUser(render, reaction.user),
    content: reaction.content,
    created_at: iso(reaction.createdAt),
  };
}

export function reactionRollup(url: string, reactions: readonly Reaction[]): Json {
  const count = (content: Reaction['content']): number =>
    reactions.filter((each) => each.content === content).length;
  return {
    url,
    total_count: reactions.length,
    '+1': count('+1'),
    '-1': count('-1'),
    laugh: count('laugh'),
    hooray: count('hooray'),
    confused: count('confused'),
    heart: count('heart'),
    rocket: count('rocket'),
    eyes: count('eyes'),
  };
}

function issueOnly(render: Render, issue: Issue): Json {
  const total = issue.subIssues.length;
  const completed = issue.subIssues.filter(({ state }) => state === 'closed').length;
  return {
    sub_issues_summary: {
      total,
      completed,
      percent_completed: total === 0 ? 0 : Math.floor((completed * 100) / total),
    },
    issue_dependencies_summary: {
      blocked_by: 0,
      total_blocked_by: 0,
      blocking: 0,
      total_blocking: 0,
    },
    ...(issue.parent === null ? {} : { parent_issue_url: issueUrl(render, issue.parent) }),
  };
}

function pullPart(render: Render, issue: Issue): Json {
  const page = issuePage(render, issue);
  return {
    draft: issue.pull?.draft ?? false,
    pull_request: {
      url: `${repositoryUrl(render, issue.repository)}/pulls/${issue.number}`,
      html_url: page,
      diff_url: `${page}.diff`,
      patch_url: `${page}.patch`,
      merged_at: isoOrNull(issue.pull?.mergedAt ?? null),
    },
  };
}
