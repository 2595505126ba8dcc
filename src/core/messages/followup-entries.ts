/** The timeline's sentences about what is owed after an incident: plain text, no Markdown, no mention. */
import type { ItemKind } from '../command/command.ts';
import { formatIssue, sameRepo, type IssueRef } from '../ids.ts';
import type { ItemSaying, NativeAct } from '../ledger/ledger.ts';
import type { Policy, TeamRef } from '../policy/policy.ts';
import { formatTeam } from '../policy/services.ts';
import { plus, type Instant } from '../time.ts';
import { listed } from './followup-refusals.ts';
import { dateWords, momentWords } from './moments.ts';

export const FOLLOWUP_ENTRY = {
  /** @param from when merges begin to be held, where that is later than now. */
  obliged: (teams: readonly TeamRef[], from: Instant | null, policy: Policy): string => {
    const holds = policy.dontRepeat.mode === 'enforce' ? 'are held' : 'would be held';
    const since = from === null ? '' : ` from ${momentWords(from, policy.timeZone)}`;
    return `Merges of ${teamsWords(teams)} ${holds}${since} until the don't-repeat work is done`;
  },
  free: (teams: readonly TeamRef[]): string =>
    `Merges of ${teamsWords(teams)} are no longer held by this incident`,
  done: (teams: readonly TeamRef[]): string =>
    `Don't-repeat items of ${teamsWords(teams)} are done: merges are no longer held by this incident`,
  waiverRequested: (team: string, until: Instant, reason: string, policy: Policy): string =>
    `Asked for a waiver for ${team} until ${momentWords(until, policy.timeZone)}: ${reason}`,
  waiverGranted: (team: string, until: Instant, by: string, policy: Policy): string =>
    `Waived ${team} until ${momentWords(until, policy.timeZone)}, as ${by} asked`,
  waiverRevoked: (team: string): string => `Ended the waiver of ${team}`,
  accepted: (item: IssueRef | null, reason: string, home: IssueRef): string =>
    `Accepted ${item === null ? 'as it is, nothing more is owed' : `${nameOf(item, home)} as it is`}: ${reason}`,
  postmortemAsked: 'Asked for the postmortem',
  itemAsked: (kind: ItemKind, title: string): string => `Action item to ${KIND[kind]}: ${title}`,
  fixLinked: (pull: IssueRef | null, home: IssueRef): string =>
    `Linked ${pullWords(pull, home)} as the fix`,
  overridden: (
    { pull, sha }: { readonly pull: IssueRef | null; readonly sha: string },
    reason: string,
    home: IssueRef,
  ): string => `Let commit ${sha.slice(0, 7)} of ${pullWords(pull, home)} through: ${reason}`,
  saidOfItem: (
    said: ItemSaying,
    /** Null where not everybody who reads the incident may know of it. */
    item: IssueRef | null,
    { home, policy }: { readonly home: IssueRef; readonly policy: Policy },
  ): string | null => {
    const name = item === null ? 'an action item that not everybody can read' : nameOf(item, home);
    switch (said.kind) {
      case 'owner':
        return `Gave ${name} to ${said.login}`;
      case 'due':
        return `Set ${name} due ${dateWords(plus(said.until, -1), policy.timeZone)}`;
      case 'confirm':
        return `Confirmed that ${name} is done`;
      case 'not-doing':
        return item === null ? `Let ${name} go` : `Let ${name} go: ${said.reason}`;
      case 'snooze':
        return null;
    }
  },
  attempted: (act: NativeAct, home: IssueRef): string =>
    `${capital(actWords(act, home))}; it would have lifted what a team owes, so it did not count`,
  closedEarly: 'Closed the issue; something was still missing, so it was opened again',
} as const;

/** `took the label drill off`: what somebody did in GitHub's own interface. */
export function actWords(act: NativeAct, home: IssueRef): string {
  switch (act.kind) {
    case 'labeled':
      return `put the label ${act.label} on`;
    case 'unlabeled':
      return `took the label ${act.label} off`;
    case 'item-removed':
      return `took ${nameOf(act.item, home)} off this incident`;
    case 'item-unlabeled':
      return `took off the label that makes ${nameOf(act.item, home)} a don't-repeat item`;
    case 'closed':
      return 'closed the issue';
    case 'reopened':
      return 'reopened the issue';
    case 'declared':
      return 'declared it';
  }
}

const KIND = {
  prevent: 'prevent a repeat',
  mitigate: 'mitigate',
  detect: 'detect it sooner',
  process: 'improve how we work',
} as const satisfies Record<ItemKind, string>;

function teamsWords(teams: readonly TeamRef[]): string {
  return listed(teams.map(formatTeam));
}

function pullWords(pull: IssueRef | null, home: IssueRef): string {
  return pull === null ? 'a pull request that not everybody can read' : nameOf(pull, home);
}

function nameOf(issue: IssueRef, home: IssueRef): string {
  return sameRepo(issue.repo, home.repo) ? `#${String(issue.number)}` : formatIssue(issue);
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
