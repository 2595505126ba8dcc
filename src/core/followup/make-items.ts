/** `/action` becomes an issue: which are still to be made, where, and with which words. */
import type { Command } from '../command/command.ts';
import type { Effect } from '../effects.ts';
import { addDuration } from '../calendar.ts';
import { parseRepo, sameRepo, type RepoRef } from '../ids.ts';
import type { IncidentFacts } from '../incident/facts.ts';
import type { Incident } from '../incident/incident.ts';
import type { CommentEntry, Ledger, MadeEntry } from '../ledger/ledger.ts';
import { itemBody } from '../messages/action-item.ts';
import { incidentIssueTitle } from '../messages/incident-issue.ts';
import type { Policy, Service, TeamRef } from '../policy/policy.ts';
import { serviceById } from '../policy/services.ts';
import { teamNamed } from '../policy/teams.ts';
import { sameTeam } from './count-items.ts';
import { ACTION_ITEM_LABEL, DONT_REPEAT_LABEL, kindLabel } from './item-labels.ts';
import { teamsOwing } from './owed.ts';

type Action = Extract<Command, { readonly kind: 'action' }>;

/** An accepted `/action` of which nobody knows yet that its issue is there. */
export interface AskedItem {
  readonly entry: Extract<CommentEntry, { readonly verdict: 'accepted' }>;
  readonly index: number;
  readonly command: Action;
}

/** In the order in which they were asked for. */
export function itemsToMake(ledger: Ledger): readonly AskedItem[] {
  const made = new Set(
    ledger.flatMap((entry) =>
      entry.verdict === 'made' ? [keyOf(entry.asked.comment, entry.asked.index)] : [],
    ),
  );
  return ledger.flatMap((entry) => {
    if (entry.verdict !== 'accepted') return [];
    return entry.commands.flatMap((command, index) =>
      command.kind === 'action' && !made.has(keyOf(entry.comment, index))
        ? [{ entry, index, command }]
        : [],
    );
  });
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
  { entry, index }: AskedItem,
  item: MadeEntry['item'],
  instead: MadeEntry['instead'],
): MadeEntry {
  return { verdict: 'made', asked: { comment: entry.comment, index }, item, instead, at: entry.at };
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
  const { entry, command } = asked;
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
      askedBy: entry.by,
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
    askedAt: entry.at,
  };
}

/** As said, else as long after the asking as the severity allows. */
function dueOf(
  { entry, command }: AskedItem,
  { incident, policy }: Making,
): AskedItem['command']['due'] {
  const within = incident.followUp.severity.actionItemsWithin;
  if (command.due !== null || within === null) return command.due;
  return addDuration(entry.at, within, policy);
}

/** Names the incident by its node id, which is never given out twice, the comment and the command. */
function itemMarker(
  { nodeId }: Pick<IncidentFacts, 'nodeId'>,
  { entry, index }: AskedItem,
): string {
  return `<!-- norepeat:item ${nodeId} ${keyOf(entry.comment, index)} -->`;
}

function keyOf(comment: number, index: number): string {
  return `${String(comment)} ${String(index)}`;
}
