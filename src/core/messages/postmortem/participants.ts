import type { RootContent } from 'mdast';
import { sameLogin } from '../../incident/authority.ts';
import type { Incident } from '../../incident/incident.ts';
import { paragraph, table } from '../../markdown/build.ts';
import { safeString } from '../../markdown/safe.ts';
import type { Telling } from '../../postmortem/telling.ts';
import type { TimelineEntry } from '../../timeline/entry.ts';
import { countOf } from '../spans.ts';
import { roleName } from '../timeline-entries.ts';
import { personName } from './words.ts';

const MOST = 40;

/** Who took part, in which role, and what they did; those with a role first, then whoever did most. */
export function participantsRegion(telling: Telling): readonly RootContent[] | null {
  const people = peopleOf(telling);
  if (people.length === 0) return null;
  const rows = people
    .slice(0, MOST)
    .map(({ login, roles, entries }) => [
      personName(login),
      roles.join(', '),
      deeds(login, entries, telling.incident),
    ]);
  const left = people.length - rows.length;
  return [
    table(['Who', 'Role', 'What they did'], rows),
    ...(left > 0 ? [paragraph(`And ${countOf(left, 'other')}.`)] : []),
  ];
}

interface Participant {
  readonly login: string;
  readonly roles: readonly string[];
  readonly entries: readonly TimelineEntry[];
}

function peopleOf({ incident, policy }: Telling): readonly Participant[] {
  const entries = new Map<string, { login: string; entries: TimelineEntry[] }>();
  const meet = (login: string, entry: TimelineEntry | null): void => {
    if (login === 'ghost') return;
    const known = entries.get(login.toLowerCase()) ?? { login, entries: [] };
    if (entry !== null) known.entries.push(entry);
    entries.set(login.toLowerCase(), known);
  };
  const order = policy.roles.map(({ id }) => id);
  const roles = [...incident.roles].sort(([a], [b]) => rank(a, order) - rank(b, order));
  for (const [, login] of roles) meet(login, null);
  if (incident.declaredVia !== 'dispatch') meet(incident.declaredBy, null);
  for (const entry of incident.timeline) if (entry.by !== null) meet(entry.by, entry);
  return [...entries.values()]
    .map((one) => ({
      ...one,
      roles: roles
        .filter(([, login]) => sameLogin(login, one.login))
        .map(([role]) => safeString(roleName(role, policy), 60)),
    }))
    .sort(
      (a, b) =>
        Number(b.roles.length > 0) - Number(a.roles.length > 0) ||
        (a.roles.length > 0 ? 0 : b.entries.length - a.entries.length),
    );
}

function rank(role: string, order: readonly string[]): number {
  const at = order.indexOf(role);
  return at === -1 ? order.length : at;
}

/** `declared it, mitigated it; 3 notes, 12 comments` */
function deeds(login: string, entries: readonly TimelineEntry[], incident: Incident): string {
  const kinds = new Set(entries.map(({ kind }) => kind));
  const declared = incident.declaredVia !== 'dispatch' && sameLogin(incident.declaredBy, login);
  const did = [
    ...(declared ? ['declared it'] : []),
    ...MOVES.filter(([kind]) => kinds.has(kind)).map(([, words]) => words),
  ];
  const said = COUNTED.flatMap(([kind, what]) => {
    const count = entries.filter((entry) => entry.kind === kind).length;
    return count === 0 ? [] : [countOf(count, what)];
  });
  return [did.join(', '), said.join(', ')].filter((words) => words !== '').join('; ');
}

const MOVES: readonly (readonly [TimelineEntry['kind'], string])[] = [
  ['confirmed', 'confirmed it'],
  ['acknowledged', 'acknowledged it'],
  ['severity', 'judged its severity'],
  ['mitigated', 'stopped the damage'],
  ['resolved', 'resolved it'],
  ['reopened', 'opened it again'],
  ['closed', 'closed it'],
  ['dont-repeat', 'saw to the work afterwards'],
  ['mention', 'wrote of it elsewhere'],
];

const COUNTED: readonly (readonly [TimelineEntry['kind'], string])[] = [
  ['update', 'update'],
  ['note', 'note'],
  ['comment', 'comment'],
];
