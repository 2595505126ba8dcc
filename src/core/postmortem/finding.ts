import type { IssueRef } from '../ids.ts';
import type { RegionProblem } from './regions/regions.ts';
import type { Column } from './table/read-tables.ts';

/** Something that a document lacks, or that its readers should think about, and where. */
export interface Finding {
  /** From 1. */
  readonly line: number;
  /** Only a failure keeps the document from being complete. */
  readonly level: 'failure' | 'warning';
  readonly what: Lack;
}

/** Sections and actions are named as plain text, as people wrote them. */
export type Lack =
  | { readonly is: 'empty-section'; readonly section: string }
  /** A question to people that nobody answered. */
  | { readonly is: 'question'; readonly section: string; readonly question: string }
  | { readonly is: 'why'; readonly question: string }
  /** `TODO`, `{{title}}`, `[describe the impact]`. */
  | { readonly is: 'placeholder'; readonly section: string; readonly found: string }
  | { readonly is: 'no-impact' }
  | { readonly is: 'no-detection' }
  | { readonly is: 'no-mitigation' }
  /** The table of actions is empty, and nobody says why. */
  | { readonly is: 'no-items' }
  /** A row with an owner, a day or a status, but nothing to do. */
  | { readonly is: 'no-action' }
  /** `issue`: the item that is meant; null while the row has none. */
  | { readonly is: 'no-owner' | 'no-due'; readonly action: string; readonly issue: IssueRef | null }
  | {
      readonly is: 'unreadable';
      readonly column: Column;
      readonly action: string;
      readonly problem: string;
    }
  /** A person changed the row; its item says something else. */
  | {
      readonly is: 'differs';
      readonly column: 'owner' | 'due';
      readonly action: string;
      readonly issue: IssueRef;
    }
  | { readonly is: 'named-twice'; readonly issue: IssueRef; readonly firstLine: number }
  /** So many rows, from this line on, find no room below the incident. */
  | { readonly is: 'no-room'; readonly rows: number }
  | { readonly is: 'broken-region'; readonly name: string; readonly problem: RegionProblem['what'] }
  /** Other files of the branch say that they are this postmortem; `document` is the one that is. Paths. */
  | { readonly is: 'doubles'; readonly document: string; readonly paths: readonly string[] }
  | { readonly is: 'blame'; readonly words: string; readonly because: Blame };

/** Why words sound like blame. `own`: the policy lists them. */
export type Blame = 'judges' | 'hindsight' | 'human-error' | 'own';

export function failure(line: number, what: Lack): Finding {
  return { line, level: 'failure', what };
}

export function warning(line: number, what: Lack): Finding {
  return { line, level: 'warning', what };
}
