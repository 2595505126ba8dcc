/**
 * Everything the app can do to GitHub, as a closed union. Each is repeatable: performing it twice, or
 * again after a crash at any point, leaves the same result. `github/perform/` has one file a kind.
 */
import type { IssueRef, RepoRef } from './ids.ts';
import type { Reaction } from './incident/facts.ts';

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
  | { readonly kind: 'assign'; readonly issue: IssueRef; readonly add: readonly string[] }
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
  /** A completed check run on a commit; the same `externalId` on the same commit is written once. */
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
    };

export interface CheckAnnotation {
  readonly path: string;
  readonly line: number;
  readonly level: 'notice' | 'warning' | 'failure';
  readonly title: string;
  readonly message: string;
}
