import type { Obligation } from '../../core/followup/obligation.ts';
import type { IssueRef, RepoRef } from '../../core/ids.ts';

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
