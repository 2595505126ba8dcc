import type { RepoRef } from '../../core/ids.ts';
import type { CheckRequest } from './check-requests.ts';
import type { JobKey } from './job-key.ts';
import type { PullGlimpse } from './pull-glimpse.ts';

/** What a delivery says may have changed. */
export interface Heard {
  readonly keys: readonly JobKey[];
  /** Kept until its effect is on GitHub; nothing else of a payload is stored. */
  readonly intent: { readonly repo: RepoRef; readonly payload: unknown } | null;
  /** What it shows of pull requests: hints, later ones by `updatedAt` over earlier ones. */
  readonly glimpses: readonly PullGlimpse[];
  /** A button or a re-run: kept until it is answered, as `intent` is; its id is the delivery's GUID. */
  readonly request: Omit<CheckRequest, 'id'> | null;
}
