/** References to records under the names of their GraphQL types. */
import type { Account, App, Team } from '../model/records/accounts.ts';
import type { CheckRun, CheckSuite } from '../model/records/checks.ts';
import type { GitCommit } from '../model/records/git.ts';
import type { Issue, IssueComment } from '../model/records/issue.ts';
import type { MergeQueueEntry } from '../model/records/merge-queue.ts';
import type { Review } from '../model/records/pull-request.ts';
import type { Label, Repository } from '../model/records/repository.ts';
import type { Item } from './engine/connection.ts';
import type { Ref } from './engine/resolvers.ts';

/** Instants in answers are ISO 8601 in whole seconds, as GitHub writes them. */
export function instant(epochMilliseconds: number): string {
  return new Date(epochMilliseconds).toISOString().replace(/\.\d{3}Z$/u, 'Z');
}

export function instantOrNull(epochMilliseconds: number | null): string | null {
  return epochMilliseconds === null ? null : instant(epochMilliseconds);
}

export function accountRef(account: Account): Ref {
  return { typename: account.type, value: account };
}

export function accountOrNull(account: Account | null): Ref | null {
  return account === null ? null : accountRef(account);
}

export function repositoryRef(repository: Repository): Ref {
  return { typename: 'Repository', value: repository };
}

export function issueRef(issue: Issue): Ref {
  return { typename: issue.pull === null ? 'Issue' : 'PullRequest', value: issue };
}

export function commentRef(comment: IssueComment): Ref {
  return { typename: 'IssueComment', value: comment };
}

export function labelRef(label: Label): Ref {
  return { typename: 'Label', value: label };
}

export function reviewRef(review: Review): Ref {
  return { typename: 'PullRequestReview', value: review };
}

export function queueEntryRef(entry: MergeQueueEntry): Ref {
  return { typename: 'MergeQueueEntry', value: entry };
}

export function teamRef(team: Team): Ref {
  return { typename: 'Team', value: team };
}

export function appRef(app: App): Ref {
  return { typename: 'App', value: app };
}

export function checkSuiteRef(suite: CheckSuite): Ref {
  return { typename: 'CheckSuite', value: suite };
}

export function checkRunRef(run: CheckRun): Ref {
  return { typename: 'CheckRun', value: run };
}

/** Git objects are the same in every fork; GraphQL shows them within a repository. */
export interface CommitSource {
  readonly repository: Repository;
  readonly commit: GitCommit;
}

export function commitRef(repository: Repository, sha: string): Ref | null {
  const commit = repository.objects.commits.get(sha);
  return commit === undefined
    ? null
    : { typename: 'Commit', value: { repository, commit } satisfies CommitSource };
}

/** A branch as GraphQL's `Ref`. */
export interface BranchSource {
  readonly repository: Repository;
  readonly name: string;
}

export function branchRef(repository: Repository | null, name: string): Ref | null {
  if (repository?.branches.has(name) !== true) return null;
  return { typename: 'Ref', value: { repository, name } satisfies BranchSource };
}

/** Records of a list with their node ids as cursors. */
export function items<Record extends { readonly nodeId: string }>(
  records: readonly Record[],
  ref: (record: Record) => Ref,
): readonly Item[] {
  return records.map((record) => ({ key: record.nodeId, node: ref(record) }));
}
