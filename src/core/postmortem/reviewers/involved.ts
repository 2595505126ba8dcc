import type { IncidentFacts } from '../../incident/facts.ts';
import type { Incident } from '../../incident/incident.ts';

/**
 * Everybody who took part in an incident or in its follow-up, in lower case: who wrote it, said something,
 * held a role, was assigned, or did anything there or on its items.
 */
export function involvedIn(incident: Incident, record: IncidentFacts): ReadonlySet<string> {
  const items = [...record.subIssues, ...record.detached];
  const logins = [
    incident.declaredBy,
    record.author.login,
    record.bodyEditor.login,
    ...record.assignees,
    ...incident.roles.values(),
    ...record.comments.flatMap(({ author, editor }) => [author.login, editor.login]),
    ...record.events.flatMap((event) => [
      event.by.login,
      ...(event.kind === 'assigned' || event.kind === 'unassigned' ? [event.login] : []),
    ]),
    ...incident.timeline.flatMap(({ by }) => by ?? []),
    ...incident.items.flatMap(({ owners }) => owners),
    ...items.flatMap((item) => [
      item.author.login,
      ...item.assignees,
      ...(item.closedBy === null ? [] : [item.closedBy.by.login]),
      ...item.assignments.events.flatMap(({ by, login }) => [by.login, login]),
      ...item.labelEvents.map(({ by }) => by.login),
      ...item.stateEvents.map(({ by }) => by.login),
    ]),
  ];
  return new Set(logins.map((login) => login.toLowerCase()));
}
