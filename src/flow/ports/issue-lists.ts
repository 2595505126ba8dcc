import type { IssueRef, RepoRef } from '../../core/ids.ts';
import type { Instant } from '../../core/time.ts';
import type { Found } from './found.ts';

/** An issue as a list of issues shows it. */
export interface ListedIssue extends IssueRef {
  readonly open: boolean;
  /** When anybody last did or said anything there. */
  readonly updatedAt: Instant;
}

export interface IssueLister {
  /** The issues of a repository that carry a label or are in `state`; never pull requests. */
  issues(
    repo: RepoRef,
    filter: { readonly label: string | null; readonly state: 'open' | 'all' },
  ): Promise<Found<readonly ListedIssue[]>>;
}

/** Issues that the app itself created, known by the marker that `create-issue` put in their body. */
export interface OwnIssueFinder {
  /** By listing what the app created since then, never by search; `null` where there is none. */
  find(
    repo: RepoRef,
    marker: string,
    since: Instant,
  ): Promise<{ readonly issue: IssueRef; readonly state: 'open' | 'closed' } | null>;
}

/** What a sweep lists, for deliveries that were lost. */
export interface RecentLister {
  /** Issues and pull requests with comments since then of which one of these is true, by their names. */
  threadsSaying<What extends string>(
    repo: RepoRef,
    says: Readonly<Record<What, (text: string, at: 'issue' | 'pull') => boolean>>,
    since: Instant,
  ): Promise<readonly { readonly thread: IssueRef; readonly said: readonly What[] }[]>;
  /** Open pull requests changed since then. */
  openPulls(repo: RepoRef, since: Instant): Promise<readonly IssueRef[]>;
}

export interface InstalledRepositories {
  repositories(): Promise<readonly RepoRef[]>;
}
