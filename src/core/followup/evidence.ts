import type { IssueRef } from '../ids.ts';
import type { SubIssueFacts } from '../incident/facts.ts';
import type { Instant } from '../time.ts';

/** Why an item counts as done, or why closing it was not enough. */
export type Evidence =
  | { readonly is: 'open' }
  | { readonly is: 'done'; readonly by: DoneBy }
  | { readonly is: 'closed-without-evidence'; readonly because: NoEvidence };

export type DoneBy =
  | { readonly kind: 'pull-request'; readonly pull: IssueRef }
  /** Closed by somebody who is not its assignee. */
  | { readonly kind: 'person'; readonly login: string };

export type NoEvidence =
  /** Closed as not planned, or as a duplicate. */
  | 'not-completed'
  /** It was closed already when it became an item: nothing was done that anybody had agreed on. */
  | 'closed-before'
  /** By one of its assignees: nobody vouches for their own work. */
  | 'closed-by-assignee'
  /** Nobody was assigned, and it was closed by whoever had opened it, or asked the app for it. */
  | 'closed-by-owner'
  /** Nobody was assigned, and the app opened it, but nobody knows any more for whom. */
  | 'owner-unknown'
  /** Assignees came and went so often that GitHub does not show them all. */
  | 'assignees-unknown'
  /** By an app, without a merged pull request. */
  | 'closed-by-app'
  /** GitHub does not tell who closed it, or the account is gone. */
  | 'closer-unknown';

type Closed = Pick<
  SubIssueFacts,
  'author' | 'state' | 'stateReason' | 'closedAt' | 'closedBy' | 'assignees' | 'assignments'
>;

/** What the ledger knows of an item. */
interface Known {
  readonly becameItem: Instant;
  /** Whose `/action` the app opened it for; null when it did not, or the ledger does not tell. */
  readonly askedBy: string | null;
}

/**
 * Done means evidence: closed as completed, since it became an item, by a merged pull request, or by a
 * person whose work it was not. It is its assignees', and while nobody is assigned theirs who wanted it. To
 * close an issue takes triage rights or having written it, which GitHub has seen to.
 */
export function evidenceOf(item: Closed, known: Known): Evidence {
  if (item.state === 'open') return { is: 'open' };
  const because = objection(item, known);
  if (because !== null) return { is: 'closed-without-evidence', because };
  const { by, pull } = item.closedBy ?? {};
  if (pull?.merged === true) return { is: 'done', by: { kind: 'pull-request', pull: pull.ref } };
  return { is: 'done', by: { kind: 'person', login: by?.login ?? '' } };
}

function objection(item: Closed, { becameItem, askedBy }: Known): NoEvidence | null {
  const { stateReason, closedAt, closedBy } = item;
  if (stateReason !== 'completed') return 'not-completed';
  if (closedBy === null || closedAt === null) return 'closer-unknown';
  if (closedAt < becameItem) return 'closed-before';
  const { by, pull } = closedBy;
  if (pull?.merged === true) return null;
  if (by.kind !== 'person') return 'closed-by-app';
  const closer = by.login.toLowerCase();
  if (closer === 'ghost') return 'closer-unknown';
  const { assigned, left } = assignedAt(item, closedAt);
  if (assigned.has(closer) || left.has(closer)) return 'closed-by-assignee';
  if (isCut(item.assignments, becameItem)) return 'assignees-unknown';
  if (assigned.size > 0) return null;
  if (item.author.kind === 'self' && askedBy === null) return 'owner-unknown';
  return ownerOf(item.author, askedBy) === closer ? 'closed-by-owner' : null;
}

/** Lower case. Without assignees an item is theirs who wanted it, which for the app's are those who asked. */
function ownerOf({ kind, login }: Closed['author'], askedBy: string | null): string | null {
  const owner = kind === 'person' ? login : kind === 'self' ? askedBy : null;
  return owner?.toLowerCase() ?? null;
}

/** Whether assignees came and went since it became an item that GitHub does not show. */
function isCut(
  { complete, events: [oldest] }: Closed['assignments'],
  becameItem: Instant,
): boolean {
  return !complete && (oldest === undefined || oldest.at >= becameItem);
}

/**
 * Whose work it was, lower case: those assigned as it was closed, whoever was put there or taken off
 * afterwards, and whoever took themselves off, by an app's hand or their own, at any time.
 */
function assignedAt(
  { assignees, assignments }: Closed,
  closedAt: Instant,
): { readonly assigned: ReadonlySet<string>; readonly left: ReadonlySet<string> } {
  const then = new Set(assignees.map((login) => login.toLowerCase()));
  const left = new Set<string>();
  for (const { at, by, change, login } of assignments.events.toReversed()) {
    const who = login.toLowerCase();
    if (at > closedAt && change === 'assigned') then.delete(who);
    if (at > closedAt && change === 'unassigned') then.add(who);
    const byThemselves = by.kind !== 'person' || by.login.toLowerCase() === who;
    if (change === 'unassigned' && byThemselves) left.add(who);
  }
  return { assigned: then, left };
}
