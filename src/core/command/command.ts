/**
 * What a person may tell the app, as one closed union. `parse.ts` makes these from a comment's
 * Markdown; `ledger/` records those that were accepted; `incident/` folds them.
 */
import type { IssueRef, RepoRef } from '../ids.ts';
import type { Impact } from '../policy/policy.ts';
import type { Instant } from '../time.ts';

export type Command =
  | { readonly kind: 'ack' }
  | { readonly kind: 'severity'; readonly severity: string; readonly reason: string | null }
  | { readonly kind: 'impact'; readonly impact: Impact }
  | { readonly kind: 'mitigated'; readonly at: Instant | null; readonly text: string | null }
  | { readonly kind: 'resolved'; readonly at: Instant | null; readonly text: string | null }
  | { readonly kind: 'reopen'; readonly reason: string }
  | { readonly kind: 'started'; readonly at: Instant }
  | { readonly kind: 'detected'; readonly at: Instant }
  | { readonly kind: 'role'; readonly role: string; readonly login: string }
  | { readonly kind: 'service'; readonly change: 'add' | 'remove'; readonly service: string }
  | { readonly kind: 'note'; readonly at: Instant | null; readonly text: string }
  | { readonly kind: 'update'; readonly text: string }
  | { readonly kind: 'related'; readonly issue: IssueRef }
  | { readonly kind: 'duplicate'; readonly issue: IssueRef }
  /** It is an earlier incident once more. */
  | { readonly kind: 'repeat-of'; readonly issue: IssueRef }
  /** What broke, or where; words of the policy's taxonomy. */
  | {
      readonly kind: 'cause' | 'component';
      readonly change: 'add' | 'remove';
      readonly word: string;
    }
  /** No reminders until then, exclusive; on an incident or on an action item. */
  | { readonly kind: 'snooze'; readonly until: Instant }
  | { readonly kind: 'false-alarm'; readonly reason: string }
  /** `team` null: the incident's only team; else `acme/payments`, however it was named. */
  | {
      readonly kind: 'waive';
      readonly team: string | null;
      /** Exclusive: `until 2026-12-15` lasts to the end of that day in the policy's zone, `in 5 days` to this time of day. */
      readonly until: Instant;
      readonly reason: string;
    }
  | { readonly kind: 'approve-waiver' | 'revoke-waiver'; readonly team: string | null }
  /** `item` null: everything that is owed for the incident. */
  | { readonly kind: 'accept'; readonly item: IssueRef | null; readonly reason: string }
  | {
      readonly kind: 'action';
      readonly item: ItemKind;
      readonly title: string;
      readonly owner: string | null;
      /** Exclusive, as `until`. */
      readonly due: Instant | null;
      readonly repo: RepoRef | null;
      /** `acme/payments`, or the id of a service of that team where the service was named. */
      readonly team: string | null;
    }
  /** On a pull request. */
  | { readonly kind: 'fixes'; readonly issue: IssueRef }
  /** On a pull request; `sha` in lower case, of seven digits at least. */
  | { readonly kind: 'override'; readonly sha: string; readonly reason: string }
  /** On an action item: it is this person's now, and nobody else's. */
  | { readonly kind: 'owner'; readonly login: string }
  /** On an action item; exclusive, as `until`. */
  | { readonly kind: 'due'; readonly until: Instant }
  /** On an action item: somebody other than its assignee says that it is done. */
  | { readonly kind: 'confirm' }
  /** On an action item that is no don't-repeat item. */
  | { readonly kind: 'not-doing'; readonly reason: string }
  /** The postmortem is to be opened, or opened again. */
  | { readonly kind: 'postmortem' }
  /** Rows of the postmortem's action table become items now; also on its pull request. */
  | { readonly kind: 'create-items' }
  /** Past incidents that look like this one. */
  | { readonly kind: 'similar' }
  | { readonly kind: 'timeline' }
  | { readonly kind: 'help' }
  /** On any issue or pull request of a covered repository. */
  | { readonly kind: 'declare'; readonly title: string | null };

export type ItemKind = 'prevent' | 'mitigate' | 'detect' | 'process';

export type CommandKind = Command['kind'];

/** Why a comment's commands could not be read: what was wrong, where, what to write instead. */
export interface CommandProblem {
  /** 1-based line in the comment. */
  readonly line: number;
  /** The line as written, cut to 200 characters. */
  readonly found: string;
  readonly problem: string;
  /** A line that would be understood, `/severity sev2 checkout is down for everybody`. */
  readonly instead: string;
  /** It is a command of this kind, well written or not, and said where it does not belong. */
  readonly elsewhere?: CommandKind;
}

export type CommandLine = Pick<CommandProblem, 'line' | 'found'>;

export type ParsedComment =
  /** No line of it is a command: the comment is a timeline entry and nothing more. */
  | { readonly kind: 'no-commands' }
  | {
      readonly kind: 'commands';
      readonly commands: readonly Command[];
      /** Where each command stands, so that a refusal can point at it; one for each of `commands`. */
      readonly lines: readonly CommandLine[];
    }
  | {
      readonly kind: 'refused';
      readonly problems: readonly CommandProblem[];
      /** How many of its lines are commands, well written or not. */
      readonly lineCount: number;
    };

/** On how many lines these commands stand: one line can hold several. */
export function lineCountOf(places: readonly CommandLine[]): number {
  return new Set(places.map(({ line }) => line)).size;
}

/** They show something and change nothing: anybody may say them. */
export function onlyAsks(commands: readonly Command[]): boolean {
  return commands.every(({ kind }) => kind === 'help' || kind === 'timeline' || kind === 'similar');
}
