import type { SubIssueFacts } from '../incident/facts.ts';
import type { OnItemEntry } from '../ledger/ledger.ts';
import type { Instant } from '../time.ts';
import type { NoEvidence } from './evidence.ts';
import { latestSaid, reopenedSince } from './item-said.ts';

/** What of an item tells whose work it is. */
export type Worked = Pick<SubIssueFacts, 'author' | 'assignees' | 'assignments' | 'stateEvents'>;

/** What the ledger knows of an item. */
export interface Known {
  readonly becameItem: Instant;
  /** Whose `/action` the app opened it for; null when it did not, or the ledger does not tell. */
  readonly askedBy: string | null;
  /** What was said of it, oldest first. */
  readonly said: readonly OnItemEntry[];
}

/**
 * Why a person's word that an item was done at that moment is not enough; null when it is. Nobody vouches
 * for their own work. It is its assignees', and while nobody is assigned theirs who wanted it; of what nobody
 * is known to have wanted, theirs who say first that it is done.
 */
export function ownWork(
  login: string,
  at: Instant,
  { item, known }: { readonly item: Worked; readonly known: Known },
): NoEvidence | null {
  const who = login.toLowerCase();
  if (who === 'ghost') return 'closer-unknown';
  const { assigned, left } = assignedAt(item, at, known.said);
  if (assigned.has(who) || left.has(who)) return 'closed-by-assignee';
  if (isCut(item.assignments, known.becameItem)) return 'assignees-unknown';
  if (assigned.size > 0) return null;
  if (item.author.kind === 'self' && known.askedBy === null) return 'owner-unknown';
  const owner = ownerOf(item.author, known.askedBy);
  if (owner === null) return isSeconded(who, at, { item, known }) ? null : 'closed-alone';
  return owner === who ? 'closed-by-owner' : null;
}

/** Somebody else said that it is done, by closing it or in words, and no person has reopened it since. */
function isSeconded(
  who: string,
  moment: Instant,
  { item, known }: { readonly item: Worked; readonly known: Known },
): boolean {
  const closings = item.stateEvents.flatMap(({ change, by, at }) =>
    change === 'closed' && by.kind === 'person' ? [{ login: by.login, at }] : [],
  );
  const words = known.said.flatMap(({ said, by, at }) =>
    said.kind === 'confirm' ? [{ login: by, at }] : [],
  );
  return [...closings, ...words].some(
    ({ login, at }) =>
      ![who, 'ghost'].includes(login.toLowerCase()) &&
      at >= known.becameItem &&
      at <= moment &&
      !reopenedSince(item, at),
  );
}

/**
 * The latest `/owner`, while nobody assigned or took off anybody by hand since: then it is whom GitHub
 * shows. What the app did to follow it contradicts nothing.
 */
export function ownerSaid(
  { assignments }: Pick<SubIssueFacts, 'assignments'>,
  said: readonly OnItemEntry[],
  until?: Instant,
): string | null {
  const before = until === undefined ? said : said.filter(({ at }) => at <= until);
  const latest = latestSaid(before, 'owner');
  if (latest === null) return null;
  const isOver = assignments.events.some(
    ({ at, by }) => by.kind !== 'self' && at > latest.at && (until === undefined || at <= until),
  );
  return isOver ? null : latest.said.login;
}

/**
 * Lower case. Without assignees an item is theirs who wanted it, which for the app's are those who asked. Null
 * for what another app opened, or an account that is gone: anybody may have wanted it.
 */
function ownerOf({ kind, login }: Worked['author'], askedBy: string | null): string | null {
  const owner = kind === 'person' ? login : kind === 'self' ? askedBy : null;
  const who = owner?.toLowerCase() ?? null;
  return who === 'ghost' ? null : who;
}

/** Whether assignees came and went since it became an item that GitHub does not show. */
function isCut(
  { complete, events: [oldest] }: Worked['assignments'],
  becameItem: Instant,
): boolean {
  return !complete && (oldest === undefined || oldest.at >= becameItem);
}

/**
 * Whose work it was, lower case: those assigned at that moment, by a click or by `/owner`, whoever was put
 * there or taken off afterwards, and whoever took themselves off, by an app's hand or their own, at any time.
 */
function assignedAt(
  { assignees, assignments }: Worked,
  moment: Instant,
  said: readonly OnItemEntry[],
): { readonly assigned: ReadonlySet<string>; readonly left: ReadonlySet<string> } {
  const then = new Set(assignees.map((login) => login.toLowerCase()));
  const left = new Set<string>();
  for (const event of assignments.events.toReversed()) {
    const who = event.login.toLowerCase();
    if (event.at > moment && event.change === 'assigned') then.delete(who);
    if (event.at > moment && event.change === 'unassigned') then.add(who);
    if (event.change === 'unassigned' && onWhoseWord(event, said) === who) left.add(who);
  }
  const named = ownerSaid({ assignments }, said, moment);
  if (named !== null) then.add(named.toLowerCase());
  return { assigned: then, left };
}

/** Who wanted somebody off it, lower case: for this app's hand whoever said `/owner`, for another app's they themselves. */
function onWhoseWord(
  { at, by, login }: Worked['assignments']['events'][number],
  said: readonly OnItemEntry[],
): string {
  if (by.kind === 'person') return by.login.toLowerCase();
  const asked =
    by.kind === 'self'
      ? latestSaid(
          said.filter((entry) => entry.at <= at),
          'owner',
        )
      : null;
  return (asked?.by ?? login).toLowerCase();
}
