/**
 * The gate room. `facts.ts` is what GitHub shows of the pull requests on one commit, translated once at
 * the edge; `ownership.ts` says to which teams the change belongs, `rules/` holds one rule a file, and
 * `judge.ts` makes one explained `Decision` of them. A decision belongs to a commit, as a check run does.
 */
import type { Visibility } from '../followup/obligation.ts';
import type { IssueRef, RepoRef } from '../ids.ts';
import type { Actor, PersonFacts } from '../incident/facts.ts';
import type { TeamRef } from '../policy/policy.ts';
import type { Instant } from '../time.ts';

/** A commit to be judged: the head of open pull requests on gated branches, or of a merge group. */
export interface CommitFacts {
  readonly repo: RepoRef;
  readonly visibility: Visibility;
  /** Where the verdict is written. */
  readonly headSha: string;
  /**
   * `pulls`: those that share the head; owners are united, and evidence of one counts for all.
   * `group`: a merge queue's; each brings the evidence of its own head, and one that is held holds it.
   */
  readonly as: 'pulls' | 'group';
  /** Never empty; on gated bases, open. */
  readonly pulls: readonly PullFacts[];
}

export interface PullFacts {
  readonly ref: IssueRef;
  readonly nodeId: string;
  readonly url: string;
  readonly author: Actor;
  readonly state: 'open' | 'closed' | 'merged';
  readonly isDraft: boolean;
  readonly baseRef: string;
  readonly headSha: string;
  /**
   * When the head came to this repository: GitHub makes a check suite for every app as a commit is pushed.
   * Null when it shows none.
   */
  readonly headPushedAt: Instant | null;
  readonly updatedAt: Instant;
  readonly inMergeQueue: boolean;
  readonly autoMerge: boolean;
  readonly files: ChangedFiles;
  /** GitHub's closing references and the development panel. */
  readonly closes: readonly IssueRef[];
  /** The latest opinion of each reviewer; dismissed ones are not among them. */
  readonly reviews: readonly ReviewFacts[];
  /** The label `dont-repeat-fix` is on: who put it there last, and when. */
  readonly fixLabel: { readonly by: Actor; readonly at: Instant } | null;
  /**
   * Who wrote the commits, each once. Git lets anybody who can push write any name there: null for an
   * author without an account, and for an app in a commit that GitHub itself did not sign.
   */
  readonly commitAuthors: {
    readonly authors: readonly (Actor | null)[];
    readonly complete: boolean;
    /** Every commit has a valid signature. */
    readonly signed: boolean;
  };
}

export interface ChangedFiles {
  /** Of renamed files both names. */
  readonly paths: readonly string[];
  /** False: there are files beyond those listed, or old names that are not known. */
  readonly complete: boolean;
  /** Where GitHub's list goes on; null when nothing follows, or when old names are missing. */
  readonly next: string | null;
  /** As GitHub counts them. */
  readonly total: number;
}

export interface ReviewFacts {
  readonly by: Actor;
  readonly opinion: 'approved' | 'changes-requested';
  /** The commit that was reviewed; null when it is gone. */
  readonly commit: string | null;
  readonly at: Instant;
}

/** What GitHub says of people who may vouch, by lower-case login; permission is in the incident repository. */
export type People = ReadonlyMap<string, PersonFacts>;

/** CODEOWNERS of one branch: team owners only matter to the gate; `null` where there is no such file. */
export interface CodeOwners {
  /** `.github/CODEOWNERS` */
  readonly path: string;
  /** Last match wins. */
  readonly rules: readonly CodeOwnersRule[];
}

export interface CodeOwnersRule {
  readonly line: number;
  readonly pattern: string;
  /** Teams by their present names; empty clears what an earlier rule said. */
  readonly teams: readonly TeamRef[];
}
