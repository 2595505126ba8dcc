import type { Issue } from '../../model/records/issue.ts';
import { closingPulls } from '../../model/queries/closing.ts';
import { visibleIssue, visibleIssues } from '../access.ts';
import { objectType, type GraphqlContext } from '../context.ts';
import { connection, connectionTypes } from '../engine/connection.ts';
import type { TypeResolvers } from '../engine/resolvers.ts';
import { graphqlState } from '../lists.ts';
import { issueRef, items } from '../refs.ts';
import { stateReason } from './state-reason.ts';
import { threadFields } from './threads.ts';
import { timelineConnection } from './timeline.ts';

export const issueTypes: readonly TypeResolvers<GraphqlContext>[] = [
  objectType<Issue>('Issue', {
    ...threadFields,
    databaseId: (issue) => issue.id,
    fullDatabaseId: (issue) => String(issue.id),
    state: (issue) => graphqlState(issue),
    stateReason: (issue, args) => stateReason(issue.stateReason, args['enableDuplicate'] === true),
    isPinned: (issue) => issue.repository.pinned.includes(issue),
    parent: (issue, _args, context) => visibleIssue(context, issue.parent),
    subIssues: (issue, args, context) =>
      connection('Issue', items(visibleIssues(context, issue.subIssues), issueRef), args),
    subIssuesSummary: (issue) => ({ typename: 'SubIssuesSummary', value: issue.subIssues }),
    timelineItems: (issue, args, context) =>
      timelineConnection('IssueTimelineItems', { issue, context }, args),
    closedByPullRequestsReferences: (issue, args, context) =>
      connection(
        'PullRequest',
        items(
          visibleIssues(context, closingPulls(context.world, issue)).filter(
            // Merged ones count as closed here: ask for `includeClosedPrs` to see them.
            (pull) => pull.state === 'open' || args['includeClosedPrs'] === true,
          ),
          issueRef,
        ),
        args,
      ),
  }),
  objectType<readonly Issue[]>('SubIssuesSummary', {
    total: (subIssues) => subIssues.length,
    completed: (subIssues) => completed(subIssues),
    percentCompleted: (subIssues) =>
      subIssues.length === 0 ? 0 : Math.floor((completed(subIssues) * 100) / subIssues.length),
  }),
  ...connectionTypes<GraphqlContext>('Issue'),
];

function completed(subIssues: readonly Issue[]): number {
  return subIssues.filter((issue) => issue.state === 'closed').length;
}
