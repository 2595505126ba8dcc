import { DateTime } from 'luxon';
import { addDuration } from '../../calendar.ts';
import { html, code, markdownOf, paragraph } from '../../markdown/build.ts';
import type { Decision } from '../../gate/decision.ts';
import type { CommitFacts } from '../../gate/facts.ts';
import type { Policy } from '../../policy/policy.ts';
import { DAY, plus, type Instant } from '../../time.ts';
import { approversWords, longestWaiver, noApprovers } from './approver-words.ts';
import { approveLine, commandBlock, waiveLine } from './command-lines.ts';
import { discretion, holdingIncidents, incidentLink, type Page } from './view.ts';

/**
 * The comment with which the button “Ask for a waiver” is answered on the pull request: for each incident
 * that holds it the command to complete, and where to say it. `marker` becomes its first line.
 */
export function waiverHelp(
  decision: Decision,
  about: {
    readonly marker: string;
    readonly headSha: string;
    readonly commit: CommitFacts | null;
    readonly policy: Policy;
    readonly now: Instant;
  },
): string {
  const { marker, headSha, commit, policy, now } = about;
  const page: Page = { decision, headSha, commit, policy };
  const approvers = approversWords(policy);
  const incidents = holdingIncidents(decision.holds).slice(0, MOST_INCIDENTS);
  if (incidents.length === 0) {
    return markdownOf([html(marker), paragraph('Nothing holds this pull request now.')]);
  }
  if (approvers === undefined) return markdownOf([html(marker), noApprovers(page)]);
  const until = proposedDay(policy, now);
  const named = incidents.filter(({ incident }) => discretion(incident, page) !== 'nothing');
  return markdownOf([
    html(marker),
    ...incidents.flatMap(({ incident, of }) =>
      discretion(incident, page) === 'nothing'
        ? [
            paragraph(
              `A restricted incident holds this${named.length === 0 ? '' : ' too'}: ask `,
              approvers,
              ' for a waiver.',
            ),
          ]
        : [
            paragraph(
              'To ask for a waiver, comment on ',
              incidentLink(incident, page),
              ' and put your reason in place of the last word:',
            ),
            commandBlock(of.map(({ team }) => waiveLine(team.team, until)).join('\n')),
          ],
    ),
    // Of a restricted incident there is no “there”, and whoever is asked knows what to write.
    ...(named.length === 0
      ? []
      : [
          paragraph(
            'Somebody else among ',
            approvers,
            ' grants it there with ',
            code(approveLine(named.flatMap(({ of }) => of.map(({ team }) => team.team)))),
            `. The longest that the policy allows is ${longestWaiver(policy)}.`,
          ),
        ]),
  ]);
}

const MOST_INCIDENTS = 5;

/** A week from now, or the last whole day that the policy allows. */
function proposedDay(policy: Policy, now: Instant): string {
  const latest = addDuration(now, policy.dontRepeat.waivers.longest, policy);
  const wanted = plus(now, 7 * DAY);
  // `until` lasts to the end of the day that it names.
  const at = Math.min(wanted, latest - DAY);
  return DateTime.fromMillis(Math.max(at, now), { zone: policy.timeZone }).toFormat('yyyy-MM-dd');
}
