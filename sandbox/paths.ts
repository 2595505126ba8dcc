/** Paths of the pages. GraphQL's `resourcePath` and `url`, and links in Markdown, are made here. */
import type { Account, Team } from './model/records/accounts.ts';
import type { CheckRun } from './model/records/checks.ts';
import type { Issue, IssueComment } from './model/records/issue.ts';
import type { MergeQueue } from './model/records/merge-queue.ts';
import type { Review } from './model/records/pull-request.ts';
import type { Label, Repository } from './model/records/repository.ts';
import { fullName } from './model/world.ts';

export function accountPath(account: Account): string {
  return account.type === 'Bot' ? `/apps/${account.app.slug}` : `/${account.login}`;
}

export function teamPath(team: Team): string {
  return `/orgs/${team.organization.login}/teams/${team.slug}`;
}

export function repositoryPath(repository: Repository): string {
  return `/${fullName(repository)}`;
}

export function issuePath(issue: Issue): string {
  const kind = issue.pull === null ? 'issues' : 'pull';
  return `${repositoryPath(issue.repository)}/${kind}/${issue.number}`;
}

export function commentPath(comment: IssueComment): string {
  return `${issuePath(comment.issue)}#issuecomment-${comment.id}`;
}

export function reviewPath(review: Review): string {
  return `${issuePath(review.issue)}#pullrequestreview-${review.id}`;
}

export function eventPath(issue: Issue, eventId: number): string {
  return `${issuePath(issue)}#event-${eventId}`;
}

export function labelPath(label: Label): string {
  return `${repositoryPath(label.repository)}/labels/${encodeURIComponent(label.name)}`;
}

export function commitPath(repository: Repository, sha: string): string {
  return `${repositoryPath(repository)}/commit/${sha}`;
}

export function branchPath(repository: Repository, branch: string): string {
  return `${repositoryPath(repository)}/tree/${branch}`;
}

export function blobPath(repository: Repository, ref: string, path: string): string {
  return `${repositoryPath(repository)}/blob/${ref}/${path.split('/').map(encodeURIComponent).join('/')}`;
}

export function checkRunPath(run: CheckRun): string {
  return `${repositoryPath(run.repository)}/runs/${run.id}`;
}

export function queuePath(queue: MergeQueue): string {
  return `${repositoryPath(queue.repository)}/queue/${queue.branch}`;
}
