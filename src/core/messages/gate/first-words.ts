import type { PhrasingContent } from 'mdast';
import type { Case, CaseRule, Decision, Undecided, ViolationFinding } from '../../gate/decision.ts';
import { formatIssue, formatRepo } from '../../ids.ts';
import { phrasing, text } from '../../markdown/build.ts';
import { safeString } from '../../markdown/safe.ts';
import type { Policy } from '../../policy/policy.ts';
import { passedBy } from './evidence-words.ts';
import {
  holdingIncidents,
  holdingTeams,
  incidentLink,
  incidentName,
  listedText,
  moment,
  teamName,
  type Page,
} from './view.ts';

export const UNDECIDED_TITLE = 'Norepeat could not decide, and tries again';

/** The verdict in a few words, for the list of checks; plain text. */
export function verdictTitle(page: Page): string {
  const { settledBy, conclusion, holds } = page.decision;
  switch (settledBy.rule) {
    case 'undecided':
      return UNDECIDED_TITLE;
    case 'nothing-in-reach':
      return 'Nothing holds merges here';
    case 'held': {
      const verb = conclusion === 'failure' ? 'Held' : 'Would be held';
      return `${verb}: ${heldWords(holds, page)}`;
    }
    default:
      return passTitle(settledBy.rule, page);
  }
}

/** The verdict and why, in one sentence. */
export function firstSentence(page: Page): PhrasingContent[] {
  const { settledBy, holds } = page.decision;
  switch (settledBy.rule) {
    case 'undecided':
      return undecidedSentence(settledBy.because, page.policy);
    case 'nothing-in-reach':
      return phrasing(
        'Nothing that is owed after an incident holds merges in this repository now.',
      );
    case 'held':
      return heldSentence(holds, page);
    default:
      return passSentence(settledBy.rule, page);
  }
}

function heldWords(holds: readonly ViolationFinding[], page: Page): string {
  const teams = holdingTeams(holds);
  const incidents = holdingIncidents(holds);
  const [only] = incidents;
  const who = teams.length === 1 ? `${teams[0] ?? ''} owes` : `${String(teams.length)} teams owe`;
  const what =
    incidents.length === 1 && only !== undefined
      ? incidentName(only.incident, page)
      : `${String(incidents.length)} incidents`;
  return `${who} the follow-up of ${what}`;
}

function heldSentence(holds: readonly ViolationFinding[], page: Page): PhrasingContent[] {
  const advises = page.decision.conclusion !== 'failure';
  return phrasing(
    advises ? 'This would be held if the policy enforced it: ' : 'Held: ',
    belonging(holds, page),
    owing(holds, page),
    '.',
  );
}

/** How the change comes under what is owed. */
function belonging(holds: readonly ViolationFinding[], page: Page): PhrasingContent[] {
  const teams = listedText(holdingTeams(holds));
  const change = page.commit?.as === 'group' ? heldPulls(page.decision) : 'this change';
  const reasons = new Set(holds.map(({ because }) => because));
  if (reasons.has('owner')) return phrasing(change, ' belongs to ', teams, ', and ');
  if (reasons.has('may-own')) {
    return phrasing(`not all files of ${change} are known, so it may belong to `, teams, ', and ');
  }
  return phrasing(
    `nobody is known to own ${change}, the policy blocks such changes while anything is owed, and `,
  );
}

function owing(holds: readonly ViolationFinding[], page: Page): PhrasingContent[] {
  const incidents = holdingIncidents(holds);
  const [only] = incidents;
  if (incidents.length > 1 || only === undefined) {
    return phrasing(`the follow-up of ${String(incidents.length)} incidents is not done`);
  }
  const link = incidentLink(only.incident, page);
  return only.of.every(({ team }) => team.items.length === 0)
    ? phrasing('no follow-up has been agreed yet for ', link)
    : phrasing('the follow-up of ', link, ' is not done');
}

function heldPulls({ cases }: Decision): string {
  const names = cases
    .filter(({ settledBy }) => settledBy === 'held')
    .flatMap(({ pulls }) => pulls.map(({ ref }) => safeString(formatIssue(ref))));
  return `${listedText(names)} in this merge group`;
}

/** `policy` is null where that is what could not be read. */
export function undecidedSentence(because: Undecided, policy: Policy | null): PhrasingContent[] {
  const named =
    policy === null ? 'the incidents' : safeString(formatRepo(policy.incidentRepository));
  const why = because === 'incidents-unseen' ? `it does not see ${named}` : UNDECIDED[because];
  return phrasing(
    `Norepeat could not decide whether this may be merged: ${why}. ${REMEDY[because] ?? ''}It tries again by itself; nothing passes until it knows.`,
  );
}

const INSTALL_IT =
  'Install the app there, with issues switched on, or name another repository in the policy. ';

const REMEDY: Readonly<Partial<Record<Undecided, string>>> = {
  'incidents-unseen': INSTALL_IT,
  'private-incidents-unseen': INSTALL_IT,
};

const UNDECIDED: Readonly<Record<Exclude<Undecided, 'incidents-unseen'>, string>> = {
  'incidents-unread': 'it is still reading the incidents',
  'private-incidents-unseen':
    'it does not see the private repository in which the policy keeps incidents',
  'change-unread': 'it could not read what this change touches, or who owns it',
  github: 'GitHub does not answer, or does not let it read what it needs',
  internal: 'something went wrong inside Norepeat',
};

type Pass = Exclude<CaseRule, 'held'>;

function passTitle(rule: Pass, page: Page): string {
  switch (rule) {
    case 'lifted':
      return `Passes: ${passedBy(page)[0] ?? 'let through'}`;
    case 'exempt-paths':
      return 'Passes: only postmortems, policy or issue form';
    case 'exempt-authors':
      return 'Passes: the policy exempts its authors';
    case 'not-concerned':
      return notConcernedTitle(page);
  }
}

function notConcernedTitle(page: Page): string {
  const [first] = ofState(page, 'waived');
  if (first?.state.is === 'waived') {
    const until = moment(first.state.waiver.until, page);
    return `Passes: ${teamName(first.team.team)} has a waiver until ${until}`;
  }
  const [grace] = ofState(page, 'grace');
  if (grace?.state.is === 'grace') {
    return `Passes until ${moment(grace.state.until, page)}`;
  }
  return hasOwner(page.decision.cases) ? 'Its owners owe nothing' : 'Nobody is known to own it';
}

function passSentence(rule: Pass, page: Page): PhrasingContent[] {
  switch (rule) {
    case 'lifted':
      return phrasing('Passes: ', listedText(passedBy(page), 3), '.');
    case 'exempt-paths':
      return phrasing(
        'Passes: it touches only postmortems, the policy file or the issue form, which people need to get out of an incident.',
      );
    case 'exempt-authors':
      return phrasing(
        'Passes: the policy exempts whoever opened it and wrote each of its commits.',
      );
    case 'not-concerned':
      return notConcernedSentence(page);
  }
}

function notConcernedSentence(page: Page): PhrasingContent[] {
  const waived = ofState(page, 'waived');
  if (waived.length > 0) {
    const teams = listedText(holdingTeams(waived));
    return phrasing('Passes: a waiver lets the changes of ', teams, ' through for now.');
  }
  const grace = ofState(page, 'grace');
  if (grace.length > 0) {
    const from = grace.flatMap(({ state }) => (state.is === 'grace' ? [state.until] : []));
    const first = from.sort((a, b) => a - b)[0];
    const when =
      first === undefined ? '' : ` On ${moment(first, page)} that begins to hold merges.`;
    const teams = listedText(holdingTeams(grace));
    return phrasing(
      'Passes for now: the follow-up that ',
      teams,
      ' owe is in its grace time.',
      when,
    );
  }
  if (hasOwner(page.decision.cases)) {
    return phrasing('Passes: the teams to which this change belongs owe no follow-up.');
  }
  return phrasing(
    'Passes: nobody is known to own what this change touches, and the policy lets such changes through (',
    text('unowned: pass'),
    ').',
  );
}

function ofState(page: Page, is: 'waived' | 'grace'): readonly ViolationFinding[] {
  return page.decision.cases.flatMap(({ violations }) =>
    violations.filter(({ state }) => state.is === is),
  );
}

function hasOwner(cases: readonly Case[]): boolean {
  return cases.some(({ owners }) => owners.teams.length > 0);
}
