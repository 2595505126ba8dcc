/**
 * The one ordered record of an incident. A label click, a form field and an accepted command that mean
 * the same thing are the same deed here; `fold.ts` does not know which of them it was.
 */
import type { Command, ItemKind } from '../command/command.ts';
import type { ItemAsSaid } from '../followup/follow-up-items.ts';
import type { CountedItem } from '../followup/items.ts';
import type { IssueRef } from '../ids.ts';
import type { ItemSaying, NativeAct } from '../ledger/ledger.ts';
import type { Impact } from '../policy/policy.ts';
import type { Instant } from '../time.ts';
import type { FormWarning } from './form.ts';
import type { LinkedIssue, PostmortemPull, SubIssueFacts, Suspect } from './facts.ts';

export interface IncidentEvent {
  /** When it was said or done (not the time that a backdated command names). */
  readonly at: Instant;
  /** Login; null for what nobody did. */
  readonly by: string | null;
  /** Permalink of the comment or thing; null when it is gone. */
  readonly url: string | null;
  /** Somebody marked it with 🚀. */
  readonly key: boolean;
  /** Said or done by somebody with the right: it confirms an unconfirmed declaration. */
  readonly binding: boolean;
  /** A field of the declaration: true at once, but no line of the timeline of its own. */
  readonly silent: boolean;
  readonly deed: Deed;
}

export type Deed =
  | {
      readonly do: 'declare';
      readonly via: 'form' | 'label' | 'command' | 'dispatch';
      readonly from: IssueRef | null;
      /** The declarer has the right: confirmed from the first moment. */
      readonly confirmed: boolean;
    }
  | { readonly do: 'acknowledge' }
  | { readonly do: 'confirm' }
  | { readonly do: 'choose-severity'; readonly severity: string; readonly reason: string | null }
  | { readonly do: 'measure'; readonly impact: Impact }
  /** `when` null: at the moment it was said. */
  | { readonly do: 'mitigate'; readonly when: Instant | null; readonly text: string | null }
  | { readonly do: 'resolve'; readonly when: Instant | null; readonly text: string | null }
  /** A status label was set by hand: on to that status, or back to it. */
  | { readonly do: 'set-status'; readonly status: OpenStatus }
  | { readonly do: 'reopen'; readonly reason: string | null }
  | { readonly do: 'close'; readonly because: ClosedBecause }
  | { readonly do: 'correct-clock'; readonly clock: 'started' | 'detected'; readonly when: Instant }
  | { readonly do: 'assign-role'; readonly role: string; readonly login: string }
  | {
      readonly do: 'change-service';
      readonly change: 'add' | 'remove';
      readonly service: string;
    }
  | { readonly do: 'flag'; readonly flag: 'sla-breach' | 'drill'; readonly on: boolean }
  | { readonly do: 'note'; readonly when: Instant | null; readonly text: string }
  | { readonly do: 'comment'; readonly text: string }
  | { readonly do: 'update'; readonly text: string }
  | { readonly do: 'relate'; readonly issue: IssueRef }
  | { readonly do: 'repeat'; readonly of: IssueRef }
  | {
      readonly do: 'classify';
      readonly as: 'cause' | 'component';
      readonly change: 'add' | 'remove';
      readonly word: string;
    }
  | { readonly do: 'snooze'; readonly until: Instant }
  /** Said on an action item. `restricted`: not everybody who reads the incident may know of it. */
  | {
      readonly do: 'say-of-item';
      readonly item: IssueRef;
      readonly restricted: boolean;
      readonly said: ItemSaying;
    }
  /** The app closed it, because everything was done. */
  | { readonly do: 'end' }
  /** `team`: `acme/payments`, as the ledger has it. `until` exclusive. */
  | {
      readonly do: 'request-waiver';
      readonly team: string;
      readonly until: Instant;
      readonly reason: string;
    }
  | { readonly do: 'approve-waiver' | 'revoke-waiver'; readonly team: string }
  /** `item` null: everything that is owed. */
  | { readonly do: 'accept'; readonly item: IssueRef | null; readonly reason: string }
  /** Somebody asked for the postmortem, or that the rows of its table become action items. */
  | { readonly do: 'ask-postmortem' | 'ask-rows' }
  /** Somebody asked the app to make an action item. */
  | { readonly do: 'ask-item'; readonly item: ItemKind; readonly title: string }
  /** A counted don't-repeat item was taken off, and that counts: the ledger says so, `items.ts` reads it there. */
  | { readonly do: 'release-item'; readonly item: IssueRef }
  /** Said on a pull request. `restricted`: not everybody who reads the incident may know of it. */
  | { readonly do: 'link-fix'; readonly pull: IssueRef; readonly restricted: boolean }
  | {
      readonly do: 'override';
      readonly pull: IssueRef;
      readonly restricted: boolean;
      readonly sha: string;
      readonly reason: string;
    }
  /** It did not count: it would have lifted what a team owes, or closed what was not over. */
  | { readonly do: 'attempt'; readonly act: NativeAct; readonly because: 'loosens' | 'early' }
  | { readonly do: 'mention'; readonly source: LinkedIssue }
  | {
      readonly do: 'action-item';
      readonly change: 'added' | 'removed' | 'closed';
      readonly issue: LinkedIssue;
    }
  | { readonly do: 'assign'; readonly login: string; readonly on: boolean };

export type OpenStatus = 'declared' | 'acknowledged' | 'mitigated' | 'resolved';

export type ClosedBecause =
  | { readonly why: 'done' }
  | { readonly why: 'false-alarm'; readonly reason: string }
  | { readonly why: 'duplicate'; readonly of: IssueRef };

/** An event with its place among those of the same moment. */
export interface Placed {
  readonly event: IncidentEvent;
  /** Compared as text, after `event.at`: what decides between two events of one second. */
  readonly place: string;
}

/** By time, then by what they are: the order in which GitHub was read does not matter. */
export function inOrder(events: readonly Placed[]): readonly Placed[] {
  return [...events].sort(
    (a, b) => a.event.at - b.event.at || (a.place < b.place ? -1 : a.place > b.place ? 1 : 0),
  );
}

export interface IncidentRecord {
  readonly ref: IssueRef;
  readonly url: string;
  readonly title: string;
  readonly description: string;
  readonly detectedHow: string | null;
  readonly declared: Extract<Deed, { do: 'declare' }> & {
    readonly at: Instant;
    readonly by: string;
  };
  /** Everything else, ordered by `inOrder`. */
  readonly events: readonly IncidentEvent[];
  readonly actionItems: readonly SubIssueFacts[];
  readonly countedItems: readonly CountedItem[];
  readonly items: readonly ItemAsSaid[];
  readonly postmortem: PostmortemPull | null;
  /** The incident in whose place this one stands. */
  readonly carriesOn: IssueRef | null;
  readonly suspects: readonly Suspect[];
  /** What could not be read of the form. */
  readonly warnings: readonly FormWarning[];
}

/** What a command does to the incident; `null` for those that only ask the app for an answer. */
export function deedOf(command: Command): Deed | null {
  switch (command.kind) {
    case 'ack':
      return { do: 'acknowledge' };
    case 'severity':
      return { do: 'choose-severity', severity: command.severity, reason: command.reason };
    case 'impact':
      return { do: 'measure', impact: command.impact };
    case 'mitigated':
      return { do: 'mitigate', when: command.at, text: command.text };
    case 'resolved':
      return { do: 'resolve', when: command.at, text: command.text };
    case 'reopen':
      return { do: 'reopen', reason: command.reason };
    case 'started':
    case 'detected':
      return { do: 'correct-clock', clock: command.kind, when: command.at };
    case 'role':
      return { do: 'assign-role', role: command.role, login: command.login };
    case 'service':
      return { do: 'change-service', change: command.change, service: command.service };
    case 'note':
      return { do: 'note', when: command.at, text: command.text };
    case 'update':
      return { do: 'update', text: command.text };
    case 'related':
      return { do: 'relate', issue: command.issue };
    case 'repeat-of':
      return { do: 'repeat', of: command.issue };
    case 'cause':
    case 'component':
      return { do: 'classify', as: command.kind, change: command.change, word: command.word };
    case 'snooze':
      return { do: 'snooze', until: command.until };
    case 'duplicate':
      return { do: 'close', because: { why: 'duplicate', of: command.issue } };
    case 'false-alarm':
      return { do: 'close', because: { why: 'false-alarm', reason: command.reason } };
    default:
      return followupDeed(command);
  }
}

type Followup = Extract<
  Command,
  {
    readonly kind:
      | 'waive'
      | 'approve-waiver'
      | 'revoke-waiver'
      | 'accept'
      | 'action'
      | 'postmortem'
      | 'create-items'
      | 'fixes'
      | 'override'
      | 'owner'
      | 'due'
      | 'confirm'
      | 'not-doing'
      | 'similar'
      | 'timeline'
      | 'help'
      | 'declare';
  }
>;

function followupDeed(command: Followup): Deed | null {
  switch (command.kind) {
    case 'waive': {
      const { team, until, reason } = command;
      return team === null ? null : { do: 'request-waiver', team, until, reason };
    }
    case 'approve-waiver':
    case 'revoke-waiver':
      return command.team === null ? null : { do: command.kind, team: command.team };
    case 'accept':
      return { do: 'accept', item: command.item, reason: command.reason };
    case 'action':
      return { do: 'ask-item', item: command.item, title: command.title };
    case 'postmortem':
      return { do: 'ask-postmortem' };
    case 'create-items':
      return { do: 'ask-rows' };
    // Said on pull requests and on action items, and kept as entries of their own.
    case 'fixes':
    case 'override':
    case 'owner':
    case 'due':
    case 'confirm':
    case 'not-doing':
    case 'similar':
    case 'timeline':
    case 'help':
    case 'declare':
      return null;
  }
}
