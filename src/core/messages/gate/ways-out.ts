import type { RootContent } from 'mdast';
import { approverNames } from '../../followup/approvers.ts';
import type { ObligedIncident } from '../../followup/obligation.ts';
import type { ViolationFinding } from '../../gate/decision.ts';
import { FIX_LABEL } from '../../gate/rules/label.ts';
import { formatIssue } from '../../ids.ts';
import { bullets, code, paragraph, phrasing, strong, type Words } from '../../markdown/build.ts';
import { safeCode, safeLink, safeString } from '../../markdown/safe.ts';
import { approversWords, longestWaiver, noApprovers } from './approver-words.ts';
import { approveLine, commandBlock, fixesLine, overrideLine, waiveLine } from './command-lines.ts';
import { itemLine } from './item-line.ts';
import {
  discretion,
  holdingIncidents,
  incidentLink,
  listed,
  listedText,
  placeName,
  shortSha,
  teamName,
  type Page,
} from './view.ts';

type Parts = readonly (readonly RootContent[])[];

/** What whoever is blocked can do, the likeliest first. A part is one way. */
export function waysOut(page: Page): Parts {
  if (page.commit?.as === 'group') return [groupWay(page)];
  const incidents = holdingIncidents(page.decision.holds);
  const shown = incidents.slice(0, MOST_INCIDENTS);
  const rest = incidents.length - shown.length;
  return [
    ...shown.map(({ incident, of }) => fixWay(incident, of, page)),
    ...shown.map(({ incident, of }) => finishWay(incident, of, page)),
    ...waiverWays(shown, page),
    ...ownerWays(page),
    ...(rest === 0
      ? []
      : [[paragraph(`The same goes for ${String(rest)} more incidents: they are listed below.`)]]),
  ];
}

const MOST_INCIDENTS = 5;
const MOST_ITEMS = 10;

/** Each pull request has its own page, with its own ways out. */
function groupWay({ decision }: Page): readonly RootContent[] {
  const held = decision.cases.filter(({ settledBy }) => settledBy === 'held');
  const links = held.flatMap(({ pulls }) =>
    pulls.map(({ ref, url }) => safeLink(url, safeString(formatIssue(ref)))),
  );
  return [
    paragraph(
      strong('Take it out of the queue, or let it through.'),
      ' The check on ',
      listed(links, 10),
      ' says how. The other pull requests of the group can be queued again without it.',
    ),
  ];
}

function fixWay(
  incident: ObligedIncident,
  of: readonly ViolationFinding[],
  page: Page,
): readonly RootContent[] {
  const lead = strong('If this change is the fix');
  if (discretion(incident, page) === 'nothing') {
    const who = listed([...teamsOf(of), ...approverNames(page.policy).map((n) => safeString(n))]);
    return [
      paragraph(lead, ', ask ', who, ': the incident is restricted, so it is not named here.'),
    ];
  }
  const links = of.flatMap(({ evidence }) =>
    evidence.flatMap((one) => (one.rule === 'fix' ? one.links : [])),
  );
  if (links.length > 0) {
    return [
      paragraph(
        strong('This change is linked as the fix of ', incidentLink(incident, page)),
        `: what is missing is the word of somebody ${authorsVouch(page) ? 'who counts' : 'else'}. `,
        vouchers(incident, of, page, authorsVouch(page) ? 'Somebody' : otherThanAuthors(page)),
      ),
    ];
  }
  return [
    paragraph(lead, ', link it: ', closingKeyword(incident, of, page), 'comment here:'),
    commandBlock(fixesLine(incident.ref)),
    paragraph(...whoseWord(incident, of, page)),
  ];
}

function whoseWord(
  incident: ObligedIncident,
  of: readonly ViolationFinding[],
  page: Page,
): readonly Words[] {
  if (!authorsVouch(page)) {
    const who = otherThanAuthors(page);
    return ['Then ', vouchers(incident, of, page, who.charAt(0).toLowerCase() + who.slice(1))];
  }
  const byPeople = (page.commit?.pulls ?? []).some(({ author }) => author.kind === 'person');
  return byPeople
    ? [
        'Of an author whose word counts the link is enough. ',
        vouchers(incident, of, page, 'Anybody else'),
      ]
    : ['Then ', vouchers(incident, of, page, 'somebody')];
}

function authorsVouch({ policy }: Page): boolean {
  return policy.dontRepeat.vouch === 'author';
}

function otherThanAuthors({ commit }: Page): string {
  const pulls = commit?.pulls ?? [];
  return pulls.every(({ author }) => author.kind === 'person')
    ? 'Somebody other than its author'
    : 'Somebody who wrote no commit of it';
}

/** GitHub closes the item when the change is merged. */
function closingKeyword(
  incident: ObligedIncident,
  of: readonly ViolationFinding[],
  page: Page,
): Words {
  const item = of
    .flatMap(({ team }) => team.items)
    .find(({ state, restricted }) => state === 'open' && !restricted);
  if (item === undefined || placeName(item.ref, incident, page) === undefined) return '';
  const line = safeCode(`Fixes ${formatIssue(item.ref)}`);
  return phrasing('write ', line, ' in the description, or ');
}

/** Who has which part in the incident stands only where its words may stand. */
function vouchers(
  incident: ObligedIncident,
  of: readonly ViolationFinding[],
  page: Page,
  who: string,
): Words {
  const shown = discretion(incident, page) === 'full';
  return phrasing(
    `${who} approves commit `,
    code(shortSha(page.headSha)),
    ' or sets the label ',
    code(FIX_LABEL),
    '. It counts from anybody in ',
    listed(teamsOf(of), 4, 'or'),
    `, an assignee of the linked item${names(shown ? assigneesOf(of) : [])}, a role holder of the incident`,
    `${names(shown ? (of[0]?.obligation.roleHolders ?? []) : [])}, or an approver.`,
  );
}

function assigneesOf(of: readonly ViolationFinding[]): readonly string[] {
  const targets = of.flatMap(({ obligation }) => obligation.fixTargets);
  return [...new Set(targets.flatMap(({ assignees }) => assignees))];
}

/** ` (bob)` */
function names(logins: readonly string[]): string {
  if (logins.length === 0) return '';
  return ` (${listedText(logins.map((login) => safeString(login, 60)))})`;
}

function finishWay(
  incident: ObligedIncident,
  of: readonly ViolationFinding[],
  page: Page,
): readonly RootContent[] {
  const items = of.flatMap(({ team }) => team.items);
  const once = [...new Map(items.map((item) => [formatIssue(item.ref), item])).values()];
  if (discretion(incident, page) === 'nothing') {
    return [
      paragraph(
        strong('Finish the follow-up'),
        ' of the restricted incident: its responders know what is open.',
      ),
    ];
  }
  if (once.length === 0) {
    const [first] = of;
    const slug = first === undefined ? '' : ` for ${first.team.team.slug}`;
    return [
      paragraph(
        strong('Agree on the follow-up.'),
        ' Say on ',
        incidentLink(incident, page),
        ' what stops it from happening again; merges wait until that is done.',
      ),
      commandBlock(`/action prevent what has to change${slug}`),
    ];
  }
  const rest = once.length - MOST_ITEMS;
  return [
    paragraph(
      strong('Finish the follow-up'),
      ' of ',
      incidentLink(incident, page),
      '. An item is done when a merged pull request closes it, or when somebody other than its assignee closes it as completed; while nobody is assigned, somebody other than whoever wanted it.',
    ),
    bullets([
      ...once.slice(0, MOST_ITEMS).map((item) => itemLine(item, incident, page)),
      ...(rest > 0 ? [`and ${String(rest)} more`] : []),
    ]),
  ];
}

/** Where nobody knows whose change it is, that can be mended too. */
function ownerWays({ decision: { holds } }: Page): Parts {
  if (holds.some(({ because }) => because === 'owner')) return [];
  const unowned = holds.some(({ because }) => because === 'unowned');
  return [
    unowned
      ? [
          paragraph(
            strong('If somebody does own it'),
            ', say so: as a service in the policy, or as a team in CODEOWNERS. A team that owes nothing is not held.',
          ),
        ]
      : [
          paragraph(
            strong('Or split it'),
            ': GitHub lists at most 3,000 files of a pull request, and what is not listed may be anybody’s.',
          ),
        ],
  ];
}

function waiverWays(
  incidents: readonly {
    readonly incident: ObligedIncident;
    readonly of: readonly ViolationFinding[];
  }[],
  page: Page,
): Parts {
  const approvers = approversWords(page.policy);
  if (approvers === undefined) return [[noApprovers(page)]];
  const named = incidents.filter(({ incident }) => discretion(incident, page) !== 'nothing');
  const waivers = named.map(({ incident, of }) => [
    paragraph(
      strong('If it cannot wait'),
      ', ask for a waiver on ',
      incidentLink(incident, page),
      ` (at most ${longestWaiver(page.policy)}). Somebody else among `,
      approvers,
      ' grants it with ',
      code(approveLine(of.map(({ team }) => team.team))),
      '.',
    ),
    commandBlock(of.map(({ team }) => waiveLine(team.team, 'YYYY-MM-DD')).join('\n')),
  ]);
  const secret =
    named.length === incidents.length
      ? []
      : [[paragraph(strong('If it cannot wait'), ', ask ', approvers, ' for a waiver.')]];
  return [
    ...waivers,
    ...secret,
    [
      paragraph(
        strong('To let only this commit through'),
        ', somebody among ',
        approvers,
        ' who is not its author comments here, with a reason:',
      ),
      commandBlock(overrideLine(page.headSha)),
    ],
    [
      paragraph(
        strong('If it cannot be fixed'),
        ', and what could be done was done, somebody among ',
        approvers,
        ' ends it on the incident with ',
        code('/accept reason'),
        '.',
      ),
    ],
  ];
}

function teamsOf(of: readonly ViolationFinding[]): readonly string[] {
  return [...new Set(of.map(({ team }) => teamName(team.team)))];
}
