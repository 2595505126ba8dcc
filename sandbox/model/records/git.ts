/** Git objects as git itself has them: content-addressed, immutable, named by SHA-1. */
import type { Person } from './accounts.ts';

export type FileMode = '100644' | '100755' | '120000' | '040000' | '160000';

export interface TreeEntry {
  readonly name: string;
  readonly mode: FileMode;
  readonly type: 'blob' | 'tree' | 'commit';
  readonly sha: string;
}

export interface Signature {
  readonly name: string;
  readonly email: string;
  /** Epoch milliseconds; git keeps whole seconds. */
  readonly at: number;
}

export interface GitBlob {
  readonly sha: string;
  readonly content: Buffer;
}

export interface GitTree {
  readonly sha: string;
  readonly entries: readonly TreeEntry[];
}

export interface GitCommit {
  readonly sha: string;
  readonly nodeId: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: Signature;
  readonly committer: Signature;
  /** The account behind the author, where GitHub can tell. */
  readonly authorAccount: Person | null;
  readonly committerAccount: Person | null;
  /** Commits GitHub itself makes (createCommitOnBranch, merges, contents by an App) are signed. */
  readonly verified: boolean;
}

/** One store per fork network, as on GitHub: a fork sees its parent's objects and the other way round. */
export interface ObjectStore {
  readonly blobs: Map<string, GitBlob>;
  readonly trees: Map<string, GitTree>;
  readonly commits: Map<string, GitCommit>;
}

export type FileStatus = 'added' | 'removed' | 'modified' | 'renamed' | 'unchanged';

/** One file of a comparison, as pull request files and commits list it. */
export interface FileChange {
  readonly filename: string;
  readonly previousFilename?: string;
  readonly status: FileStatus;
  readonly sha: string;
  readonly additions: number;
  readonly deletions: number;
  /** Absent for binary files and files whose diff is too large. */
  readonly patch?: string;
}
