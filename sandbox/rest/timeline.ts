import { page } from '../http/paging.ts';
import { timelineOf, type TimelineItem } from '../model/queries/timeline.ts';
import { canSee } from '../http/access.ts';
import type { RepositoryCall } from '../http/context.ts';
import type { Issue } from '../model/records/issue.ts';
import type { TimelineEvent } from '../model/records/timeline.ts';
import { withIssue } from './lookup.ts';
import { reading } from './route.ts';
import { issueJson } from './serialise/issues.ts';
import { eventJson, timelineItemJson } from './serialise/timeline.ts';

const read = 'issues:read|pull_requests:read';

/** The events lists leave out what only the timeline has. */
const timelineOnly = new Set(['cross-referenced', 'connected', 'disconnected']);

export const timelineRoutes = {
  'issues/list-events-for-timeline': reading(read, (call) =>
    withIssue(call, 'read', (issue) => {
      const items = timelineOf(issue).filter((item) => isVisible(call, item));
      return page(call, items, (item) => timelineItemJson(call, issue, item));
    }),
  ),
  'issues/list-events': reading(read, (call) =>
    withIssue(call, 'read', (issue) =>
      page(call, eventsOf(issue), (event) => eventJson(call, issue, event)),
    ),
  ),
  'issues/list-events-for-repo': reading(read, (call) => {
    const events = [...call.repository.issues.values()]
      .flatMap((issue) => eventsOf(issue).map((event) => ({ issue, event })))
      .sort((a, b) => b.event.id - a.event.id);
    return page(call, events, ({ issue, event }) => ({
      ...eventJson(call, issue, event),
      issue: issueJson(call, issue),
    }));
  }),
};

function eventsOf(issue: Issue): readonly TimelineEvent[] {
  return issue.timeline.filter(({ event }) => !timelineOnly.has(event));
}

/** A reference from a repository that the caller may not see is not shown. */
function isVisible(call: RepositoryCall, item: TimelineItem): boolean {
  if (item.kind !== 'event' || item.event.event !== 'cross-referenced') return true;
  return canSee(call.world, call.identity, item.event.source.repository);
}
