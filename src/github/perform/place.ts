import type { IssueRef, RepoRef } from '../../core/ids.ts';

/** Path parameters as Octokit names them. */
export function inRepo(repo: RepoRef): { readonly owner: string; readonly repo: string } {
  return { owner: repo.owner, repo: repo.name };
}

export function onIssue(issue: IssueRef): {
  readonly owner: string;
  readonly repo: string;
  readonly issue_number: number;
} {
  return { ...inRepo(issue.repo), issue_number: issue.number };
}

export function onPull(pull: IssueRef): {
  readonly owner: string;
  readonly repo: string;
  readonly pull_number: number;
} {
  return { ...inRepo(pull.repo), pull_number: pull.number };
}

/** For writes that set a state and so may be sent again. */
export const repeatable = { request: { repeatable: true } } as const;
