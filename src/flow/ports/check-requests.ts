import type { RepoRef } from '../../core/ids.ts';

/**
 * Somebody pressed a button or asked GitHub for another run, or a group in a merge queue asked for its
 * checks (`group`) or is no more (`group-over`), or `norepeat/policy` is to run again (`policy`). Waits in the inbox until it is answered.
 */
export interface CheckRequest {
  /** The delivery's GUID. */
  readonly id: string;
  readonly repo: RepoRef;
  readonly headSha: string;
  /** As the payload names them; empty for forks. */
  readonly pulls: readonly number[];
  readonly asks: 'again' | 'waiver' | 'group' | 'group-over' | 'policy';
  readonly by: string;
  /** In which a `group` stands. */
  readonly queue?: { readonly branch: string; readonly defaultBranch: string };
}

export interface CheckRequestStore {
  /** Oldest first. */
  waiting(repo: RepoRef): Promise<readonly CheckRequest[]>;
  /** Its effect is on GitHub, or there is nothing to be done, with the reason. */
  settle(id: string, outcome: 'done' | { readonly refused: string }): Promise<void>;
}
