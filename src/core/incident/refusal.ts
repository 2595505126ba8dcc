/** Why a comment's commands, though well written, are not accepted. The sentences are in `messages/`. */
import type { CommandKind } from '../command/command.ts';
import type { IssueRef } from '../ids.ts';
import type { Instant } from '../time.ts';

export type ClockName = 'started' | 'detected' | 'declared' | 'mitigated' | 'resolved';

export type Refusal =
  /** Neither write access, nor in an owning team, nor a role here. */
  | { readonly why: 'no-right'; readonly login: string }
  /** The present text was written by somebody other than the comment's author. */
  | { readonly why: 'changed-by-another'; readonly author: string; readonly editor: string }
  /** `/incident declare` where there is an incident already. */
  | { readonly why: 'already-an-incident' }
  | { readonly why: 'closed'; readonly command: CommandKind }
  /** `/reopen` of what is still being worked on. */
  | { readonly why: 'not-over' }
  /** `/mitigated` without a time on what is resolved: a correction or a relapse? */
  | { readonly why: 'already-resolved'; readonly at: Instant }
  | { readonly why: 'future'; readonly when: Instant; readonly now: Instant }
  | { readonly why: 'too-long-ago'; readonly when: Instant; readonly earliest: Instant }
  /** `later` would come before `earlier`. */
  | {
      readonly why: 'out-of-order';
      readonly earlier: ClockReading;
      readonly later: ClockReading;
    }
  | { readonly why: 'itself'; readonly command: CommandKind }
  | {
      readonly why: 'no-such-user';
      readonly login: string;
      readonly role: string;
      /** Somebody of this incident with a name much like it. */
      readonly nearest: string | null;
    }
  /** There is such a user, who cannot read the incident. */
  | { readonly why: 'cannot-see'; readonly login: string; readonly role: string }
  /** Neither an issue nor a pull request, or none that the app may see. */
  | { readonly why: 'no-such-issue'; readonly issue: IssueRef; readonly command: CommandKind };

export interface ClockReading {
  readonly clock: ClockName;
  readonly at: Instant;
}
