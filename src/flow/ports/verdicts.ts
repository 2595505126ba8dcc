import type { RepoRef } from '../../core/ids.ts';

/** What the gate last wrote on a commit. Lost, it is written once more, which harms nobody. */
export interface VerdictStore {
  last(repo: RepoRef, sha: string): Promise<string | null>;
  wrote(repo: RepoRef, sha: string, externalId: string): Promise<void>;
}

/** Counts verdicts as they are written. */
export interface GateMeter {
  /** `undecided`: why the gate could not decide; null when it did. */
  verdict(conclusion: 'success' | 'failure' | 'neutral', undecided: string | null): void;
}
