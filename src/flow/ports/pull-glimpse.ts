import type { IssueRef } from '../../core/ids.ts';
import type { Instant } from '../../core/time.ts';

/**
 * What deliveries said last of a pull request: enough to answer it without a read where nothing is in
 * reach. A hint: where two contradict each other, `headSha` is null and GitHub is asked.
 */
export interface PullGlimpse {
  readonly pull: IssueRef;
  readonly open: boolean;
  readonly headSha: string | null;
  readonly baseRef: string;
  readonly defaultBranch: string;
  readonly updatedAt: Instant;
  /** The latest push of which a delivery told, forced or not; absent where none did. */
  readonly pushed?: { readonly headSha: string; readonly at: Instant };
}

export interface GlimpseStore {
  find(pull: IssueRef): Promise<PullGlimpse | null>;
}
