import type { RootContent } from 'mdast';
import type { Acceptance } from '../../followup/dont-repeat.ts';
import type { OwedItem, TeamObligation } from '../../followup/obligation.ts';
import { teamsOwing } from '../../followup/owed.ts';
import { violationAt } from '../../followup/violation.ts';
import { waiversOf } from '../../followup/waivers.ts';
import {
  bullets,
  code,
  details,
  joined,
  paragraph,
  phrasing,
  strong,
  table,
  text,
  type Words,
} from '../../markdown/build.ts';
import { safe, safeCode, safeLink, safeString } from '../../markdown/safe.ts';
import { formatTeam } from '../../policy/services.ts';
import { clock, nameOf, type View } from './view.ts';

const MOST_TEAMS = 4;

/** Each team whose merges the incident holds, or will: since when, and until what. */
export function heldTeams(view: View): readonly Words[] {
  const teams = view.obligation?.teams ?? [];
  const shown = teams.slice(0, MOST_TEAMS).map((team) => heldWords(team, view));
  const left = teams.length - shown.length;
  return left > 0 ? [...shown, `${String(left)} more teams owe follow-up`] : shown;
}

/** A team that has not agreed on any item yet. */
export function teamWithoutItem({ obligation }: View): TeamObligation | undefined {
  return obligation?.teams.find(({ items }) => items.length === 0);
}

function heldWords(team: TeamObligation, view: View): string {
  const agreed = team.items.length > 0 ? '' : " (no don't-repeat item agreed yet)";
  return `${mergesWords(team, view)}${agreed}`;
}

function mergesWords(team: TeamObligation, view: View): string {
  const { obligation, now, policy } = view;
  if (obligation === null) return '';
  const name = safeString(formatTeam(team.team), 150);
  const holds = policy.dontRepeat.mode === 'enforce' ? 'holds' : 'would hold';
  const state = violationAt(obligation, team, now);
  switch (state.is) {
    case 'open':
      return `${holds} merges of ${name} since ${clock(view, state.since)}`;
    case 'grace':
      return `${holds} merges of ${name} from ${clock(view, state.until)}`;
    case 'waived':
      return `${name} is waived until ${clock(view, state.waiver.until)}`;
  }
}

/** The policy wants somebody held, and nobody is: that must not go unseen. */
export function nobodyHeld({ incident, policy }: View): readonly RootContent[] {
  const { covered, since, accepted } = incident.dontRepeat;
  if (!covered || since === null || accepted !== null) return [];
  if (teamsOwing(incident.services, policy).length > 0) return [];
  const [first] = policy.services.filter(({ team }) => team !== null);
  const why =
    incident.services.length === 0
      ? ' No affected service is named, so no team owes any follow-up.'
      : ' No affected service belongs to a team, so no team owes any follow-up.';
  const how = first === undefined ? [] : [text(' Name one: '), safeCode(`/service ${first.id}`)];
  return [paragraph(strong('Nobody is held.'), why, ...how)];
}

/** Who owes what, waivers, and what was accepted as it is. */
export function dontRepeatSection(view: View, most: number): readonly RootContent[] {
  const teams = view.obligation?.teams ?? [];
  const rows = teams.slice(0, most).map((team) => teamRow(team, view, most));
  const left = teams.length - rows.length;
  const more = left > 0 ? [[`and ${String(left)} more`, '', '']] : [];
  const accepted = acceptedLines(view).slice(0, most);
  if (rows.length + accepted.length === 0) return [];
  const waits =
    teams.length === 1 ? '1 team owes follow-up' : `${String(teams.length)} teams owe follow-up`;
  return details(teams.length === 0 ? "Don't repeat" : `Don't repeat: ${waits}`, [
    ...(rows.length === 0 ? [] : [table(['Team', 'Owes', 'Waiver'], [...rows, ...more])]),
    ...(accepted.length === 0 ? [] : [bullets(accepted)]),
  ]);
}

function teamRow(team: TeamObligation, view: View, most: number): readonly Words[] {
  const items = team.items.slice(0, most).map((item) => itemWords(item, view));
  const left = team.items.length - items.length;
  const more = left > 0 ? [`and ${String(left)} more`] : [];
  return [
    safeString(formatTeam(team.team), 150),
    items.length === 0
      ? phrasing('an item that keeps it from happening again: ', code(AGREE))
      : joined([...items, ...more], ', '),
    waiverWords(team, view),
  ];
}

/** What to write to agree on an item. */
export const AGREE = '/action prevent what will be changed';

function itemWords(item: OwedItem, view: View): Words {
  const state = STATE[item.state];
  return item.restricted && !view.incident.restricted
    ? phrasing('a restricted issue', state)
    : phrasing(safeLink(item.url, nameOf(item.ref, view)), state);
}

const STATE = {
  open: '',
  'closed-without-evidence': ' (closed, but nobody else vouches for it)',
  'taken-away': ' (taken away, still owed)',
} as const satisfies Record<OwedItem['state'], string>;

function waiverWords({ team, waiver }: TeamObligation, view: View): Words {
  const { requested } = waiversOf(view.incident.dontRepeat, formatTeam(team));
  const isPast = waiver !== null && view.now >= waiver.until;
  const granted =
    waiver === null
      ? []
      : [
          phrasing(
            isPast ? 'ended ' : 'until ',
            `${clock(view, waiver.until)}, granted by ${safeString(waiver.grantedBy, 100)}: `,
            safe(waiver.reason, 160),
          ),
        ];
  const asked =
    requested === null || view.now >= requested.until
      ? []
      : [
          phrasing(
            `asked for by ${safeString(requested.by, 100)} until ${clock(view, requested.until)} (`,
            safe(requested.reason, 160),
            '), somebody else grants it: ',
            safeCode(`/approve-waiver ${formatTeam(team)}`),
          ),
        ];
  return granted.length + asked.length === 0 ? 'none' : joined([...granted, ...asked]);
}

function acceptedLines({ incident, ...view }: View): readonly Words[] {
  const { accepted, acceptedItems } = incident.dontRepeat;
  const whole = { incident, ...view };
  const line = (what: string, { by, at, reason }: Acceptance): Words =>
    phrasing(
      `${what} accepted as it is by ${safeString(by, 100)} at ${clock(whole, at)}: `,
      safe(reason, 160),
    );
  return [
    ...(accepted === null ? [] : [line('All of it', accepted)]),
    ...acceptedItems.map((one) => line(nameOf(one.item, whole), one)),
  ];
}
