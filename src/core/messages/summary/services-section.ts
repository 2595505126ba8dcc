import type { RootContent } from 'mdast';
import { details, joined, table, text, type Words } from '../../markdown/build.ts';
import { safeLink, safeString } from '../../markdown/safe.ts';
import { formatTeam, serviceById } from '../../policy/services.ts';
import type { View } from './view.ts';

/** Who owns what is affected, whom to ask, and where to look. */
export function servicesSection(view: View, most: number): readonly RootContent[] {
  const { services, unknownServices } = view.incident;
  const known = services.slice(0, most).map((id) => serviceRow(id, view));
  const unknown = unknownServices
    .slice(0, most)
    .map((id): readonly Words[] => [safeString(id, 60), 'not in the policy', '', '']);
  const left = services.length + unknownServices.length - known.length - unknown.length;
  const more = left > 0 ? [[`and ${String(left)} more`, '', '', '']] : [];
  const rows = [...known, ...unknown, ...more];
  if (rows.length === 0) return [];
  return details('Services and owners', [
    table(['Service', 'Team', 'Responders', 'Look at'], rows),
  ]);
}

function serviceRow(id: string, { policy }: View): readonly Words[] {
  const service = serviceById(policy, id);
  if (service === undefined) return [safeString(id, 60), 'not in the policy', '', ''];
  const { team, responders, runbook, dashboard } = service;
  return [
    safeString(id, 60),
    team === null ? 'nobody' : text(safeString(formatTeam(team), 150)),
    responders
      .slice(0, 10)
      .map((login) => safeString(login, 100))
      .join(', '),
    joined([
      ...(runbook === null ? [] : [safeLink(runbook, 'runbook')]),
      ...(dashboard === null ? [] : [safeLink(dashboard, 'dashboard')]),
    ]),
  ];
}
