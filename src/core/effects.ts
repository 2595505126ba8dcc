/**
 * Everything the app can do to GitHub, as a closed union. Each is repeatable: performing it twice, or
 * again after a crash at any point, leaves the same result. `github/perform/` has one file a kind.
 */
import type { IssueRef, RepoRef } from './ids.ts';
import type { Reaction } from './incident/facts.ts';
import type { FileFacts, Reviewer } from './postmortem/facts.ts';

export interface Label {
  readonly name: string;
  /** Six hexadecimal digits without `#`. */
  readonly color: string;
  /** At most 100 characters. */
  readonly description: string;
}

export type Effect =
  /** Creates labels that are missing, mends colour and description of those that differ. */
  | { readonly kind: 'keep-labels'; readonly repo: RepoRef; readonly labels: readonly Label[] }
  /** Adds and removes labels of an issue; those already there or already gone are no error. */
  | {
      readonly kind: 'label-issue';
      readonly issue: IssueRef;
      readonly add: readonly string[];
      readonly remove: readonly string[];
    }
  /**
   * One comment of the app, known by its marker (the first line of `body`). Performing re-lists the app's
   * own comments when `existing` is null, edits the oldest with the marker, deletes its duplicates.
   */
  | {
      readonly kind: 'keep-comment';
      readonly issue: IssueRef;
      readonly marker: string;
      readonly existing: { readonly id: number; readonly nodeId: string } | null;
      readonly body: string;
    }
  /** Deletes a comment of the app's own (a duplicate, an answer that no longer holds). */
  | {
      readonly kind: 'delete-comment';
      readonly issue: IssueRef;
      readonly comment: { readonly id: number; readonly nodeId: string };
    }
  | {
      readonly kind: 'react';
      readonly comment: { readonly id: number; readonly nodeId: string };
      readonly issue: IssueRef;
      readonly add: readonly Reaction[];
      readonly remove: readonly Reaction[];
    }
  | {
      readonly kind: 'assign';
      readonly issue: IssueRef;
      readonly add: readonly string[];
      readonly remove?: readonly string[];
      /** What to say there, once under its marker, when GitHub leaves out one of those who are to come. */
      readonly leftOut?: { readonly marker: string; readonly body: string };
    }
  /**
   * How the text of an issue begins; what follows stays. Nothing happens when it no longer begins with
   * `from`, because somebody wrote meanwhile.
   */
  | {
      readonly kind: 'edit-text';
      readonly issue: IssueRef;
      readonly from: string;
      readonly to: string;
    }
  | {
      readonly kind: 'close-issue';
      readonly issue: IssueRef;
      readonly reason: 'completed' | 'not_planned' | 'duplicate';
    }
  | { readonly kind: 'reopen-issue'; readonly issue: IssueRef }
  /** An issue known by a marker in its body that names what asked for it. */
  | {
      readonly kind: 'create-issue';
      readonly repo: RepoRef;
      readonly marker: string;
      readonly title: string;
      readonly body: string;
      readonly labels: readonly string[];
      /** Only issues created at or after this moment (minus a margin) are searched for the marker. */
      readonly askedAt: number;
    }
  /**
   * Verdicts of the gate, each a completed check run, several to a request. None is looked for first:
   * whoever plans them knows what is there; after a doubtful answer they are looked for before they are
   * sent again.
   */
  | {
      readonly kind: 'report-verdicts';
      readonly repo: RepoRef;
      readonly runs: readonly VerdictRun[];
    }
  /** Makes an issue (known by its marker, as `create-issue`) and links it below the incident, both once. */
  | {
      readonly kind: 'create-item';
      readonly parent: { readonly issue: IssueRef; readonly nodeId: string };
      readonly repo: RepoRef;
      readonly marker: string;
      readonly title: string;
      readonly body: string;
      readonly labels: readonly string[];
      readonly assignees: readonly string[];
      readonly askedAt: number;
    }
  /** Links an existing issue below another; one that has a parent already is left there. */
  | {
      readonly kind: 'add-sub-issue';
      readonly issue: IssueRef;
      readonly parentNodeId: string;
      readonly childNodeId: string;
    }
  /**
   * A completed check run on a commit; the same `externalId` on the same commit is written once, and once
   * more for every "Re-run" that somebody asked GitHub for.
   */
  | {
      readonly kind: 'report-check';
      readonly repo: RepoRef;
      readonly headSha: string;
      readonly name: string;
      readonly externalId: string;
      readonly conclusion: 'success' | 'failure' | 'neutral';
      readonly title: string;
      readonly summary: string;
      readonly text: string | null;
      readonly annotations: readonly CheckAnnotation[];
      /** Only where a run of this name is there and somebody asked for another. */
      readonly onlyAgain?: true;
    }
  | WriteBranch
  /**
   * A pull request from a branch of the same repository, unless one is open from it already, whatever its
   * base; then its labels. A branch without a commit of its own is noted, and none is opened.
   */
  | {
      readonly kind: 'open-pull';
      readonly repo: RepoRef;
      readonly branch: string;
      readonly base: string;
      /** At most 256 characters. */
      readonly title: string;
      readonly body: string;
      readonly labels: readonly string[];
    }
  /**
   * Opens a closed pull request again, its branch first. GitHub refuses where the branch was made anew at
   * another commit, or another pull request is open from it: that is noted, and the next read shows it.
   */
  | {
      readonly kind: 'reopen-pull';
      readonly pull: IssueRef;
      readonly branch: string;
      /** Where the branch is gone: the pull request's last head, at which it is made again. */
      readonly restore: string | null;
    }
  /**
   * Merges the base of a pull request into its branch, as GitHub does it, where the head is the one that was
   * read. Where it cannot be done (a conflict, somebody pushed) that is noted, and the branch stays as it is.
   */
  | { readonly kind: 'update-branch'; readonly pull: IssueRef; readonly expected: string }
  /** Closes a pull request without merging it; its branch stays. */
  | { readonly kind: 'close-pull'; readonly pull: IssueRef }
  /** Asks for reviews. Who cannot be asked (no access, left) is noted, and the others are asked. */
  | {
      readonly kind: 'request-reviews';
      readonly pull: IssueRef;
      readonly reviewers: readonly Reviewer[];
    }
  | Suggest;

/**
 * One commit on a branch of the app's, signed by GitHub. Whoever pushed meanwhile is not written over:
 * then nothing happens, and their push brings another look.
 */
export interface WriteBranch {
  readonly kind: 'write-branch';
  readonly repo: RepoRef;
  /** Without `refs/heads/`. */
  readonly branch: string;
  /** The commit at which the branch is made where it is missing. */
  readonly from: string;
  /** Its head as it was read; null where there was none. */
  readonly expected: string | null;
  /** Whole texts; other files stay as they are. */
  readonly files: readonly FileFacts[];
  readonly headline: string;
  /** May be empty. */
  readonly body: string;
}

/**
 * A change to a text that a person may take over with one click, as a comment on those lines; once under
 * its marker, for ever. Where GitHub takes no comment on the lines (they are not part of what the pull
 * request changes) it is an ordinary comment with the text in a fence.
 */
export interface Suggest {
  readonly kind: 'suggest';
  readonly pull: IssueRef;
  /** The commit whose lines are counted. */
  readonly headOid: string;
  readonly path: string;
  /** The first line of the comment: an invisible HTML comment. */
  readonly marker: string;
  /** From 1, both included. */
  readonly startLine: number;
  readonly endLine: number;
  /** Takes the place of these lines; without a line end at its end. */
  readonly replacement: string;
  /** What stands above it; Markdown. */
  readonly words: string;
}

export interface VerdictRun {
  readonly headSha: string;
  readonly name: string;
  /** Hash of the verdict: the same verdict on the same commit is not written again. */
  readonly externalId: string;
  readonly conclusion: 'success' | 'failure' | 'neutral';
  readonly title: string;
  readonly summary: string;
  readonly text: string | null;
  /** At most 3; label 20, description 40, identifier 20 characters. */
  readonly actions: readonly CheckAction[];
}

export interface CheckAction {
  readonly label: string;
  readonly description: string;
  readonly identifier: string;
}

export interface CheckAnnotation {
  readonly path: string;
  readonly line: number;
  readonly level: 'notice' | 'warning' | 'failure';
  readonly title: string;
  readonly message: string;
}
