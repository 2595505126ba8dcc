import type { IssueRef } from '../../core/ids.ts';
import type { IncidentFacts } from '../../core/incident/facts.ts';
import type { Ledger } from '../../core/ledger/ledger.ts';

export interface LedgerKeeper {
  /** What the store alone has: before the issue was read, or when it is there no more. */
  stored(issue: IssueRef): Promise<Ledger>;
  /** What the store has for this incident, completed by the signed blocks in the app's own comments. */
  load(issue: IssueRef, facts: IncidentFacts): Promise<Ledger>;
  /**
   * Durable in the store before any effect is performed. Adds to what is there: a ledger only grows, and a
   * pull request's job may write into an incident's.
   */
  save(issue: IssueRef, ledger: Ledger): Promise<void>;
  /**
   * The signed blocks for the app's comments: invisible HTML comments, each below `limit` characters.
   * They are bound to the issue's node id, which survives a rename and is never given out twice.
   */
  blocks(issue: { readonly nodeId: string }, ledger: Ledger, limit: number): readonly string[];
}

/** What the app accepted and refused, per incident; saved before any effect is performed. */
export interface LedgerStore {
  /** `null` when the store has never held a ledger for this incident (or lost it). */
  load(issue: IssueRef): Promise<Ledger | null>;
  save(issue: IssueRef, ledger: Ledger): Promise<void>;
}
