import type { IssueRef, RepoRef } from '../../core/ids.ts';
import type { Suspect } from '../../core/incident/facts.ts';
import type { Alike } from '../../core/recurrence/similar.ts';
import type { Instant } from '../../core/time.ts';

export interface SuspectReader {
  /**
   * Merged pull requests and deployments of the given repositories (names or globs) in [from, to], those
   * of `shownIn`'s owner only. The latest fifty of each in the first fifty repositories; where there were
   * more, one `more` says so. Of a repository less widely readable than `shownIn` it is said that
   * something happened, and no more. So too of any private one that is not in `vouchedFor`, unless that
   * is null: whoever may write a policy may not therefore read everything that the app can read.
   */
  suspects(question: {
    readonly repositories: readonly string[];
    readonly from: Instant;
    readonly to: Instant;
    readonly shownIn: RepoRef;
    readonly vouchedFor: readonly RepoRef[] | null;
  }): Promise<readonly Suspect[]>;
}

/** What was found for an incident: once for a question, shown as long as the question is the same. */
export interface FindingStore<T> {
  load(
    issue: IssueRef,
  ): Promise<{ readonly question: string; readonly found: readonly T[] } | null>;
  save(issue: IssueRef, question: string, found: readonly T[]): Promise<void>;
}

/** The question is of services and a window. */
export type SuspectStore = FindingStore<Suspect>;

/** The question is of services and words. */
export type SimilarStore = FindingStore<Alike>;
