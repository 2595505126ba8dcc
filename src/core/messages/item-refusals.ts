/** Why what was said on an action item is not accepted, and what to say instead. */
import type { CommandProblem } from '../command/command.ts';
import { grammarOf } from '../command/grammar.ts';
import type { DoneBy, NoEvidence } from '../followup/evidence.ts';
import type { ItemRefusal } from '../followup/item-sayings.ts';
import { formatIssue, type IssueRef } from '../ids.ts';
import type { Policy } from '../policy/policy.ts';
import { DAY, instantOf, type Instant } from '../time.ts';
import { whoCan } from './followup-refusals.ts';
import { dateWords, momentWords } from './moments.ts';

/**
 * The parts of a `CommandProblem` that do not depend on where the command stood.
 *
 * @param incident null where not everybody who reads the item may know of it.
 */
export function whyNotOfItem(
  refusal: ItemRefusal,
  { policy, incident }: { readonly policy: Policy; readonly incident: IssueRef | null },
): Pick<CommandProblem, 'problem' | 'instead'> {
  const time = (at: Instant): string => momentWords(at, policy.timeZone);
  switch (refusal.why) {
    case 'no-right':
      return {
        problem: `${refusal.login} has no say in this action item: that takes being its assignee, write access to this repository, or a part in its incident`,
        instead: '/help',
      };
    case 'no-such-user':
      return {
        problem: `there is no user ${refusal.login} on this GitHub`,
        instead: grammarOf('owner').example,
      };
    case 'cannot-see':
      return {
        problem: `${refusal.login} cannot see this repository; whoever owns the item must be able to`,
        instead: grammarOf('owner').example,
      };
    case 'past':
      return {
        problem: `${time(refusal.when)} is over; it is ${time(refusal.now)} now`,
        instead: grammarOf('due').example,
      };
    case 'quiet-too-long':
      return {
        problem: `that is too far away: reminders here can pause to the end of ${lastDay(refusal.latest, policy)} at the latest`,
        instead: `/snooze until ${lastDay(refusal.latest, policy)}`,
      };
    case 'own-work':
      return { problem: OWN_WORK[refusal.because](refusal.login), instead: '/help' };
    case 'done-already':
      return { problem: `it is done already: ${whoDid(refusal.by)}`, instead: '/help' };
    case 'counted':
      return {
        problem: `this is a don't-repeat item: merges may be held until it is done. ${whoCan(policy)}, who writes \`/accept ${formatIssue(refusal.item)} reason\` on ${incident === null ? 'its incident' : formatIssue(incident)}`,
        instead: '/help',
      };
  }
}

/** Of GitHub, what closed the item is no secret to those who read it. */
function whoDid(by: DoneBy): string {
  switch (by.kind) {
    case 'pull-request':
      return `${formatIssue(by.pull)} was merged and closed it`;
    case 'person':
      return `${by.login} closed it`;
    case 'confirmation':
      return `${by.login} confirmed it`;
  }
}

/** `until` a date lasts to the end of that day. */
function lastDay(latest: Instant, { timeZone }: Policy): string {
  return dateWords(instantOf(latest - DAY), timeZone);
}

const OWN = (login: string): string =>
  `it is ${login}'s own work, and nobody vouches for their own: somebody else says /confirm or closes it, or a merged pull request does`;

const OWN_WORK = {
  'not-completed': OWN,
  'closed-before': OWN,
  'closed-by-assignee': OWN,
  'closed-by-owner': (login) =>
    `nobody is assigned, so it is the item of ${login}, who wanted it, and nobody vouches for their own: somebody else says /confirm or closes it, or a merged pull request does`,
  'closed-alone': (login) =>
    `nobody is assigned, and nobody is known to have wanted it, so ${login}'s word alone is not enough: somebody else closes it or says /confirm as well, or a merged pull request closes it; or say whose it is, with /owner and a name`,
  'owner-unknown': () =>
    'nobody is assigned, and it is not known who asked for it: say first whose it is, with /owner and a name',
  'assignees-unknown': () =>
    'its assignees changed too often to tell whose work it was: a merged pull request has to close it',
  'closed-by-stranger': OWN,
  'closed-by-app': OWN,
  'closer-unknown': OWN,
} as const satisfies Record<NoEvidence, (login: string) => string>;
