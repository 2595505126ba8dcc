import type { Issue } from '../../model/records/issue.ts';
import type { TimelineEvent } from '../../model/records/timeline.ts';
import type { TimelineItem } from '../../model/queries/timeline.ts';
import { appOrNull, simpleUser, team } from './accounts.ts';
import { gitCommitJson } from './git.ts';
import { commentJson, issueJson } from './issues.ts';
import { reviewJson } from './pulls.ts';
import { iso, type Json, type Render } from './render.ts';
import { repositoryJson, repositoryUrl } from './repositories.ts';

/** An entry of `GET …/timeline`: comments, reviews and commits between the events. */
export function timelineItemJson(render: Render, issue: Issue, item: TimelineItem): Json {
  switch (item.kind) {
    case 'event':
      return eventJson(render, issue, item.event);
    case 'comment': {
      const actor = simpleUser(render, item.comment.author);
      return { ...commentJson(render, item.comment), event: 'commented', actor };
    }
    case 'review':
      return {
        ...reviewJson(render, item.review),
        state: item.review.state.toLowerCase(),
        event: 'reviewed',
      };
    case 'commit':
      return { ...gitCommitJson(render, issue.repository, item.commit), event: 'committed' };
  }
}

/** An event as the events lists show it. */
export function eventJson(render: Render, issue: Issue, event: TimelineEvent): Json {
  const details = detailsOf(render, event);
  if (event.event === 'cross-referenced') {
    return {
      event: event.event,
      actor: simpleUser(render, event.actor),
      created_at: iso(event.createdAt),
      updated_at: iso(event.createdAt),
      ...details,
    };
  }
  return {
    id: event.id,
    node_id: event.nodeId,
    url: `${repositoryUrl(render, issue.repository)}/issues/events/${event.id}`,
    actor: simpleUser(render, event.actor),
    event: event.event,
    commit_id: null,
    commit_url: null,
    created_at: iso(event.createdAt),
    performed_via_github_app: appOrNull(render, event.viaApp),
    ...details,
  };
}

function detailsOf(render: Render, event: TimelineEvent): Json {
  switch (event.event) {
    case 'labeled':
    case 'unlabeled':
      return { label: { name: event.label.name, color: event.label.color } };
    case 'assigned':
    case 'unassigned':
      return {
        assignee: simpleUser(render, event.assignee),
        assigner: simpleUser(render, event.actor),
      };
    case 'closed':
      return {
        state_reason: event.stateReason,
        ...(event.closer?.kind === 'commit'
          ? commitParts(render, event.closer.repository, event.closer.commit.sha)
          : {}),
      };
    case 'reopened':
      return { state_reason: event.stateReason };
    case 'renamed':
      return { rename: { from: event.from, to: event.to } };
    case 'cross-referenced':
      return { source: { type: 'issue', issue: sourceIssue(render, event.source) } };
    default:
      return furtherDetails(render, event);
  }
}

function furtherDetails(render: Render, event: TimelineEvent): Json {
  switch (event.event) {
    case 'referenced':
      return commitParts(render, event.commitRepository, event.commit.sha);
    case 'merged':
      return { commit_id: event.commitSha };
    case 'locked':
      return { lock_reason: event.lockReason };
    case 'sub_issue_added':
    case 'sub_issue_removed':
      return { sub_issue: reference(render, event.subIssue) };
    case 'parent_issue_added':
    case 'parent_issue_removed':
      return { parent_issue: reference(render, event.parent) };
    case 'review_requested':
    case 'review_request_removed':
      return {
        review_requester: simpleUser(render, event.actor),
        ...('login' in event.reviewer
          ? { requested_reviewer: simpleUser(render, event.reviewer) }
          : { requested_team: team(render, event.reviewer) }),
      };
    case 'review_dismissed':
      return {
        dismissed_review: {
          state: event.previousState.toLowerCase(),
          review_id: event.review.id,
          dismissal_message: event.message,
        },
      };
    default:
      return {};
  }
}

/** A cross reference shows the issue it comes from, with its repository. */
function sourceIssue(render: Render, source: Issue): Json {
  return issueJson(render, source);
}

function commitParts(render: Render, repository: Issue['repository'], sha: string): Json {
  return {
    commit_id: sha,
    commit_url: `${repositoryUrl(render, repository)}/commits/${sha}`,
  };
}

function reference(render: Render, issue: Issue): Json {
  return {
    number: issue.number,
    title: issue.title,
    state: issue.state,
    state_reason: issue.stateReason,
    repository: repositoryJson(render, issue.repository),
    issue_type: null,
  };
}
