import type { RootContent } from 'mdast';
import type { Incident } from '../incident/incident.ts';
import {
  bullets,
  code,
  joined,
  markdownOf,
  paragraph,
  phrasing,
  strong,
  text,
  type Words,
} from '../markdown/build.ts';
import { safe, safeCode, safeLink } from '../markdown/safe.ts';
import type { Policy, Service } from '../policy/policy.ts';
import { formatTeam, serviceById } from '../policy/services.ts';

/**
 * Calls the responders of the incident's services: the one text of the app in which mentions are live.
 * Whom it mentions comes from the policy alone. A service without responders calls its team instead.
 */
export function responderCall(incident: Incident, policy: Policy): string {
  const services = incident.services.flatMap((id) => serviceById(policy, id) ?? []);
  const called = [...new Set(services.flatMap(mentions))];
  const { name } = incident.severity.inForce;
  const drill = incident.drill ? phrasing(strong('Drill, nothing is really broken.'), ' ') : [];
  const opening: RootContent[] =
    called.length === 0
      ? [paragraph(drill, strong(name), ': ', safe(incident.title))]
      : [
          paragraph(drill, called.join(' '), ' ', strong(name), ': ', safe(incident.title)),
          paragraph('Whoever takes it: ', code('/ack'), '.'),
        ];
  return markdownOf([...opening, bullets(services.map(serviceLine))]);
}

function mentions({ responders, team }: Service): readonly string[] {
  if (responders.length > 0) return responders.map((login) => `@${login}`);
  return team === null ? [] : [`@${formatTeam(team)}`];
}

function serviceLine({ id, team, runbook, dashboard }: Service): Words {
  const parts: Words[] = [
    ...(team === null ? [] : [text(`owned by ${formatTeam(team)}`)]),
    ...(runbook === null ? [] : [safeLink(runbook, 'runbook')]),
    ...(dashboard === null ? [] : [safeLink(dashboard, 'dashboard')]),
  ];
  return phrasing(safeCode(id, 60), parts.length === 0 ? '' : ': ', joined(parts));
}
