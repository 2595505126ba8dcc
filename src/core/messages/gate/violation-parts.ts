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
      outcomeWords(one, page),
    ),
    bullets(lines),
  ];
}

const MOST_LINES = 20;
const MOST_ITEMS = 10;

function outcomeWords({ outcome }: ViolationFinding, { decision }: Page): string {
  switch (outcome) {
    case 'holds':
      return decision.conclusion === 'neutral' ? '(would hold this)' : '(holds this)';
    case 'lifted':
      return '(let through)';
    case 'not-now':
      return '(does not hold now)';
    case 'exempt':
      return '(does not hold this)';
  }
}

function facts({ obligation, state }: ViolationFinding, page: Page): readonly Words[] {
  const { incident } = obligation;
  const shown = discretion(incident, page);
  const what =
    shown === 'nothing'
      ? []
      : [`${safeString(incident.severity, 60)}, declared ${moment(incident.declaredAt, page)}`];
  const since = `Owed since ${moment(obligation.since, page)}`;
  switch (state.is) {
    case 'open': {
      const holds = `olds merges since ${moment(state.since, page)}`;
      return [...what, state.since === obligation.since ? `H${holds}` : `${since}; h${holds}`];
    }
    case 'grace':
      return [...what, `${since}; holds merges from ${moment(state.until, page)} on`];
    case 'waived': {
      const { until, grantedBy, requestedBy, reason } = state.waiver;
      const why = shown === 'full' ? phrasing(': ', safe(reason, 200)) : '';
      const by = `${safeString(grantedBy, 60)}, asked for by ${safeString(requestedBy, 60)}`;
      return [...what, since, phrasing(`Waived until ${moment(until, page)} by ${by}`, why)];
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
