import type { PhrasingContent } from 'mdast';
import { formatIssue } from '../ids.ts';
import type { Incident } from '../incident/incident.ts';
import { statisticsOf, type Statistics } from '../incident/statistics.ts';
import { phrasing, text } from '../markdown/build.ts';
import { safe, safeLink, safeString } from '../markdown/safe.ts';
import { dateWords } from '../messages/moments.ts';
import { dayAndTime } from '../messages/postmortem/times.ts';
import { spanWords } from '../messages/spans.ts';
import type { Instant } from '../time.ts';
import type { Telling } from './telling.ts';

/** A fact within a line; null while the incident does not know it. */
export type InlineFact = (telling: Telling) => PhrasingContent[] | null;

/**
 * What a template can name in double braces: `{{title}}`. Moments are said with their day in the policy's
 * zone, spans as in `46 min`; lists with commas. Spans are those of `incident/statistics.ts`.
 */
export const INLINE_FACTS: Readonly<Record<string, InlineFact>> = {
  title: ({ incident }) => safe(incident.title, 200),
  number: ({ incident }) => [text(String(incident.ref.number))],
  incident: ({ incident }) => linked(incident, formatIssue(incident.ref)),
  url: ({ incident }) => linked(incident, incident.url),
  severity: ({ incident }) => phrasing(safeString(incident.severity.inForce.name, 60)),
  status: ({ incident }) => [text(incident.status.is)],
  date: ({ incident, policy }) => [text(dateWords(incident.clocks.declaredAt, policy.timeZone))],
  started: moment(({ clocks }) => clocks.startedAt),
  detected: moment(({ clocks }) => clocks.detectedAt),
  declared: moment(({ clocks }) => clocks.declaredAt),
  acknowledged: moment(({ clocks }) => clocks.acknowledgedAt),
  mitigated: moment(({ clocks }) => clocks.mitigatedAt),
  resolved: moment(({ clocks }) => clocks.resolvedAt),
  duration: span('resolve'),
  'time-to-detect': span('detect'),
  'time-to-acknowledge': span('acknowledge'),
  'time-to-mitigate': span('mitigate'),
  'time-to-resolve': span('resolve'),
  services: ({ incident }) => list([...incident.services, ...incident.unknownServices]),
  causes: ({ incident }) => list(incident.causes),
  components: ({ incident }) => list(incident.components),
  'declared-by': ({ incident }) => phrasing(safeString(incident.declaredBy, 100)),
  commander: ({ incident }) => {
    const login = incident.roles.get('commander');
    return login === undefined ? null : phrasing(safeString(login, 100));
  },
};

function linked({ url }: Incident, label: string): PhrasingContent[] {
  return safeLink(url, label);
}

function moment(of: (incident: Incident) => Instant | null): InlineFact {
  return (telling) => {
    const at = of(telling.incident);
    return at === null ? null : [text(dayAndTime(at, telling))];
  };
}

function span(which: keyof Statistics): InlineFact {
  return ({ incident }) => {
    const millis = statisticsOf(incident.clocks)[which];
    return millis === null ? null : [text(spanWords(millis))];
  };
}

function list(words: readonly string[]): PhrasingContent[] | null {
  return words.length === 0 ? null : phrasing(safeString(words.join(', '), 400));
}

/** The same without links, for the words of a link: one cannot stand in another. */
export function withoutLinks(nodes: readonly PhrasingContent[]): PhrasingContent[] {
  return nodes.flatMap((node) => (node.type === 'link' ? withoutLinks(node.children) : [node]));
}
