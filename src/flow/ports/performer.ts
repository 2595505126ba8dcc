import type { Effect } from '../../core/effects.ts';
import type { IssueRef } from '../../core/ids.ts';

export interface Performer {
  /**
   * Repeatable. A subject that is gone meanwhile is no error: the next read says so. `justRead`: the plan
   * was made from a whole list of comments read a moment ago, so that what it did not see is not there.
   */
  perform(effect: Effect, options?: { readonly justRead?: boolean }): Promise<void>;
  /**
   * The action item that carries the effect's marker, made and linked when there is none yet; `null` where
   * its repository is gone, takes no issues or cannot be seen.
   */
  ensureItem(effect: Extract<Effect, { kind: 'create-item' }>): Promise<IssueRef | null>;
  /** The issue that carries the effect's marker, made when there is none yet. */
  ensureIssue(effect: Extract<Effect, { kind: 'create-issue' }>): Promise<IssueRef>;
}
