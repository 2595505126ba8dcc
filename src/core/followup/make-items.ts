/** An `/action`, or a row of the postmortem, becomes an issue: which are still to be made, where, with which words. */
import type { Command } from '../command/command.ts';
import type { Effect } from '../effects.ts';
import { addDuration } from '../calendar.ts';
import { parseRepo, sameRepo, type RepoRef } from '../ids.ts';
import type { IncidentFacts } from '../incident/facts.ts';
import type { Incident } from '../incident/incident.ts';
import type { Ledger, LedgerEntry, MadeEntry } from '../ledger/ledger.ts';
import { itemBody } from '../messages/action-item.ts';
import { incidentIssueTitle } from '../messages/incident-issue.ts';
import type { Policy, Service, TeamRef } from '../policy/policy.ts';
import { serviceById } from '../policy/services.ts';
import { teamNamed } from '../policy/teams.ts';
import type { Instant } from '../time.ts';
import { actionOfRow } from './asker.ts';
import { sameTeam } from './count-items.ts';
import { ACTION_ITEM_LABEL, DONT_REPEAT_LABEL, kindLabel } from './item-labels.ts';
import { teamsOwing } from './owed.ts';

type Action = Extract<Command, { readonly kind: 'action' }>;

/** An accepted `/action`, or a row, of which nobody knows yet that its issue is there. */
export interface AskedItem {
  readonly asked: MadeEntry['asked'];
  readonly by: string;
  readonly at: Instant;
  readonly command: Action;
}

/** In the order in which they were asked for, rows of one asking in that of the table. */
export function itemsToMake(ledger: Ledger): readonly AskedItem[] {
  const made = new Set(
    ledger.flatMap((entry) => (entry.verdict === 'made' ? [keyOf(entry.asked)] : [])),
  );
  const inOrder = [...ledger].sort((a, b) => a.at - b.at || placeInTable(a) - placeInTable(b));
  return inOrder.flatMap(askedIn).filter(({ asked }) => !made.has(keyOf(asked)));
}

function placeInTable(entry: LedgerEntry): number {
  return entry.verdict === 'row' ? entry.place : 0;
}

/** A row with an issue of its own asks for none. */
function askedIn(entry: LedgerEntry): readonly AskedItem[] {
  if (entry.verdict === 'row' && entry.link === null) {
    const { row, by, at } = entry;
    return [{ asked: { row }, by, at, command: actionOfRow(entry) }];
  }
  if (entry.verdict !== 'accepted') return [];
  const { comment, by, at } = entry;
  return entry.commands.flatMap((command, index) =>
    command.kind === 'action' ? [{ asked: { comment, index }, by, at, command }] : [],
  );
}

/** Those whose issue is seen below the incident, made before a crash: known by the marker in their text. */
export function itemsSeen(facts: IncidentFacts, ledger: Ledger): readonly MadeEntry[] {
  const items = [...facts.subIssues, ...facts.detached];
  return itemsToMake(ledger).flatMap((asked) => {
    const item = items.find(({ body }) => body.includes(itemMarker(facts, asked)));
    return item === undefined ? [] : [madeOf(asked, item.ref, null)];
  });
}

export function madeOf(
  { asked, at }: AskedItem,
  item: MadeEntry['item'],
  instead: MadeEntry['instead'],
): MadeEntry {
  return { verdict: 'made', asked, item, instead, at };
}

interface Making {
  readonly incident: Incident;
  readonly facts: IncidentFacts;
  readonly policy: Policy;
  /** Repositories that the app can see. */
  readonly visible: readonly RepoRef[];
}

/**
 * Where an item goes: the repository that is named, else the first one of the team's services that the
 * policy names outright, else with the incident. What was asked for and cannot be is made with the
 * incident all the same, and `instead` says why. An item of a restricted incident leaves it only by name.
 */
export function placeOf(
  { command }: AskedItem,
  { incident, facts, policy, visible }: Making,
): { readonly repo: RepoRef; readonly instead: MadeEntry['instead'] } {
  const home = facts.ref.repo;
  const find = (repo: RepoRef): RepoRef | undefined => visible.find((one) => sameRepo(one, repo));
  if (command.repo !== null && !sameRepo(command.repo, home)) {
    if (!sameOwner(command.repo, home)) return { repo: home, instead: 'other-owner' };
    const repo = find(command.repo);
    return repo === undefined ? { repo: home, instead: 'not-seen' } : { repo, instead: null };
  }
  if (command.repo !== null || incident.restricted) return { repo: home, instead: null };
  const named = servicesFor(command, incident, policy)
    .flatMap(({ repositories }) => repositories)
    .filter((name) => !/[*?]/.test(name))
    .flatMap((name) => parseRepo(name) ?? [])
    .filter((repo) => sameOwner(repo, home))
    .flatMap((repo) => find(repo) ?? []);
  return { repo: named[0] ?? home, instead: null };
}

function sameOwner(a: RepoRef, b: RepoRef): boolean {
  return a.owner.toLowerCase() === b.owner.toLowerCase();
}

/** The service that is named; else those of the item's team, the affected ones first. */
function servicesFor(command: Action, incident: Incident, policy: Policy): readonly Service[] {
  const service = command.team === null ? undefined : serviceById(policy, command.team);
  if (service !== undefined) return [service];
  const team = teamOf(command, incident, policy);
  if (team === null) return [];
  const own = policy.services.filter((one) => one.team !== null && sameTeam(one.team, team));
  const isAffected = ({ id }: Service): boolean => incident.services.includes(id);
  return [...own.filter(isAffected), ...own.filter((one) => !isAffected(one))];
}

/** The team that is named, or the only one of the incident. */
function teamOf(command: Action, { services }: Incident, policy: Policy): TeamRef | null {
  if (command.team !== null) return teamNamed(command.team, policy) ?? null;
  const [only, ...others] = teamsOwing(services, policy);
  return others.length === 0 ? (only ?? null) : null;
}

/** The issue to be made, in this repository, below the incident. */
export function createItem(
  asked: AskedItem,
  repo: RepoRef,
  making: Making,
): Extract<Effect, { readonly kind: 'create-item' }> {
  const { incident, facts, policy } = making;
  const { command } = asked;
  const isHome = sameRepo(repo, facts.ref.repo);
  const dontRepeat = command.item === 'prevent' && incident.dontRepeat.covered;
  const marker = itemMarker(facts, asked);
  return {
    kind: 'create-item',
    parent: { issue: facts.ref, nodeId: facts.nodeId },
    repo,
    marker,
    title: incidentIssueTitle(command.title),
    body: itemBody(marker, {
      kind: command.item,
      incident: {
        ref: facts.ref,
        url: facts.url,
        title: isHome ? facts.title : null,
        restricted: incident.restricted && !isHome,
      },
      askedBy: asked.by,
      ofPostmortem: 'row' in asked.asked,
      team: teamOf(command, incident, policy),
      due: dueOf(asked, making),
      timeZone: policy.timeZone,
      dontRepeat,
    }),
    labels: [
      ACTION_ITEM_LABEL,
      kindLabel(command.item),
      ...(dontRepeat ? [DONT_REPEAT_LABEL] : []),
    ],
    assignees: command.owner === null ? [] : [command.owner],
    askedAt: asked.at,
  };
}

/** As said, else as long after the asking as the severity allows. */
function dueOf(
  { at, command }: AskedItem,
  { incident, policy }: Making,
): AskedItem['command']['due'] {
  const within = incident.followUp.severity.actionItemsWithin;
  if (command.due !== null || within === null) return command.due;
  return addDuration(at, within, policy);
}

/** Names the incident by its node id, which is never given out twice, and the comment and the command, or the row. */
function itemMarker({ nodeId }: Pick<IncidentFacts, 'nodeId'>, { asked }: AskedItem): string {
  return `<!-- norepeat:item ${nodeId} ${keyOf(asked)} -->`;
}

function keyOf(asked: MadeEntry['asked']): string {
  return 'row' in asked ? `row ${asked.row}` : `${String(asked.comment)} ${String(asked.index)}`;
}
