import type { IssueRef } from '../../core/ids.ts';

/** Where an issue is that was not found in its place. */
export type Whereabouts =
  | { readonly kind: 'here' }
  | { readonly kind: 'moved'; readonly to: IssueRef; readonly nodeId: string }
  /** For good, or to where the app cannot see it. */
  | { readonly kind: 'deleted' }
  /** The whole repository is out of the app's sight: nobody can tell what became of its issues. */
  | { readonly kind: 'unseen' };

export interface IssueTracker {
  /** One request. */
  whereabouts(issue: IssueRef): Promise<Whereabouts>;
}

export interface IssueGlance {
  /** Whether an issue is open at this moment. Keeps nothing. */
  isOpen(issue: IssueRef): Promise<boolean>;
}
