import type { Table } from 'mdast';
import { sameIssue, type IssueRef } from '../../ids.ts';
import { joined, phrasing, strong, table, text, type Words } from '../../markdown/build.ts';
import { safe, safeLink, safeString } from '../../markdown/safe.ts';
import type { Policy } from '../../policy/policy.ts';
import { severityRank } from '../../policy/severities.ts';
import type { Instant } from '../../time.ts';
import { spanWords } from '../spans.ts';
import { roleName } from '../timeline-entries.ts';
import { holdsOpen } from './holds-open.ts';
import { nextStep } from './next-step.ts';
import { clock, dueWords, nameOf, restsOnFigures, type View } from './view.ts';

/** How bad and where it stands; impact; who; the latest word; what holds it open; what to do next. */
export function sixLines(view: View): Table {
  return table(
    [light(view), joined([severityWords(view), statusWords(view)])],
    [
      [strong('Impact'), impactWords(view)],
      [strong('People'), roleWords(view)],
      [strong('Update'), updateWords(view)],
      [strong('Open'), holdsOpen(view)],
      [strong('Next'), nextStep(view)],
    ],
  );
}

/** From the most severe downwards, until it is over; words stand beside it, so the colour is not the only sign. */
const OVER = '🟢';
const LIGHTS = ['🔴', '🟠', '🟡', '🔵', '⚪'];

function light({ incident, policy }: View): string {
  if (incident.status.is === 'resolved' || incident.status.is === 'closed') return OVER;
  const rank = severityRank(policy, incident.severity.inForce.id);
  return LIGHTS[Math.min(rank, LIGHTS.length - 1)] ?? '';
}

function severityWords({ incident }: View): Words {
  const { inForce, chosenBy, recommendation } = incident.severity;
  const isGuess = !restsOnFigures(recommendation);
  const beside =
    chosenBy === 'recommended' && isGuess
      ? ', assumed'
      : !isGuess && recommendation.severity.id !== inForce.id
        ? ` (figures say ${safeString(recommendation.severity.name, 40)})`
        : '';
  return `${incident.drill ? 'DRILL ' : ''}${safeString(inForce.name, 40)}${beside}`;
}

function statusWords(view: View): Words {
  const { incident, due } = view;
  const { status } = incident;
  const since = clock(view, status.since);
  const by = 'by' in status && status.by !== null ? ` by ${safeString(status.by, 100)}` : '';
  return joined([
    ...headline(view, since, by),
    ...(due.acknowledgeBy === null ? [] : [dueWords(view, 'acknowledgement', due.acknowledgeBy)]),
    ...(due.mitigateBy === null ? [] : [dueWords(view, 'mitigation', due.mitigateBy)]),
    ...(incident.slaBreach ? ['SLA breached'] : []),
  ]);
}

function headline(view: View, since: string, by: string): readonly Words[] {
  const { incident } = view;
  const { status, clocks } = incident;
  const took = (at: Instant): string =>
    clocks.startedAt === null
      ? `${spanWords(at - clocks.declaredAt)} after it was declared`
      : `${spanWords(at - clocks.startedAt)} after it started`;
  const after = (at: Instant): readonly string[] =>
    at > clocks.declaredAt || clocks.startedAt !== null ? [took(at)] : [];
  switch (status.is) {
    case 'declared':
      return [`Declared ${since} by ${safeString(incident.declaredBy, 100)}`];
    case 'acknowledged':
      return [`Acknowledged ${since}${by}`];
    case 'mitigated':
      return [`Mitigated ${since}${by}`, ...after(status.since)];
    case 'resolved':
      return [`Resolved ${since}${by}`, ...after(status.since)];
    case 'closed':
      return [`Closed ${since}${by || ', everything is done'}`, ...closedBecause(view)];
  }
}

function closedBecause(view: View): readonly Words[] {
  const { status } = view.incident;
  if (status.is !== 'closed') return [];
  switch (status.because.why) {
    case 'done':
      return [];
    case 'false-alarm':
      return [phrasing('false alarm: ', safe(status.because.reason, 160))];
    case 'duplicate':
      return [phrasing('duplicate of ', duplicateOf(status.because.of, view))];
  }
}

/** A link, unless not everybody who reads this may read that. */
function duplicateOf(of: IssueRef, view: View): Words {
  const relation = view.incident.relations.find(
    ({ kind, issue }) => kind === 'duplicate-of' && sameIssue(issue, of),
  );
  return relation?.url == null ? text(nameOf(of, view)) : safeLink(relation.url, nameOf(of, view));
}

function impactWords({ incident }: View): Words {
  const { users, customers, cost } = incident.impact;
  const figures = [
    ...(users === undefined ? [] : [`${String(users)} % of users`]),
    ...(customers === undefined ? [] : [`${String(customers)} % of customers`]),
    ...(cost === undefined ? [] : [`cost ${String(cost)} % above the expected`]),
  ];
  const services = [...incident.services, ...incident.unknownServices].map((id) =>
    text(safeString(id, 60)),
  );
  const shown = services.slice(0, 8);
  const more = services.length > 8 ? [text(`${String(services.length - 8)} more`)] : [];
  return joined([
    figures.length === 0 ? 'No figures yet' : joined(figures),
    services.length === 0 ? 'no service named yet' : joined([...shown, ...more], ', '),
  ]);
}

/** Roles that the severity asks for first, open ones in bold, then the others that somebody holds. */
function roleWords({ incident, policy }: View): Words {
  const wanted = incident.severity.inForce.roles;
  const open = wanted.filter((role) => !incident.roles.has(role));
  const others = [...incident.roles.keys()].filter((role) => !wanted.includes(role));
  const held = [...wanted, ...others].flatMap((role): readonly Words[] => {
    const login = incident.roles.get(role);
    return login === undefined
      ? []
      : [`${safeString(roleName(role, policy), 60)} ${safeString(login, 100)}`];
  });
  const isOver = incident.status.is === 'resolved' || incident.status.is === 'closed';
  const missing = isOver || open.length === 0 ? [] : [strong(`open: ${names(open, policy)}`)];
  const words = [...held, ...missing];
  return words.length === 0 ? 'Nobody has a role' : joined(words);
}

function names(roles: readonly string[], policy: Policy): string {
  return roles.map((role) => safeString(roleName(role, policy), 60)).join(', ');
}

function updateWords(view: View): Words {
  const { lastUpdate } = view.incident;
  const due = view.due.updateBy;
  const what = lastUpdate === null ? 'first one' : 'next one';
  const next = due === null ? [] : [dueWords(view, what, due)];
  if (lastUpdate === null) return joined(['None yet', ...next], ', ');
  const when = `${clock(view, lastUpdate.at)} by ${safeString(lastUpdate.by, 100)}`;
  return phrasing(joined([when, ...next], ', '), ': ', safe(lastUpdate.text, 400));
}
