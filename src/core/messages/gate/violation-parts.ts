import type { RootContent } from 'mdast';
import type { ViolationFinding } from '../../gate/decision.ts';
import { bullets, paragraph, phrasing, strong, type Words } from '../../markdown/build.ts';
import { safe, safeString } from '../../markdown/safe.ts';
import { evidenceLines } from './evidence-words.ts';
import { itemLine } from './item-line.ts';
import { discretion, incidentTitle, moment, teamName, type Page } from './view.ts';

/** What one team owes for one incident, since when, what of it is open, and what was looked at. */
export function violationPart(one: ViolationFinding, page: Page): readonly RootContent[] {
  const { obligation, team } = one;
  const lines = [
    ...facts(one, page),
    ...items(one, page),
    ...evidenceLines(one, page).slice(0, MOST_LINES),
  ];
  return [
    paragraph(
      strong(teamName(team.team)),
      ' for ',
      incidentTitle(obligation.incident, page),
      ' ',
      OUTCOMES[one.outcome],
    ),
    bullets(lines),
  ];
}

const MOST_LINES = 20;
const MOST_ITEMS = 10;

const OUTCOMES: Readonly<Record<ViolationFinding['outcome'], string>> = {
  holds: '(holds this)',
  lifted: '(let through)',
  'not-now': '(does not hold now)',
  exempt: '(does not hold this)',
};

function facts({ obligation, state }: ViolationFinding, page: Page): readonly Words[] {
  const { incident } = obligation;
  const shown = discretion(incident, page);
  const what =
    shown === 'nothing'
      ? []
      : [`${safeString(incident.severity, 60)}, declared ${moment(incident.declaredAt, page)}`];
  const since = `Owed since ${moment(obligation.since, page)}`;
  switch (state.is) {
    case 'open':
      return [...what, `${since}; holds merges since ${moment(state.since, page)}`];
    case 'grace':
      return [...what, `${since}; holds merges from ${moment(state.until, page)} on`];
    case 'waived': {
      const { until, grantedBy, reason } = state.waiver;
      const why = shown === 'full' ? phrasing(': ', safe(reason, 200)) : '';
      const by = safeString(grantedBy, 60);
      return [...what, since, phrasing(`Waived by ${by} until ${moment(until, page)}`, why)];
    }
  }
}

function items({ obligation, team }: ViolationFinding, page: Page): readonly Words[] {
  if (team.items.length === 0) return ['No follow-up has been agreed yet'];
  if (discretion(obligation.incident, page) === 'nothing') return [];
  const rest = team.items.length - MOST_ITEMS;
  return [
    ...team.items
      .slice(0, MOST_ITEMS)
      .map((item) => phrasing('Owed: ', itemLine(item, obligation.incident, page))),
    ...(rest > 0 ? [`and ${String(rest)} more items`] : []),
  ];
}
