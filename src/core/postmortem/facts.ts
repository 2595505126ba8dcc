/**
 * The postmortem room: the document that an incident leaves behind, as a pull request. This file holds what
 * GitHub shows of it at one moment, translated once at the edge; `template.ts` makes the document,
 * `follow.ts` keeps it current, `completeness.ts` says what is left (a rule a file in `rules/`), `plan/` what
 * there is to do. Parts of the document have rooms of their own: `regions/` that the app fills, the `table/`
 * of action items, the `index/` of all postmortems; `reviewers/` says who is asked to read.
 */
import type { IssueRef, RepoRef } from '../ids.ts';
import type { Actor } from '../incident/facts.ts';
import type { Instant } from '../time.ts';

/** A text file as one commit has it. */
export interface FileFacts {
  /** From the root of the repository. */
  readonly path: string;
  readonly text: string;
}

export interface ReviewFacts {
  readonly by: Actor;
  readonly state: 'approved' | 'changes-requested' | 'commented' | 'dismissed';
  /** It approved, also where it was dismissed since. */
  readonly approved: boolean;
  readonly at: Instant;
  /** The commit that was looked at. */
  readonly oid: string;
}

/** Somebody who was asked to review. */
export type Reviewer =
  | { readonly kind: 'person'; readonly login: string }
  /** `acme/sre` split at the slash. */
  | { readonly kind: 'team'; readonly org: string; readonly slug: string };

export interface PullFacts {
  readonly ref: IssueRef;
  readonly url: string;
  readonly author: Actor;
  /** `merged`: with a document. One that was merged without is `closed`, for it published nothing. */
  readonly state: 'open' | 'closed' | 'merged';
  /** Of its head, also after its branch was deleted. */
  readonly headOid: string;
  readonly createdAt: Instant;
  readonly closedAt: Instant | null;
  /** Who did, the latest time; null where nobody has, or nobody knows. */
  readonly closedBy: Actor | null;
  /** Also of one that was merged without a document. */
  readonly merged: { readonly at: Instant; readonly by: Actor } | null;
  readonly labels: readonly string[];
  /** Oldest first; the latest hundred opinions and the latest hundred remarks. */
  readonly reviews: readonly ReviewFacts[];
  /** Who is asked for a review at present. */
  readonly asked: readonly Reviewer[];
  /** Whom this app ever asked: whoever was taken off again is not asked twice. */
  readonly askedByApp: readonly Reviewer[];
  /** Paths that it changes; the first hundred. */
  readonly files: readonly string[];
  /** Offers of this app that are on it, by the marker with which each begins. */
  readonly offered: readonly string[];
  /** When each of `offered` was made, in the same order. */
  readonly offeredAt: readonly Instant[];
  /** This app's own, of the latest hundred on it. */
  readonly ownComments: readonly {
    readonly id: number;
    readonly nodeId: string;
    readonly body: string;
  }[];
  /** Somebody else committed to it, said something there, or opened it, be it again. */
  readonly touched: boolean;
  /** External id of this app's latest run of `norepeat/postmortem` on its head; null where there is none. */
  readonly reported: string | null;
  /** GitHub says that it cannot be merged without a hand; false also while GitHub does not know yet. */
  readonly conflicting: boolean;
}

/** The postmortem of another incident of the same repository. */
export interface OtherPostmortem {
  /** The incident's number. */
  readonly incident: number;
  readonly state: 'open' | 'closed' | 'merged';
  readonly createdAt: Instant;
  /** Logins, asked for a review or having given one. */
  readonly reviewers: readonly string[];
}

export interface PostmortemFacts {
  readonly repo: RepoRef;
  /** The default branch and its head. */
  readonly main: { readonly name: string; readonly oid: string };
  /** `norepeat/postmortem-<number>`; null where there is none. */
  readonly branch: {
    readonly oid: string;
    /** When this app last committed to it; null where it has not. */
    readonly ownCommitAt: Instant | null;
  } | null;
  /** The latest from that branch, not from a fork. */
  readonly pull: PullFacts | null;
  /**
   * The file that the branch adds or changes and that names this incident in its front matter, wherever a
   * person moved it; from the pull request's head where the branch is gone. Null where there is none.
   */
  readonly document: FileFacts | null;
  /** Other files on the branch that would be it, too: copies. Paths. */
  readonly doubles: readonly string[];
  /** Paths in the folder where the document would be written, as the default branch has them. */
  readonly taken: readonly string[];
  /** The template that the policy asks for, from the default branch; null where it is not there. */
  readonly template: FileFacts | null;
  /** `README.md` of the directory of postmortems; null where one of these cannot be read as UTF-8. */
  readonly index: {
    readonly onMain: string | null;
    readonly onBranch: string | null;
    /**
     * At the commit where the branch parted from main, or last got main. Read only where the branch does not
     * name the incident; elsewhere as on main.
     */
    readonly atParting: string | null;
  } | null;
  /** The latest fifty. */
  readonly others: readonly OtherPostmortem[];
}
