/** Pull requests with their files, commits, reviews, merge queue and auto-merge. */
import { closingIssues } from '../../model/queries/closing.ts';
import { mostListedFiles, pullFiles } from '../../model/queries/pull-files.ts';
import { reviewDecision } from '../../model/queries/reviews.ts';
import { pullCommits } from '../../model/queries/timeline.ts';
import { mergeability } from '../../model/queries/mergeability.ts';
import type { FileChange, GitCommit } from '../../model/records/git.ts';
import type { Issue } from '../../model/records/issue.ts';
import type { MergeQueueEntry } from '../../model/records/merge-queue.ts';
import type { AutoMerge, PullRequest } from '../../model/records/pull-request.ts';
import { issuePath } from '../../paths.ts';
import { guarded, visibleIssues } from '../access.ts';
import { objectType, type Fields, type GraphqlContext } from '../context.ts';
import { connection, connectionTypes } from '../engine/connection.ts';
import type { Ref, TypeResolvers } from '../engine/resolvers.ts';
import { graphqlState, ordered } from '../lists.ts';
import {
  accountOrNull,
  accountRef,
  branchRef,
  commitRef,
  instant,
  instantOrNull,
  issueRef,
  items,
  repositoryRef,
  teamRef,
  type CommitSource,
} from '../refs.ts';
import { rollup } from './rollup.ts';
import { reviewLists } from './review.ts';
import { threadFields } from './threads.ts';
import { timelineConnection } from './timeline.ts';

interface PullCommitSource {
  readonly issue: Issue;
  readonly commit: GitCommit;
}

interface AutoMergeSource {
  readonly issue: Issue;
  readonly autoMerge: AutoMerge;
}

interface RequestSource {
  readonly issue: Issue;
  readonly reviewer: Ref;
  readonly key: string;
}

const heads: Fields<Issue> = {
  baseRef: (issue) => branchRef(issue.repository, pullOf(issue).baseRef),
  baseRefName: (issue) => pullOf(issue).baseRef,
  baseRefOid: (issue) => pullOf(issue).baseSha,
  baseRepository: (issue) => repositoryRef(issue.repository),
  headRef: (issue) => branchRef(pullOf(issue).headRepository, pullOf(issue).headRef),
  headRefName: (issue) => pullOf(issue).headRef,
  headRefOid: (issue) => pullOf(issue).headSha,
  headRepository: (issue) => {
    const { headRepository } = pullOf(issue);
    return headRepository === null ? null : repositoryRef(headRepository);
  },
  headRepositoryOwner: (issue) => {
    const { headRepository } = pullOf(issue);
    return headRepository === null ? null : accountRef(headRepository.owner);
  },
  isCrossRepository: (issue) => pullOf(issue).headRepository !== issue.repository,
};

const changes: Fields<Issue> = {
  additions: (issue) => pullFiles(issue).reduce((sum, file) => sum + file.additions, 0),
  deletions: (issue) => pullFiles(issue).reduce((sum, file) => sum + file.deletions, 0),
  changedFiles: (issue) => pullFiles(issue).length,
  files: (issue, args, context) =>
    guarded(context, issue.repository, ['pull_requests', 'contents'], () =>
      connection(
        'PullRequestChangedFile',
        // As at REST the list ends, and counts itself only: `changedFiles` knows of the rest.
        pullFiles(issue)
          .slice(0, mostListedFiles)
          .map((file) => ({
            key: file.filename,
            node: { typename: 'PullRequestChangedFile', value: file },
          })),
        args,
      ),
    ),
  commits: (issue, args) =>
    connection(
      'PullRequestCommit',
      pullCommits(issue).map((commit) => ({
        key: commit.sha,
        node: {
          typename: 'PullRequestCommit',
          value: { issue, commit } satisfies PullCommitSource,
        },
      })),
      args,
    ),
  statusCheckRollup: (issue, _args, context) =>
    guarded(context, issue.repository, ['checks', 'statuses'], () =>
      rollup(issue.repository, pullOf(issue).headSha),
    ),
};

const merging: Fields<Issue> = {
  merged: (issue) => pullOf(issue).mergedAt !== null,
  mergedAt: (issue) => instantOrNull(pullOf(issue).mergedAt),
  mergedBy: (issue) => accountOrNull(pullOf(issue).mergedBy),
  mergeCommit: (issue) => commitRef(issue.repository, pullOf(issue).mergeCommitSha ?? ''),
  mergeable: (issue, _args, { world }) => {
    const { mergeable } = mergeability(world, issue);
    if (mergeable === null) return 'UNKNOWN';
    return mergeable ? 'MERGEABLE' : 'CONFLICTING';
  },
  mergeStateStatus: (issue, _args, { world }) => mergeability(world, issue).state.toUpperCase(),
  canBeRebased: (issue, _args, { world }) => mergeability(world, issue).mergeable === true,
  isInMergeQueue: (issue) => queueEntry(issue) !== undefined,
  isMergeQueueEnabled: (issue) => issue.repository.mergeQueues.has(pullOf(issue).baseRef),
  mergeQueue: (issue) => {
    const queue = issue.repository.mergeQueues.get(pullOf(issue).baseRef);
    return queue === undefined ? null : { typename: 'MergeQueue', value: queue };
  },
  mergeQueueEntry: (issue) => {
    const entry = queueEntry(issue);
    return entry === undefined ? null : { typename: 'MergeQueueEntry', value: entry };
  },
  autoMergeRequest: (issue) => {
    const { autoMerge } = pullOf(issue);
    return autoMerge === null
      ? null
      : { typename: 'AutoMergeRequest', value: { issue, autoMerge } satisfies AutoMergeSource };
  },
};

export const pullRequestTypes: readonly TypeResolvers<GraphqlContext>[] = [
  objectType<Issue>('PullRequest', {
    ...threadFields,
    ...heads,
    ...changes,
    ...merging,
    ...reviewLists,
    databaseId: (issue) => pullOf(issue).id,
    fullDatabaseId: (issue) => String(pullOf(issue).id),
    state: (issue) => graphqlState(issue),
    isDraft: (issue) => pullOf(issue).draft,
    maintainerCanModify: (issue) => pullOf(issue).maintainerCanModify,
    permalink: (issue, _args, { baseUrl }) => baseUrl + issuePath(issue),
    checksResourcePath: (issue) => `${issuePath(issue)}/checks`,
    checksUrl: (issue, _args, { baseUrl }) => `${baseUrl}${issuePath(issue)}/checks`,
    totalCommentsCount: (issue) =>
      issue.comments.length +
      pullOf(issue).reviews.reduce((sum, review) => sum + review.comments.length, 0),
    reviewDecision: (issue, _args, { world }) => reviewDecision(world, issue),
    reviewRequests: (issue, args) =>
      connection(
        'ReviewRequest',
        requestsOf(issue).map((request) => ({
          key: request.key,
          node: { typename: 'ReviewRequest', value: request },
        })),
        args,
      ),
    closingIssuesReferences: (issue, args, context) =>
      connection(
        'Issue',
        items(
          ordered(
            visibleIssues(
              context,
              args['userLinkedOnly'] === true
                ? pullOf(issue).linkedIssues
                : closingIssues(context.world, issue),
            ),
            args['orderBy'],
          ),
          issueRef,
        ),
        args,
      ),
    timelineItems: (issue, args, context) =>
      timelineConnection('PullRequestTimelineItems', { issue, context }, args),
  }),
  objectType<FileChange>('PullRequestChangedFile', {
    path: (file) => file.filename,
    additions: (file) => file.additions,
    deletions: (file) => file.deletions,
    changeType: (file) => (file.status === 'removed' ? 'DELETED' : file.status.toUpperCase()),
    viewerViewedState: () => 'UNVIEWED',
  }),
  objectType<PullCommitSource>('PullRequestCommit', {
    id: ({ issue, commit }) => `PURC_${issue.nodeId}:${commit.sha}`,
    commit: ({ issue, commit }) => ({
      typename: 'Commit',
      value: { repository: issue.repository, commit } satisfies CommitSource,
    }),
    pullRequest: ({ issue }) => issueRef(issue),
    resourcePath: ({ issue, commit }) => `${issuePath(issue)}/commits/${commit.sha}`,
    url: ({ issue, commit }, _args, { baseUrl }) =>
      `${baseUrl}${issuePath(issue)}/commits/${commit.sha}`,
  }),
  objectType<RequestSource>('ReviewRequest', {
    id: ({ issue, key }) => `RR_${issue.nodeId}:${key}`,
    asCodeOwner: () => false,
    pullRequest: ({ issue }) => issueRef(issue),
    requestedReviewer: ({ reviewer }) => reviewer,
  }),
  objectType<AutoMergeSource>('AutoMergeRequest', {
    authorEmail: () => null,
    commitBody: ({ autoMerge }) => autoMerge.commitMessage,
    commitHeadline: ({ autoMerge }) => autoMerge.commitTitle,
    enabledAt: ({ autoMerge }) => instant(autoMerge.enabledAt),
    enabledBy: ({ autoMerge }) => accountRef(autoMerge.enabledBy),
    mergeMethod: ({ autoMerge }) => autoMerge.method.toUpperCase(),
    pullRequest: ({ issue }) => issueRef(issue),
  }),
  ...['PullRequest', 'PullRequestChangedFile', 'PullRequestCommit', 'ReviewRequest'].flatMap(
    (name) => connectionTypes<GraphqlContext>(name),
  ),
];

/** The pull request's part of an issue; an issue under the type PullRequest is a bug. */
export function pullOf(issue: Issue): PullRequest {
  if (issue.pull === null) throw new Error(`#${issue.number} is no pull request`);
  return issue.pull;
}

function queueEntry(issue: Issue): MergeQueueEntry | undefined {
  return issue.repository.mergeQueues
    .get(pullOf(issue).baseRef)
    ?.entries.find((entry) => entry.issue === issue);
}

function requestsOf(issue: Issue): readonly RequestSource[] {
  const { requestedReviewers, requestedTeams } = pullOf(issue);
  return [
    ...requestedReviewers.map((user) => ({ issue, key: user.nodeId, reviewer: accountRef(user) })),
    ...requestedTeams.map((team) => ({ issue, key: team.nodeId, reviewer: teamRef(team) })),
  ];
}
