/**
 * The ledger: what the app accepted, who said it and when. People with write access can edit and
 * delete every comment, so the fold takes commands from here and never from a comment's text.
 * Signing and verifying need a key and live in `src/github/ledger/`; the shapes live here.
 */
import type { Command } from '../command/command.ts';
import type { Instant } from '../time.ts';

export type LedgerEntry =
  | {
      readonly verdict: 'accepted';
      /** The database id of the comment that said it: the entry's identity. */
      readonly comment: number;
      readonly by: string;
      /** When it was said, by GitHub's clock: the comment's creation, or its edit after a refusal. */
      readonly at: Instant;
      readonly commands: readonly Command[];
    }
  | {
      readonly verdict: 'refused';
      readonly comment: number;
      readonly by: string;
      readonly at: Instant;
      /** Fingerprint of the refused text: an edit by its author makes another one and is tried again. */
      readonly text: string;
      /** What the app answered, so that the answer can be restored. */
      readonly answer: string;
    };

/** In order of `at`, then comment id; at most one entry a comment. */
export type Ledger = readonly LedgerEntry[];
