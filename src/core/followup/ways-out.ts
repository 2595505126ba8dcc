import { addDuration } from '../calendar.ts';
import type { Command } from '../command/command.ts';
import { sameIssue, type IssueRef } from '../ids.ts';
import type { IncidentFacts, PersonFacts } from '../incident/facts.ts';
import type { Refusal } from '../incident/refusal.ts';
import type { FoldState } from '../incident/state.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Policy } from '../policy/policy.ts';
import { formatTeam } from '../policy/services.ts';
import type { Instant } from '../time.ts';
import { isApprover } from './approvers.ts';
import { teamKey } from './dont-repeat.ts';
import { debtsOf, teamsOwing, type Debt } from './owed.ts';
import { quietRefused } from './quiet.ts';
import { waiversOf } from './waivers.ts';

/** Who says a command, when, and about what. */
export interface Said {
  readonly by: PersonFacts;
  readonly at: Instant;
  readonly state: FoldState;
  readonly facts: IncidentFacts;
  readonly ledger: Ledger;
  readonly policy: Policy;
}

type OfTeam = Extract<Command, { readonly kind: 'waive' | 'approve-waiver' | 'revoke-waiver' }>;

/**
 * The command with the team that it means, when it names none: the incident's only one. So the ledger
 * says for whom it was, whatever services are named later.
 */
export function withTeam(command: Command, state: FoldState, policy: Policy): Command {
  if (!isOfTeam(command) || command.team !== null) return command;
  const [only, ...others] = teamsOwing(state.services, policy);
  return only === undefined || others.length > 0 ? command : { ...command, team: formatTeam(only) };
}

/** Why a way out is not open; `null` when it is, and for every command that is none. */
export function wayOutRefused(command: Command, said: Said): Refusal | null {
  switch (command.kind) {
    case 'waive':
    case 'approve-waiver':
    case 'revoke-waiver':
      return (
        noTeam(command, said) ?? waiverRefused(withTeam(command, said.state, said.policy), said)
      );
    case 'accept':
      return acceptanceRefused(command, said);
    case 'action':
      return command.due !== null && command.due <= said.at
        ? { why: 'past', when: command.due, now: said.at }
        : null;
    case 'fixes':
    case 'override':
      return { why: 'on-pull-only', command: command.kind };
    case 'owner':
    case 'due':
    case 'confirm':
    case 'not-doing':
      return { why: 'on-item-only', command: command.kind, items: openItems(said.facts) };
    case 'postmortem':
    case 'create-items':
      return postmortemRefused(command.kind, said.facts);
    case 'snooze':
      return quietRefused(command.until, said.at, isResolved(said.state) ? 'long' : 'short');
    default:
      return null;
  }
}

/** What was merged is not opened again, and only what is open has rows that are no items yet. */
function postmortemRefused(
  command: 'postmortem' | 'create-items',
  { postmortem }: IncidentFacts,
): Refusal | null {
  if (postmortem?.state === 'merged') return { why: 'published', command, url: postmortem.url };
  const isOpen = postmortem?.state === 'open';
  return command === 'create-items' && !isOpen ? { why: 'no-postmortem' } : null;
}

/** Not every one: enough to see which may be meant. */
function openItems({ subIssues }: IncidentFacts): readonly IssueRef[] {
  return subIssues
    .filter(
      ({ state, isPullRequest, restricted }) => state === 'open' && !isPullRequest && !restricted,
    )
    .slice(0, 5)
    .map(({ ref }) => ref);
}

function isResolved({ resolved, closed }: FoldState): boolean {
  return resolved !== null || closed !== null;
}

function isOfTeam(command: Command): command is OfTeam {
  return ['waive', 'approve-waiver', 'revoke-waiver'].includes(command.kind);
}

/** None is named and there is not exactly one, or the one that is named has no part in it. */
function noTeam({ kind, team }: OfTeam, { state, policy }: Said): Refusal | null {
  const teams = teamsOwing(state.services, policy);
  if (teams.length === 0) return { why: 'no-teams', command: kind };
  if (team === null) return teams.length === 1 ? null : { why: 'which-team', command: kind, teams };
  const isOne = teams.some((one) => teamKey(one) === team.toLowerCase());
  return isOne ? null : { why: 'not-its-team', command: kind, team, teams };
}

function waiverRefused(command: Command, said: Said): Refusal | null {
  if (!isOfTeam(command) || command.team === null) return null;
  const { team } = command;
  switch (command.kind) {
    case 'waive':
      return said.policy.dontRepeat.waivers.approvers.length === 0
        ? { why: 'no-approvers' }
        : (owesNothing(team, said) ?? badEnd(command.until, said));
    case 'approve-waiver':
      return approvalRefused(team, said);
    case 'revoke-waiver': {
      const { requested, granted } = waiversOf(said.state.dontRepeat, team);
      const isThere = requested !== null || (granted !== null && granted.until > said.at);
      return isThere ? null : { why: 'no-waiver', team };
    }
  }
}

function approvalRefused(team: string, said: Said): Refusal | null {
  const { by, state, policy } = said;
  const { requested } = waiversOf(state.dontRepeat, team);
  if (!isApprover(by, policy)) {
    return { why: 'not-approver', login: by.login, command: 'approve-waiver' };
  }
  if (requested === null) return { why: 'nothing-requested', team };
  if (requested.by.toLowerCase() === by.login.toLowerCase()) return { why: 'own-request', team };
  return owesNothing(team, said) ?? badEnd(requested.until, said);
}

function owesNothing(team: string, said: Said): Refusal | null {
  const owes = debts(said).some((debt) => teamKey(debt.team) === team.toLowerCase());
  return owes ? null : { why: 'nothing-owed', team };
}

/** A waiver ends in the future, and no later than the policy's longest after it was asked for or granted. */
function badEnd(until: Instant, { at, policy }: Said): Refusal | null {
  if (until <= at) return { why: 'past', when: until, now: at };
  const latest = addDuration(at, policy.dontRepeat.waivers.longest, policy);
  return until > latest ? { why: 'too-long', until, latest } : null;
}

function acceptanceRefused(
  { item }: Extract<Command, { readonly kind: 'accept' }>,
  said: Said,
): Refusal | null {
  const { by, policy } = said;
  if (!isApprover(by, policy)) return { why: 'not-approver', login: by.login, command: 'accept' };
  const owed = debts(said);
  if (owed.length === 0) return { why: 'nothing-owed', team: null };
  if (item === null) return null;
  const items = owed.flatMap((debt) => debt.items.map(({ entry }) => entry.ref));
  return items.some((one) => sameIssue(one, item)) ? null : { why: 'not-owed-item', item, items };
}

function debts({ state, facts, ledger, policy }: Said): readonly Debt[] {
  return debtsOf({ state, facts, ledger, policy });
}
