import { formatIssue, formatRepo, type IssueRef, type RepoRef } from '../../core/ids.ts';

/** Something that may have changed. One job a key, serialised, deduplicated. */
export type JobKey =
  | { readonly kind: 'incident'; readonly issue: IssueRef }
  /** The postmortem of this incident: document, pull request, check. */
  | { readonly kind: 'postmortem'; readonly issue: IssueRef }
  /** An issue or pull request whose comments may ask to declare an incident. */
  | { readonly kind: 'thread'; readonly issue: IssueRef }
  /** Declarations by `repository_dispatch` waiting in the inbox. */
  | { readonly kind: 'dispatch'; readonly repo: RepoRef }
  /** The policy in this repository; for `.github` the organisation's. */
  | { readonly kind: 'policy'; readonly repo: RepoRef }
  /** A pull request that may change the policy file: opened, reopened or with new commits. */
  | { readonly kind: 'policy-proposal'; readonly pull: IssueRef }
  /** The labels of an incident repository: names, colours, descriptions. */
  | { readonly kind: 'labels'; readonly repo: RepoRef }
  /** What was merged and deployed in the day before an incident; never in the way of the incident itself. */
  | { readonly kind: 'suspects'; readonly issue: IssueRef }
  /** A pull request whose head may need another verdict. */
  | { readonly kind: 'gate'; readonly pull: IssueRef }
  /** Every open pull request of a repository: a violation, the policy or the owners may have changed. */
  | { readonly kind: 'gates'; readonly repo: RepoRef }
  /** The groups that wait in the merge queue of a branch. */
  | { readonly kind: 'group'; readonly repo: RepoRef; readonly branch: string }
  /** Comments on a pull request that may hold `/fixes` or `/override`. */
  | { readonly kind: 'pull-commands'; readonly pull: IssueRef }
  /**
   * An issue that may be an action item, or say so: its comments may hold commands, its text the words
   * "part of" an incident.
   */
  | { readonly kind: 'item'; readonly issue: IssueRef }
  /** Buttons and re-runs waiting in the inbox. */
  | { readonly kind: 'check-requests'; readonly repo: RepoRef }
  /** CODEOWNERS of one branch of a repository, or of all that were looked at. */
  | { readonly kind: 'owners'; readonly repo: RepoRef; readonly branch?: string }
  /** Teams and repositories of an account: their names may have changed, or who is a member. */
  | { readonly kind: 'names'; readonly owner: string }
  /** Everything of one repository, read again: at start, nightly, on installation. */
  | { readonly kind: 'sweep'; readonly repo: RepoRef }
  /** Every repository that an account lets the app see: it was given more rights, or taken up again. */
  | { readonly kind: 'installation'; readonly owner: string };

/** `incident:acme/incidents#12`: how a key is shown in logs. Keys that differ only in case are the same. */
export function formatKey(key: JobKey): string {
  return `${key.kind}:${subjectOf(key)}`;
}

function subjectOf(key: JobKey): string {
  if ('owner' in key) return key.owner;
  if ('branch' in key) return `${formatRepo(key.repo)}:${key.branch}`;
  return 'repo' in key ? formatRepo(key.repo) : formatIssue('pull' in key ? key.pull : key.issue);
}

/** The account a key lies in: its installation pays for the work. */
export function accountOf(key: JobKey): string {
  if ('owner' in key) return key.owner;
  return ('repo' in key ? key.repo : 'pull' in key ? key.pull.repo : key.issue.repo).owner;
}
