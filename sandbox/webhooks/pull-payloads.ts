import type { RepositoryEvent } from '../model/events.ts';
import { simpleUser, team } from '../rest/serialise/accounts.ts';
import { labelJson } from '../rest/serialise/issues.ts';
import { pullFull, reviewJson } from '../rest/serialise/pulls.ts';
import { iso, type Json, type Render } from '../rest/serialise/render.ts';

type PullEvents = Extract<
  RepositoryEvent,
  { readonly name: 'pull_request' | 'pull_request_review' }
>;

/** What is particular to events about pull requests and their reviews. */
export function pullPayload(render: Render, event: PullEvents): Json {
  const pull = pullFull(render, event.issue);
  if (event.name === 'pull_request') {
    return {
      action: event.action,
      number: event.issue.number,
      pull_request: pull,
      ...pullExtras(render, event),
    };
  }
  const { review } = event;
  return {
    action: event.action,
    pull_request: pull,
    review: {
      ...reviewJson(render, review),
      // Webhooks write the state in lower case, REST in upper case.
      state: review.state.toLowerCase(),
      submitted_at: iso(review.submittedAt ?? review.createdAt),
    },
    ...('changes' in event ? { changes: event.changes } : {}),
  };
}

function pullExtras(
  render: Render,
  event: Extract<RepositoryEvent, { readonly name: 'pull_request' }>,
): Json {
  switch (event.action) {
    case 'labeled':
    case 'unlabeled':
      return { label: labelJson(render, event.label) };
    case 'assigned':
    case 'unassigned':
      return { assignee: simpleUser(render, event.assignee) };
    case 'edited':
      return { changes: event.changes };
    case 'synchronize':
      return { before: event.before, after: event.after };
    case 'review_requested':
    case 'review_request_removed':
      return 'login' in event.reviewer
        ? { requested_reviewer: simpleUser(render, event.reviewer) }
        : { requested_team: team(render, event.reviewer) };
    case 'auto_merge_enabled':
    case 'auto_merge_disabled':
    case 'dequeued':
      return { reason: event.reason };
    default:
      return {};
  }
}
