import type { RepoRef } from '../../core/ids.ts';
import type { Instant } from '../../core/time.ts';

/** A `repository_dispatch` that was accepted and whose effect is not on GitHub yet. */
export interface Intent {
  /** The delivery's GUID: names what asked, also in markers. */
  readonly id: string;
  readonly receivedAt: Instant;
  /** `client_payload` and `event_type` as sent; to be read with a schema. */
  readonly payload: unknown;
}

export interface IntentStore {
  /** Oldest first. */
  waiting(repo: RepoRef): Promise<readonly Intent[]>;
  /** Its effect is on GitHub (or it was refused for good, with the reason). */
  settle(id: string, outcome: 'done' | { readonly refused: string }): Promise<void>;
}
