import type { Visibility } from '../../core/followup/obligation.ts';
import type { IssueRef, RepoRef } from '../../core/ids.ts';
import type { CommentFacts } from '../../core/incident/facts.ts';
import type { Found } from './found.ts';

/** An issue or pull request in which somebody may have asked for an incident. */
export interface ThreadFacts {
  readonly ref: IssueRef;
  readonly title: string;
  readonly url: string;
  /** Of an issue; empty for a pull request, which is never an incident. */
  readonly body: string;
  readonly labels: readonly string[];
  /** Fewer people read it than where its incident would lie. */
  readonly restricted: boolean;
  /** Of the repository: whether anybody may comment. */
  readonly visibility: Visibility;
  /** The latest hundred, oldest first. */
  readonly comments: readonly CommentFacts[];
}

export interface ThreadReader {
  /** `shownIn` is where an incident declared from there would lie. */
  thread(issue: IssueRef, shownIn: RepoRef): Promise<Found<ThreadFacts>>;
}
