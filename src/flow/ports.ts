/**
 * What the flow needs from the world, as narrow interfaces. `github/`, `store/` and `queue/` implement
 * them; `main.ts` wires. An infrastructure fault (network, 5xx, limits) is thrown, and the job is retried;
 * what GitHub says about a thing that is gone or hidden is a value.
 */
import type { Effect } from '../core/effects.ts';
import type { IssueRef, RepoRef } from '../core/ids.ts';
import type { IncidentFacts, PersonFacts, Suspect } from '../core/incident/facts.ts';
import type { Ledger } from '../core/ledger/ledger.ts';
import type { Policy, TeamRef } from '../core/policy/policy.ts';
import type { Instant } from '../core/time.ts';

/** Something that may have changed. One job a key, serialised, deduplicated. */
export type JobKey =
  | { readonly kind: 'incident'; readonly issue: IssueRef }
  /** An issue or pull request whose comments may ask to declare an incident. */
  | { readonly kind: 'thread'; readonly issue: IssueRef }
  /** Declarations by `repository_dispatch` waiting in the inbox. */
  | { readonly kind: 'dispatch'; readonly repo: RepoRef }
  /** The policy in this repository; for `.github` the organisation's. */
  | { readonly kind: 'policy'; readonly repo: RepoRef }
  /** Everything of one repository, read again: at start, nightly, on installation. */
  | { readonly kind: 'sweep'; readonly repo: RepoRef };

/** First to last in line (design 2.3). */
export type JobPriority = 'gate' | 'incident' | 'follow-up' | 'sweep';

export interface JobQueue {
  /** Marks keys dirty; one that waits stays as it is, one that runs runs once more afterwards. */
  mark(
    keys: readonly JobKey[],
    options?: { readonly priority?: JobPriority; readonly notBefore?: Instant },
  ): Promise<void>;
}

/** GitHub's time: the local clock corrected by the `Date` header of GitHub's latest answer. */
export interface GitHubClock {
  now(): Instant;
}

export type Found<T> =
  | { readonly kind: 'found'; readonly value: T }
  /** 404 or 410: deleted, transferred away, or out of the installation's sight. */
  | { readonly kind: 'gone'; readonly why: string };

export interface IncidentReader {
  /** `whole` reads everything again; otherwise what changed since the last read is enough. */
  read(issue: IssueRef, how: 'whole' | 'changes'): Promise<Found<IncidentFacts>>;
}

export interface PeopleReader {
  /** Authority in `repo` and membership in `teams`, always looked up, never taken from a payload. */
  person(repo: RepoRef, login: string, teams: readonly TeamRef[]): Promise<PersonFacts>;
}

export interface SuspectReader {
  /** Merged pull requests and deployments of the given repositories (names or globs) in [from, to]. */
  suspects(
    repositories: readonly string[],
    from: Instant,
    to: Instant,
  ): Promise<readonly Suspect[]>;
}

export interface PolicyReader {
  /** The policy that decides for this repository: the last valid one; `null` where there is none. */
  policyFor(repo: RepoRef): Promise<Policy | null>;
}

export interface LedgerKeeper {
  /** What the store has for this incident, completed by the signed blocks in the app's own comments. */
  load(issue: IssueRef, facts: IncidentFacts): Promise<Ledger>;
  /** Durable in the store before any effect is performed. */
  save(issue: IssueRef, ledger: Ledger): Promise<void>;
  /** The signed blocks for the app's comments: invisible HTML comments, each below `limit` characters. */
  blocks(issue: IssueRef, ledger: Ledger, limit: number): readonly string[];
}

export interface Performer {
  perform(effect: Effect): Promise<void>;
}
