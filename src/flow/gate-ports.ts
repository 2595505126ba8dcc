/** What the gate's flows need from the world, beside `ports.ts`. */
import type { Obligation } from '../core/followup/obligation.ts';
import type { CodeOwners, CommitFacts, PullFacts } from '../core/gate/facts.ts';
import type { IssueRef, RepoRef } from '../core/ids.ts';
import type { CommentFacts } from '../core/incident/facts.ts';
import type { Policy, TeamRef } from '../core/policy/policy.ts';
import type { Instant } from '../core/time.ts';
import type { Found } from './ports.ts';

/** The run that the app itself last wrote on a commit under the gate's name. */
export interface OwnRun {
  readonly externalId: string;
  readonly completed: boolean;
}

/** One pull request's commit as read, with what is already written there. */
export interface PullOnCommit {
  /** `pulls`: every open pull request that shares the head, the one asked for among them; bases not yet sifted. */
  readonly facts: CommitFacts;
  readonly defaultBranch: string;
  readonly run: OwnRun | null;
}

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

export interface CodeOwnersReader {
  /** At the head of a branch, by GitHub's order of places; `null` where there is none. One request. */
  read(repo: RepoRef, branch: string): Promise<Found<CodeOwners | null>>;
}

export interface CodeOwnersStore {
  /** `undefined` when nobody has looked yet. */
  load(repo: RepoRef, branch: string): Promise<CodeOwners | null | undefined>;
  save(repo: RepoRef, branch: string, owners: CodeOwners | null): Promise<void>;
  /** Branches of the repository that were looked at. */
  branches(repo: RepoRef): Promise<readonly string[]>;
  /** Nobody has looked at it any more: it is read again when next needed. */
  forget(repo: RepoRef, branch: string): Promise<void>;
}

/** What incidents oblige to, kept so that a merge is judged without reading them. */
export interface ObligationStore {
  /**
   * `state`: what held at the time of writing (`teamsHeld`), so that a later run can tell whether time
   * alone changed it. `null` obligation: the incident was read and obliges nobody.
   */
  put(
    issue: IssueRef,
    kept: {
      readonly nodeId: string;
      readonly obligation: Obligation | null;
      readonly state: string;
    },
  ): Promise<void>;
  find(issue: IssueRef): Promise<KeptObligation | null>;
  forget(issue: IssueRef): Promise<void>;
  /** Issues that a sweep found and that nobody has read yet: until then nothing there may be called free. */
  expect(repo: RepoRef, issues: readonly IssueRef[]): Promise<void>;
  /** Of one incident repository. `complete`: it was listed, and everything listed has been read. */
  inRepository(repo: RepoRef): Promise<{
    /** It was listed, whether or not everything was read since. */
    readonly listed: boolean;
    readonly complete: boolean;
    readonly obligations: readonly Obligation[];
  }>;
}

export interface KeptObligation {
  readonly nodeId: string;
  readonly obligation: Obligation | null;
  readonly state: string;
}

/**
 * What deliveries said last of a pull request: enough to answer it without a read where nothing is in
 * reach. A hint: where two contradict each other, `headSha` is null and GitHub is asked.
 */
export interface PullGlimpse {
  readonly pull: IssueRef;
  readonly open: boolean;
  readonly headSha: string | null;
  readonly baseRef: string;
  readonly defaultBranch: string;
  readonly updatedAt: Instant;
  /** The latest push of which a delivery told, forced or not; absent where none did. */
  readonly pushed?: { readonly headSha: string; readonly at: Instant };
}

export interface GlimpseStore {
  find(pull: IssueRef): Promise<PullGlimpse | null>;
}

/** What the gate last wrote on a commit. Lost, it is written once more, which harms nobody. */
export interface VerdictStore {
  last(repo: RepoRef, sha: string): Promise<string | null>;
  wrote(repo: RepoRef, sha: string, externalId: string): Promise<void>;
}

/**
 * Somebody pressed a button or asked GitHub for another run, or a group in a merge queue asked for its
 * checks (`group`) or is no more (`group-over`). Waits in the inbox until it is answered.
 */
export interface CheckRequest {
  /** The delivery's GUID. */
  readonly id: string;
  readonly repo: RepoRef;
  readonly headSha: string;
  /** As the payload names them; empty for forks. */
  readonly pulls: readonly number[];
  readonly asks: 'again' | 'waiver' | 'group' | 'group-over';
  readonly by: string;
  /** In which a `group` stands. */
  readonly queue?: { readonly branch: string; readonly defaultBranch: string };
}

/** Counts verdicts as they are written. */
export interface GateMeter {
  /** `undecided`: why the gate could not decide; null when it did. */
  verdict(conclusion: 'success' | 'failure' | 'neutral', undecided: string | null): void;
}

export interface CheckRequestStore {
  /** Oldest first. */
  waiting(repo: RepoRef): Promise<readonly CheckRequest[]>;
  /** Its effect is on GitHub, or there is nothing to be done, with the reason. */
  settle(id: string, outcome: 'done' | { readonly refused: string }): Promise<void>;
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

/**
 * Names change, ids stay. What a policy names keeps meaning what it meant when it was first seen, for as
 * long as that exists under any name.
 */
export interface NameBook {
  /** The policy with the present names of its teams and repositories, and what was renamed out of a glob. */
  presentNames(policy: Policy): Promise<Policy>;
  /** The team that has this name now, or had it last; the name itself when unknown. */
  team(team: TeamRef): Promise<TeamRef>;
}

/** An account's teams and repositories, each with an id that a rename does not change. */
export interface AccountNames {
  /** Empty for a person's account. */
  readonly teams: readonly NamedTeam[];
  /** All that the installation sees, archived ones included. */
  readonly repositories: readonly NamedRepository[];
}

export interface NamedTeam {
  readonly id: string;
  readonly team: TeamRef;
}

export interface NamedRepository {
  readonly id: string;
  readonly repo: RepoRef;
}

export interface NamesReader {
  /** A hundred of each to a request. `gone` where the app is not installed. */
  names(owner: string): Promise<Found<AccountNames>>;
}

/** Where names are kept. A name belongs to what had it first, for as long as that exists. */
export interface NameStore extends NameBook {
  /** What is there now; what it does not list is gone. Returns what has another name than before. */
  save(owner: string, names: AccountNames): Promise<NameChanges>;
  /** Everything saved of which nobody has said that what follows from it was done. */
  unfinished(owner: string): Promise<NameChanges>;
  finished(owner: string): Promise<void>;
  /** Repositories as last listed; empty when nobody has looked. */
  repositories(owner: string): Promise<readonly RepoRef[]>;
}

export interface NameChanges {
  /** Names of teams, or which teams there are. */
  readonly teams: boolean;
  readonly repositories: readonly { readonly from: RepoRef; readonly to: RepoRef }[];
}
