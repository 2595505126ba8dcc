/** Pull requests: opening, changing, reviewing, merging, queueing; and commits on branches. */
import { GraphQLError } from 'graphql';
import { setAssignees } from '../../model/actions/assignees.ts';
import { disableAutoMerge, enableAutoMerge } from '../../model/actions/auto-merge.ts';
import { commitToBranch } from '../../model/actions/contents.ts';
import { setLabels } from '../../model/actions/issue-labels.ts';
import { closeIssue, reopenIssue } from '../../model/actions/issue-state.ts';
import { dequeue, enqueue } from '../../model/actions/merge-queue.ts';
import { mergePull } from '../../model/actions/merge.ts';
import {
  convertToDraft,
  editPull,
  markReady,
  openPull,
} from '../../model/actions/pull-requests.ts';
import { requestReviewers } from '../../model/actions/review-requests.ts';
import { submitReview } from '../../model/actions/reviews.ts';
import type { Issue } from '../../model/records/issue.ts';
import type { MergeMethod } from '../../model/records/pull-request.ts';
import type { Repository } from '../../model/records/repository.ts';
import type { Result } from '../../model/result.ts';
import { findRepository } from '../../model/world.ts';
import { canSee } from '../access.ts';
import type { GraphqlContext } from '../context.ts';
import { fieldError } from '../engine/errors.ts';
import { newestEdge } from '../engine/connection.ts';
import { record, strings } from '../lists.ts';
import { nodeOf } from '../nodes.ts';
import {
  accountRef,
  branchRef,
  commitRef,
  issueRef,
  items,
  queueEntryRef,
  reviewRef,
} from '../refs.ts';
import {
  all,
  mayWrite,
  mutation,
  outcome,
  refusalError,
  text,
  writableOf,
  type Input,
  type Mutation,
  type Payload,
} from './declare.ts';

export const pullRequestMutations: readonly Mutation[] = [
  mutation('createPullRequest', ['pullRequest'], createPullRequest),
  mutation('updatePullRequest', ['actor', 'pullRequest'], updatePullRequest),
  mutation('closePullRequest', ['pullRequest'], (input, context) =>
    onPull(input, context, (issue) => closeIssue(context.world, context.actor, { issue })),
  ),
  mutation('reopenPullRequest', ['pullRequest'], (input, context) =>
    onPull(input, context, (issue) => reopenIssue(context.world, context.actor, { issue })),
  ),
  mutation('convertPullRequestToDraft', ['pullRequest'], (input, context) =>
    onPull(input, context, (issue) => convertToDraft(context.world, context.actor, { issue })),
  ),
  mutation('markPullRequestReadyForReview', ['pullRequest'], (input, context) =>
    onPull(input, context, (issue) => markReady(context.world, context.actor, { issue })),
  ),
  mutation('mergePullRequest', ['actor', 'pullRequest'], (input, context) =>
    onPull(input, context, (issue) => {
      const [sha, title, message] = [
        text(input['expectedHeadOid']),
        text(input['commitHeadline']),
        text(input['commitBody']),
      ];
      return mergePull(context.world, context.actor, {
        issue,
        method: mergeMethod(input),
        ...(sha === undefined ? {} : { sha }),
        ...(title === undefined ? {} : { title }),
        ...(message === undefined ? {} : { message }),
      });
    }),
  ),
  mutation('enablePullRequestAutoMerge', ['actor', 'pullRequest'], (input, context) =>
    onPull(input, context, (issue) =>
      enableAutoMerge(context.world, context.actor, { issue, method: mergeMethod(input) }),
    ),
  ),
  mutation('disablePullRequestAutoMerge', ['actor', 'pullRequest'], (input, context) =>
    onPull(input, context, (issue) => disableAutoMerge(context.world, context.actor, { issue })),
  ),
  mutation('enqueuePullRequest', ['mergeQueueEntry'], (input, context) => {
    const issue = pullToWrite(input, context);
    if (issue instanceof GraphQLError) return issue;
    const result = enqueue(context.world, context.actor, { issue, jump: input['jump'] === true });
    return outcome(result, (entry) => ({ mergeQueueEntry: queueEntryRef(entry) }));
  }),
  mutation('dequeuePullRequest', ['mergeQueueEntry'], (input, context) => {
    const issue = writableOf(context, input['id'], 'PullRequest');
    if (issue instanceof GraphQLError) return issue;
    const queue = issue.repository.mergeQueues.get(issue.pull?.baseRef ?? '');
    const entry = queue?.entries.find((one) => one.issue === issue);
    return outcome(dequeue(context.world, context.actor, { issue }), () => ({
      mergeQueueEntry: entry === undefined ? null : queueEntryRef(entry),
    }));
  }),
  mutation('requestReviews', ['actor', 'pullRequest', 'requestedReviewersEdge'], requestReviews),
  mutation('addPullRequestReview', ['pullRequestReview', 'reviewEdge'], addReview),
  mutation('createCommitOnBranch', ['commit', 'ref'], createCommitOnBranch),
];

function onPull<Value>(
  input: Input,
  context: GraphqlContext,
  act: (issue: Issue) => Result<Value>,
): Payload | GraphQLError {
  const issue = pullToWrite(input, context);
  if (issue instanceof GraphQLError) return issue;
  return outcome(act(issue), () => ({
    actor: accountRef(context.viewer),
    pullRequest: issueRef(issue),
  }));
}

/** The pull request of the input; when the head is named, it must still be that one. */
function pullToWrite(input: Input, context: GraphqlContext): Issue | GraphQLError {
  const issue = writableOf(context, input['pullRequestId'], 'PullRequest');
  if (issue instanceof GraphQLError) return issue;
  const expected = text(input['expectedHeadOid']);
  return expected === undefined || issue.pull?.headSha === expected
    ? issue
    : fieldError('STALE_DATA', 'Head branch was modified. Review and try the merge again.');
}

function mergeMethod(input: Input): MergeMethod {
  const methods: Readonly<Record<string, MergeMethod>> = { SQUASH: 'squash', REBASE: 'rebase' };
  return methods[String(input['mergeMethod'])] ?? 'merge';
}

function createPullRequest(input: Input, context: GraphqlContext): Payload | GraphQLError {
  const repository = repositoryToWrite(context, input['repositoryId'], 'pull_requests');
  if (repository instanceof GraphQLError) return repository;
  const fork =
    input['headRepositoryId'] == null
      ? undefined
      : nodeOf(context, input['headRepositoryId'], ['Repository']);
  if (fork instanceof GraphQLError) return fork;
  const result = openPull(context.world, context.actor, {
    repository,
    title: String(input['title']),
    body: text(input['body']) ?? null,
    base: String(input['baseRefName']),
    head: String(input['headRefName']),
    draft: input['draft'] === true,
    ...(fork === undefined ? {} : { headRepository: fork.record }),
  });
  return outcome(result, (issue) => ({ pullRequest: issueRef(issue) }));
}

function updatePullRequest(input: Input, context: GraphqlContext): Payload | GraphQLError {
  const issue = pullToWrite(input, context);
  if (issue instanceof GraphQLError) return issue;
  const { world, actor } = context;
  const [title, body, base] = [
    text(input['title']),
    text(input['body']),
    text(input['baseRefName']),
  ];
  const steps: (() => Result<unknown>)[] = [
    () =>
      editPull(world, actor, {
        issue,
        ...(title === undefined ? {} : { title }),
        ...(body === undefined ? {} : { body }),
        ...(base === undefined ? {} : { base }),
      }),
  ];
  if (input['labelIds'] != null) {
    const labels = all(strings(input['labelIds']), (id) => nodeOf(context, id, ['Label']));
    if (labels instanceof GraphQLError) return labels;
    steps.push(() =>
      setLabels(world, actor, { issue, names: labels.map((node) => node.record.name) }),
    );
  }
  if (input['assigneeIds'] != null) {
    const users = all(strings(input['assigneeIds']), (id) => nodeOf(context, id, ['User']));
    if (users instanceof GraphQLError) return users;
    steps.push(() =>
      setAssignees(world, actor, { issue, users: users.map((node) => node.record) }),
    );
  }
  if (input['state'] != null) {
    const change = input['state'] === 'CLOSED' ? closeIssue : reopenIssue;
    steps.push(() => change(world, actor, { issue }));
  }
  for (const step of steps) {
    const result = step();
    if (!result.ok) return refusalError(result.refusal);
  }
  return { actor: accountRef(context.viewer), pullRequest: issueRef(issue) };
}

function requestReviews(input: Input, context: GraphqlContext): Payload | GraphQLError {
  const issue = pullToWrite(input, context);
  if (issue instanceof GraphQLError) return issue;
  const users = all(strings(input['userIds']), (id) => nodeOf(context, id, ['User']));
  if (users instanceof GraphQLError) return users;
  const teams = all(strings(input['teamIds']), (id) => nodeOf(context, id, ['Team']));
  if (teams instanceof GraphQLError) return teams;
  const result = requestReviewers(context.world, context.actor, {
    issue,
    users: users.map((node) => node.record),
    teams: teams.map((node) => node.record),
  });
  return outcome(result, () => ({
    actor: accountRef(context.viewer),
    pullRequest: issueRef(issue),
    requestedReviewersEdge: newestEdge(
      'UserEdge',
      items(issue.pull?.requestedReviewers ?? [], accountRef),
    ),
  }));
}

function addReview(input: Input, context: GraphqlContext): Payload | GraphQLError {
  const issue = pullToWrite(input, context);
  if (issue instanceof GraphQLError) return issue;
  const event = reviewEvents[String(input['event'])] ?? null;
  const [body, commitSha] = [text(input['body']), text(input['commitOID'])];
  const result = submitReview(context.world, context.actor, {
    issue,
    event,
    ...(body === undefined ? {} : { body }),
    ...(commitSha === undefined ? {} : { commitSha }),
  });
  return outcome(result, (review) => ({
    pullRequestReview: reviewRef(review),
    reviewEdge: newestEdge('PullRequestReviewEdge', items([review], reviewRef)),
  }));
}

const reviewEvents = {
  APPROVE: 'APPROVE',
  REQUEST_CHANGES: 'REQUEST_CHANGES',
  COMMENT: 'COMMENT',
} as const satisfies Readonly<Record<string, string>> as Readonly<
  Record<string, 'APPROVE' | 'REQUEST_CHANGES' | 'COMMENT'>
>;

function createCommitOnBranch(input: Input, context: GraphqlContext): Payload | GraphQLError {
  const target = branchOf(context, record(input['branch']));
  if (target instanceof GraphQLError) return target;
  const { repository, branch } = target;
  const refused = mayWrite(context, repository, 'contents');
  if (refused !== undefined) return refused;
  const changes = record(input['fileChanges']);
  const message = record(input['message']);
  const body = text(message['body']);
  const headline = String(message['headline']);
  const result = commitToBranch(context.world, context.actor, {
    repository,
    branch,
    message: body === undefined ? headline : `${headline}\n\n${body}`,
    additions: records(changes['additions']).map((file) => ({
      path: String(file['path']),
      content: Buffer.from(String(file['contents']), 'base64'),
    })),
    deletions: records(changes['deletions']).map((file) => String(file['path'])),
    expectedHead: String(input['expectedHeadOid']),
  });
  return outcome(result, (commit) => ({
    commit: commitRef(repository, commit.sha),
    ref: branchRef(repository, branch),
  }));
}

/** A `CommittableBranch`: by the id of its ref, or by repository and branch name. */
function branchOf(
  context: GraphqlContext,
  branch: Input,
): { readonly repository: Repository; readonly branch: string } | GraphQLError {
  const id = text(branch['id']);
  const match = id === undefined ? null : /^REF_(?<node>[^:]+):refs\/heads\/(?<name>.+)$/u.exec(id);
  if (id !== undefined) {
    const node = nodeOf(context, match?.groups?.['node'] ?? id, ['Repository']);
    if (node instanceof GraphQLError) return node;
    return { repository: node.record, branch: match?.groups?.['name'] ?? '' };
  }
  const [owner = '', name = ''] = String(branch['repositoryNameWithOwner']).split('/');
  const repository = findRepository(context.world, owner, name);
  return repository !== undefined && canSee(context, repository)
    ? { repository, branch: String(branch['branchName']).replace(/^refs\/heads\//u, '') }
    : fieldError(
        'NOT_FOUND',
        `Could not resolve to a Repository with the name '${owner}/${name}'.`,
      );
}

function repositoryToWrite(
  context: GraphqlContext,
  id: unknown,
  permission: 'pull_requests' | 'contents',
): Repository | GraphQLError {
  const node = nodeOf(context, id, ['Repository']);
  if (node instanceof GraphQLError) return node;
  return mayWrite(context, node.record, permission) ?? node.record;
}

function records(value: unknown): readonly Input[] {
  return Array.isArray(value) ? value.map(record) : [];
}
