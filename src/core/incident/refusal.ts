/** Why a comment's commands, though well written, are not accepted. The sentences are in `messages/`. */
import type { CommandKind } from '../command/command.ts';
import type { IssueRef } from '../ids.ts';
import type { TeamRef } from '../policy/policy.ts';
import type { Instant } from '../time.ts';

export type ClockName = 'started' | 'detected' | 'declared' | 'mitigated' | 'resolved';

/** In the ledger, for a refused comment that gets a reaction and no words. */
export const NO_ANSWER = '';

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
      /** What is said before the name: `/commander @`. */
      readonly command: string;
      /** Somebody of this incident with a name much like it. */
      readonly nearest: string | null;
    }
  /** There is such a user, who cannot read the incident. */
  | { readonly why: 'cannot-see'; readonly login: string; readonly role: string }
  /** To be taken off, and neither here nor in the policy. */
  | {
      readonly why: 'no-such-service';
      readonly service: string;
      /** What the incident affects. */
      readonly services: readonly string[];
      /** One of these that the policy does not know either, and much like it. */
      readonly nearest: string | null;
    }
  /** Neither an issue nor a pull request, or none that the app may see. */
  | { readonly why: 'no-such-issue'; readonly issue: IssueRef; readonly command: CommandKind }
  /** No incident, or none that those who read this one may know of. */
  | { readonly why: 'no-such-incident'; readonly issue: IssueRef }
  /** That incident is a repeat of this one. */
  | { readonly why: 'circle'; readonly issue: IssueRef }
  | FollowupRefusal;

/** About what is owed after an incident, and the ways out of it. */
export type FollowupRefusal =
  /** It would lift what these teams owe, and whoever says it is no waiver approver. */
  | { readonly why: 'loosens'; readonly teams: readonly TeamRef[] }
  | { readonly why: 'not-approver'; readonly login: string; readonly command: CommandKind }
  /** The policy lists none, so nobody could grant what is asked for. */
  | { readonly why: 'no-approvers' }
  /** Nobody grants their own request. */
  | { readonly why: 'own-request'; readonly team: string }
  | { readonly why: 'nothing-requested'; readonly team: string }
  /** Neither granted nor asked for, or at its end already. */
  | { readonly why: 'no-waiver'; readonly team: string }
  /** `team` null: nobody owes anything. */
  | { readonly why: 'nothing-owed'; readonly team: string | null }
  /** The incident names no service, or none that a team owns. */
  | { readonly why: 'no-teams'; readonly command: CommandKind }
  | {
      readonly why: 'which-team';
      readonly command: CommandKind;
      readonly teams: readonly TeamRef[];
    }
  | {
      readonly why: 'not-its-team';
      readonly command: CommandKind;
      readonly team: string;
      readonly teams: readonly TeamRef[];
    }
  /** An end that lies in the past. */
  | { readonly why: 'past'; readonly when: Instant; readonly now: Instant }
  | { readonly why: 'too-long'; readonly until: Instant; readonly latest: Instant }
  /** `items`: those that are owed. */
  | { readonly why: 'not-owed-item'; readonly item: IssueRef; readonly items: readonly IssueRef[] }
  /** Said on an incident; it belongs on a pull request. */
  | { readonly why: 'on-pull-only'; readonly command: 'fixes' | 'override' }
  /** Said on an incident; it belongs on an action item. `items`: its open ones. */
  | {
      readonly why: 'on-item-only';
      readonly command: 'owner' | 'due' | 'confirm' | 'not-doing';
      readonly items: readonly IssueRef[];
    }
  /** It was merged: nothing is to be opened, and its rows are items. */
  | {
      readonly why: 'published';
      readonly command: 'postmortem' | 'create-items';
      readonly url: string;
    }
  /** No postmortem is open whose rows could become items. */
  | { readonly why: 'no-postmortem' }
  /** No reminders for longer than anybody should be out of sight of it. */
  | { readonly why: 'quiet-too-long'; readonly until: Instant; readonly latest: Instant };

export interface ClockReading {
  readonly clock: ClockName;
  readonly at: Instant;
}
