/** Why a way out of what is owed is not open, and who can open it. */
import { DateTime } from 'luxon';
import type { CommandKind, CommandProblem } from '../command/command.ts';
import { grammarOf } from '../command/grammar.ts';
import { approverNames } from '../followup/approvers.ts';
import { formatIssue, formatRepo } from '../ids.ts';
import type { FollowupRefusal } from '../incident/refusal.ts';
import { DAY, instantOf, type Instant } from '../time.ts';
import type { Policy, TeamRef } from '../policy/policy.ts';
import { formatTeam } from '../policy/services.ts';
import { momentWords } from './moments.ts';

type Words = Pick<CommandProblem, 'problem' | 'instead'>;

/** The parts of a `CommandProblem` that do not depend on where the command stood. */
export function whyNoWayOut(refusal: FollowupRefusal, policy: Policy, command: CommandKind): Words {
  const time = (at: Instant): string => momentWords(at, policy.timeZone);
  switch (refusal.why) {
    case 'loosens':
      return {
        problem: `it would lift what ${teamsWords(refusal.teams)} still ${refusal.teams.length === 1 ? 'owes' : 'owe'} after this incident. ${whoCan(policy)}`,
        instead: example('waive'),
      };
    case 'not-approver':
      return {
        problem: `${refusal.login} is no waiver approver. ${whoCan(policy)}`,
        instead: refusal.command === 'accept' ? example('waive') : '/help',
      };
    case 'no-approvers':
      return { problem: noApprovers(policy), instead: '/help' };
    case 'published':
    case 'no-postmortem':
      return whyNoPostmortem(refusal);
    case 'own-request':
      return {
        problem: `nobody grants a waiver that they asked for. ${whoCan(policy)}, other than whoever asked`,
        instead: `/approve-waiver ${refusal.team}`,
      };
    case 'nothing-requested':
      return {
        problem: `nobody has asked for a waiver for ${refusal.team}`,
        instead: `/waive ${refusal.team} in 5 days why it has to wait`,
      };
    case 'no-waiver':
      return { problem: `${refusal.team} has no waiver that could be ended`, instead: '/help' };
    case 'nothing-owed':
      return {
        problem: `${refusal.team ?? 'nobody'} ${refusal.team === null ? 'owes' : 'does not owe'} anything after this incident ${refusal.team === null ? 'now' : 'at present'}, so there is nothing to lift`,
        instead: '/help',
      };
    default:
      return whyNotSo(refusal, policy, { command, time });
  }
}

function whyNoPostmortem(
  refusal: Extract<FollowupRefusal, { readonly why: 'published' | 'no-postmortem' }>,
): Words {
  switch (refusal.why) {
    case 'published':
      return {
        problem: `the postmortem is published: ${refusal.url}. ${refusal.command === 'create-items' ? 'Its rows became action items when it was merged' : 'What is to be changed in it goes into a pull request of its own'}`,
        instead: refusal.command === 'create-items' ? example('action') : '/help',
      };
    case 'no-postmortem':
      return {
        problem: 'no postmortem of this incident is open, so there are no rows to make items of',
        instead: '/postmortem',
      };
  }
}

type Slip = Extract<
  FollowupRefusal,
  {
    readonly why:
      | 'no-teams'
      | 'which-team'
      | 'not-its-team'
      | 'past'
      | 'too-long'
      | 'not-owed-item'
      | 'on-pull-only'
      | 'on-item-only'
      | 'quiet-too-long';
  }
>;

/** What would be right if it were said otherwise. */
function whyNotSo(
  refusal: Slip,
  policy: Policy,
  { command, time }: { readonly command: CommandKind; readonly time: (at: Instant) => string },
): Words {
  switch (refusal.why) {
    case 'no-teams': {
      const [first] = policy.services;
      return {
        problem: 'no service of this incident belongs to a team, so nobody is held',
        instead: first === undefined ? '/help' : `/service ${first.id}`,
      };
    }
    case 'which-team':
      return {
        problem: `it does not say for which team; there are ${teamsWords(refusal.teams)}`,
        instead: forTeam(refusal.command, refusal.teams[0]),
      };
    case 'not-its-team':
      return {
        problem: `${refusal.team} owns nothing that this incident affects; there ${refusal.teams.length === 1 ? 'is' : 'are'} ${teamsWords(refusal.teams)}`,
        instead: forTeam(refusal.command, refusal.teams[0]),
      };
    case 'past':
      return {
        problem: `${time(refusal.when)} is over; it is ${time(refusal.now)} now`,
        instead: example(command),
      };
    case 'too-long':
      return {
        problem: `${time(refusal.until)} is further away than the policy lets a waiver last; the latest end is ${time(refusal.latest)}`,
        instead: `/waive until ${lastWholeDay(refusal.latest, policy)} why it has to wait`,
      };
    case 'not-owed-item':
      return {
        problem: `${formatIssue(refusal.item)} is no don't-repeat item that is owed here${refusal.items.length === 0 ? '' : `; there ${refusal.items.length === 1 ? 'is' : 'are'} ${listed(refusal.items.map(formatIssue))}`}`,
        instead: `/accept ${refusal.items[0] === undefined ? '' : `${formatIssue(refusal.items[0])} `}why it is not feasible and what was done`,
      };
    case 'on-pull-only':
      return {
        problem: 'write it in a comment on the pull request that it is about, not on the incident',
        instead: '/help',
      };
    case 'on-item-only':
      return {
        problem: `write it in a comment on the action item that it is about, not on the incident${refusal.items.length === 0 ? '' : `; open ${refusal.items.length === 1 ? 'is' : 'are'} ${listed(refusal.items.map(formatIssue))}`}`,
        instead: '/help',
      };
    case 'quiet-too-long':
      return {
        problem: `that is too far away: reminders here can pause to the end of ${lastWholeDay(refusal.latest, policy)} at the latest`,
        instead: `/snooze until ${lastWholeDay(refusal.latest, policy)}`,
      };
  }
}

/** One sentence without its full stop: whose word counts. */
export function whoCan(policy: Policy): string {
  const names = approverNames(policy);
  return names.length === 0
    ? noApprovers(policy)
    : `That takes a waiver approver: ${listed(names, 'or')}`;
}

function noApprovers({ source }: Policy): string {
  return `That takes a waiver approver, and the policy names none; list teams or people under dont_repeat.waivers.approvers in ${source.path} of ${formatRepo(source.repo)}`;
}

function teamsWords(teams: readonly TeamRef[]): string {
  return listed(teams.map(formatTeam));
}

/** At most ten, so that an answer stays short. */
export function listed(names: readonly string[], last: 'and' | 'or' = 'and'): string {
  const shown = names.slice(0, 10);
  const more = names.length - shown.length;
  if (more > 0) return `${shown.join(', ')} ${last} ${String(more)} more`;
  const [only] = shown;
  return shown.length < 2
    ? (only ?? '')
    : `${shown.slice(0, -1).join(', ')} ${last} ${shown.at(-1) ?? ''}`;
}

function forTeam(command: CommandKind, team: TeamRef | undefined): string {
  const name = team === undefined ? '' : ` ${formatTeam(team)}`;
  return command === 'waive' ? `/waive${name} in 5 days why it has to wait` : `/${command}${name}`;
}

/** `until` a date lasts to the end of that day. */
function lastWholeDay(latest: Instant, { timeZone }: Policy): string {
  const end = instantOf(latest - DAY);
  return DateTime.fromMillis(end, { zone: timeZone }).toFormat('yyyy-MM-dd');
}

function example(command: CommandKind): string {
  return grammarOf(command).example;
}
