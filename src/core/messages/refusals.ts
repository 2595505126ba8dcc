/** Why well-written commands are not accepted, and what to write instead. */
import type { CommandKind, CommandProblem } from '../command/command.ts';
import { grammarOf } from '../command/grammar.ts';
import { formatIssue } from '../ids.ts';
import type { ClockName, ClockReading, FollowupRefusal, Refusal } from '../incident/refusal.ts';
import type { Policy } from '../policy/policy.ts';
import type { Instant } from '../time.ts';
import { cut } from '../markdown/characters.ts';
import { listed, whyNoWayOut } from './followup-refusals.ts';
import { momentWords } from './moments.ts';

/** The parts of a `CommandProblem` that do not depend on where the command stood. */
export function whyRefused(
  refusal: Refusal,
  policy: Policy,
  { command, by }: { readonly command: CommandKind; readonly by: string | null },
): Pick<CommandProblem, 'problem' | 'instead'> {
  const time = (at: Instant): string => momentWords(at, policy.timeZone);
  switch (refusal.why) {
    case 'no-right':
      return {
        problem: `${refusal.login} has no right to steer this incident: that takes write access to this repository, membership in a team that owns an affected service, or a role in the incident. Say it without the slash: it goes on the timeline, and whoever has the right sees it`,
        instead: '/help',
      };
    case 'changed-by-another':
      return {
        problem: `the words are not ${refusal.author}'s: ${refusal.editor} changed this comment, so its commands were not run; whoever means them writes them in a comment of their own`,
        instead: '/help',
      };
    case 'already-an-incident':
      return { problem: 'this issue is an incident already', instead: '/ack' };
    case 'closed':
      return {
        problem: isClock(refusal.command)
          ? 'the incident is closed; that can still be corrected, with a time'
          : 'the incident is closed',
        instead: afterClosing(refusal.command),
      };
    case 'not-over':
      return {
        problem: 'it is still being worked on, there is nothing to reopen',
        instead: '/update what is known, what happens next',
      };
    case 'already-resolved':
      return {
        problem: `it is resolved since ${time(refusal.at)}; say when it was mitigated to correct the clock, or reopen it if it came back`,
        instead: `/mitigated at ${time(refusal.at)}`,
      };
    case 'future':
      return {
        problem: `${time(refusal.when)} lies in the future; it is ${time(refusal.now)} now`,
        instead: grammarOf(command).example,
      };
    case 'too-long-ago':
      return {
        problem: `${time(refusal.when)} is too long ago for this incident; the earliest it takes is ${time(refusal.earliest)}`,
        instead: grammarOf(command).example,
      };
    case 'out-of-order':
      return outOfOrder(refusal, time);
    default:
      return whyMisnamed(refusal, policy, { command, by });
  }
}

type Misnaming = Extract<
  Refusal,
  {
    readonly why:
      | 'itself'
      | 'no-such-user'
      | 'cannot-see'
      | 'no-such-service'
      | 'no-such-issue'
      | 'no-such-incident'
      | 'circle';
  }
>;

/** Somebody or something was named that is not there, or cannot be meant. */
function whyMisnamed(
  refusal: Misnaming | FollowupRefusal,
  policy: Policy,
  { command, by }: { readonly command: CommandKind; readonly by: string | null },
): Pick<CommandProblem, 'problem' | 'instead'> {
  switch (refusal.why) {
    case 'itself':
      return {
        problem: 'an incident cannot refer to itself',
        instead: refusal.command === 'repeat-of' ? '/similar' : `/${refusal.command} #12`,
      };
    case 'no-such-user':
      return {
        problem: `there is no user ${refusal.login} on this GitHub`,
        instead: `${refusal.command}${refusal.nearest ?? by ?? 'alice'}`,
      };
    case 'cannot-see':
      return {
        problem: `${refusal.login} cannot see this repository; whoever has a role here must be able to`,
        instead: `/${refusal.role} @${by ?? 'alice'}`,
      };
    case 'no-such-service':
      return {
        problem: `“${cut(refusal.service, 40)}” is not a service of this incident; ${refusal.services.length === 0 ? 'it has none' : `it has ${listed(refusal.services)}`}`,
        instead: refusal.nearest === null ? '/help' : `/service -${refusal.nearest}`,
      };
    case 'no-such-issue':
      return {
        problem: `there is no issue or pull request ${formatIssue(refusal.issue)}, or none that the app may see`,
        instead: `/${refusal.command} #12`,
      };
    case 'no-such-incident':
      return {
        problem: `there is no incident ${formatIssue(refusal.issue)}, or none that may be named here; what is no incident can be related, and those that look like this one are listed for you`,
        instead: '/similar',
      };
    case 'circle':
      return {
        problem: `${formatIssue(refusal.issue)} is a repeat of this incident already, so this one cannot be a repeat of it`,
        instead: `/related ${formatIssue(refusal.issue)}`,
      };
    default:
      return whyNoWayOut(refusal, policy, command);
  }
}

function outOfOrder(
  { earlier, later }: { readonly earlier: ClockReading; readonly later: ClockReading },
  time: (at: Instant) => string,
): Pick<CommandProblem, 'problem' | 'instead'> {
  const problem = `it cannot have ${HAVE[later.clock]} at ${time(later.at)}, before it ${HAD[earlier.clock]} at ${time(earlier.at)}`;
  // Nobody can correct when it was declared; then the other clock is the one to correct.
  return later.clock === 'declared'
    ? { problem, instead: `${correction(earlier.clock)} ${time(later.at)}` }
    : { problem, instead: `${correction(later.clock)} ${time(earlier.at)}` };
}

const HAD = {
  started: 'started',
  detected: 'was detected',
  declared: 'was declared',
  mitigated: 'was mitigated',
  resolved: 'was resolved',
} as const satisfies Record<ClockName, string>;

const HAVE = {
  started: 'started',
  detected: 'been detected',
  declared: 'been declared',
  mitigated: 'been mitigated',
  resolved: 'been resolved',
} as const satisfies Record<ClockName, string>;

function correction(clock: ClockName): string {
  return clock === 'mitigated' || clock === 'resolved' ? `/${clock} at` : `/${clock}`;
}

function afterClosing(command: CommandKind): string {
  return isClock(command) ? `/${command} at 14:32` : '/reopen it came back';
}

function isClock(command: CommandKind): boolean {
  return command === 'mitigated' || command === 'resolved';
}
