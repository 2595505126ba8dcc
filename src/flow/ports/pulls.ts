import type { CommitFacts, PullFacts } from '../../core/gate/facts.ts';
import type { IssueRef, RepoRef } from '../../core/ids.ts';
import type { CommentFacts } from '../../core/incident/facts.ts';
import type { Found } from './found.ts';

export interface PullReader {
  /** One request; one more where other pull requests share the head. `gone` also when it is not open. */
  pull(pull: IssueRef): Promise<Found<PullOnCommit>>;
  /** A hundred open pull requests a request, each with its own run; newest update first. */
  page(repo: RepoRef, after: string | null): Promise<Found<PullPage>>;
  /**
   * The whole list, old names of renamed files included, from where the facts end if they can be gone on
   * with; GitHub lists at most 3,000.
   */
  files(pull: PullFacts): Promise<PullFacts['files']>;
  /** Open pull requests whose head is this commit: a check of a fork names none. */
  withHead(repo: RepoRef, sha: string): Promise<readonly IssueRef[]>;
}

/** One pull request's commit as read, with what is already written there. */
export interface PullOnCommit {
  /** `pulls`: every open pull request that shares the head, the one asked for among them; bases not yet sifted. */
  readonly facts: CommitFacts;
  readonly defaultBranch: string;
  readonly run: OwnRun | null;
}

/** The run that the app itself last wrote on a commit under the gate's name. */
export interface OwnRun {
  readonly externalId: string;
  readonly completed: boolean;
}

export interface PullPage {
  readonly visibility: CommitFacts['visibility'];
  readonly defaultBranch: string;
  readonly pulls: readonly { readonly facts: PullFacts; readonly run: OwnRun | null }[];
  readonly next: string | null;
}

export interface QueueReader {
  /**
   * The groups that wait in a branch's merge queue, first in line first, each with the pull requests whose
   * commits lie between its base and its head, and with its own run. Empty where there is no queue.
   */
  groups(repo: RepoRef, branch: string): Promise<Found<readonly PullOnCommit[]>>;
}

/** Comments on a pull request that may hold `/fixes` and `/override`. */
export interface PullThread {
  readonly facts: PullOnCommit;
  readonly comments: readonly CommentFacts[];
}

export interface PullThreadReader {
  /** The latest hundred comments with the pull request's own facts, in one request. */
  thread(pull: IssueRef): Promise<Found<PullThread>>;
}
