/** The text of the issue that carries on an incident which was deleted or moved away while something was owed. */
import type { Obligation } from '../followup/obligation.ts';
import { approverNames } from '../followup/approvers.ts';
import { formatIssue } from '../ids.ts';
import { bullets, markdownOf, paragraph, phrasing, type Words } from '../markdown/build.ts';
import { safe, safeCode, safeLink, safeString } from '../markdown/safe.ts';
import type { Policy } from '../policy/policy.ts';
import { formatTeam } from '../policy/services.ts';
import { BLANK, formText, serviceList } from './incident-issue.ts';

export interface CarriedOn {
  readonly obligation: Obligation;
  readonly happened: 'deleted' | 'moved';
  readonly services: readonly string[];
  readonly slaBreach: boolean;
}

const MOST_ITEMS = 20;

/** What happened, what is still owed, who can end it and how; in the form's headings, so that it is read as one. */
export function carriedOnBody(carried: CarriedOn, policy: Policy): string {
  const { obligation, services, slaBreach } = carried;
  return formText({
    happening: markdownOf([
      paragraph(...story(carried)),
      ...owed(obligation),
      paragraph(...waysOut(policy)),
    ]),
    services: serviceList(services),
    users: BLANK,
    customers: BLANK,
    cost: BLANK,
    severity: safeString(obligation.incident.severity, 60),
    started: BLANK,
    detected: BLANK,
    how: BLANK,
    sla: slaBreach ? 'Yes' : 'No',
    drill: '- [ ] This is a drill',
  });
}

function story({ obligation, happened }: CarriedOn): readonly Words[] {
  const { ref, title } = obligation.incident;
  const teams = obligation.teams.map(({ team }) => formatTeam(team)).join(', ');
  return [
    `This stands in for ${safeString(formatIssue(ref), 200)}, `,
    safe(title, 200),
    happened === 'deleted'
      ? ', which was deleted, or moved where this app sees nothing, '
      : ', which was moved to a repository that keeps no incidents, ',
    `while something was owed for it by ${safeString(teams, 300)}. That frees nobody: what was said and decided there stands, merges are held as before, and every command works here.`,
  ];
}

function owed({
  teams,
}: Obligation): ReturnType<typeof paragraph>[] | [ReturnType<typeof bullets>] {
  const items = teams.flatMap((team) => team.items);
  const byName = new Map(items.map((item) => [formatIssue(item.ref), item]));
  if (byName.size === 0) return [paragraph('No follow-up is agreed yet.')];
  const shown = [...byName.values()].slice(0, MOST_ITEMS);
  return [
    bullets(
      shown.map(({ ref, url, title, restricted }) =>
        restricted
          ? 'a restricted issue'
          : phrasing(safeLink(url, safeString(formatIssue(ref), 200)), ' ', safe(title, 120)),
      ),
    ),
  ];
}

function waysOut(policy: Policy): readonly Words[] {
  const approvers = approverNames(policy);
  const who =
    approvers.length === 0
      ? 'The policy names no waiver approvers yet (dont_repeat.waivers.approvers); once it does, one of them'
      : `A waiver approver (${safeString(approvers.join(', '), 300)})`;
  return [
    `${who} can end it for good with `,
    safeCode('/accept reason'),
    ', and anybody with a say in it can ask for time with ',
    safeCode('/waive until 2026-12-15 reason'),
    '.',
  ];
}
