import type { RepoRef } from '../../core/ids.ts';
import type { Instant } from '../../core/time.ts';

/** What was last seen of the policy file of one repository. */
export interface StoredPolicy {
  /** `.github/norepeat.yml`, or where else it was found. */
  readonly path: string;
  /** At the last look. */
  readonly state: 'valid' | 'invalid' | 'missing';
  /** The latest valid text: stays in force while `state` is `invalid` or `missing`. `null`: never one. */
  readonly valid: { readonly text: string; readonly sha: string } | null;
  /** Blob or commit id of what was last looked at; `null` when missing. */
  readonly sha: string | null;
  readonly readAt: Instant;
  /** Since when `state` is `invalid` or `missing`: names the one issue about it. `null` when valid. */
  readonly troubleSince: Instant | null;
  /** What was last said on GitHub about the file (`valid:<sha>`): what was cut short is said again. */
  readonly reported: string | null;
}

export interface PolicyStore {
  /** `null` when nobody has looked yet. */
  load(repo: RepoRef): Promise<StoredPolicy | null>;
  save(repo: RepoRef, policy: StoredPolicy): Promise<void>;
}
