import type { CodeOwners } from '../../core/gate/facts.ts';
import type { RepoRef } from '../../core/ids.ts';
import type { Found } from './found.ts';

export interface CodeOwnersReader {
  /** At the head of a branch, by GitHub's order of places; `null` where there is none. One request. */
  read(repo: RepoRef, branch: string): Promise<Found<CodeOwners | null>>;
}

export interface CodeOwnersStore {
  /** `undefined` when nobody has looked yet. */
  load(repo: RepoRef, branch: string): Promise<CodeOwners | null | undefined>;
  save(repo: RepoRef, branch: string, owners: CodeOwners | null): Promise<void>;
  /** Branches of the repository that were looked at. */
  branches(repo: RepoRef): Promise<readonly string[]>;
  /** Nobody has looked at it any more: it is read again when next needed. */
  forget(repo: RepoRef, branch: string): Promise<void>;
}
