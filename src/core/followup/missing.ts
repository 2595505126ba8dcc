import type { PostmortemPull } from '../incident/facts.ts';
import type { Incident } from '../incident/incident.ts';
import type { OpenStatus } from '../incident/events.ts';
import type { TeamRef } from '../policy/policy.ts';
import type { Instant } from '../time.ts';
import type { FollowUpItem } from './follow-up-item.ts';
import type { CountedItem } from './items.ts';
import type { Debt } from './owed.ts';

/** One thing that must still happen before an incident is over. */
export type Missing =
  | { readonly is: 'resolution'; readonly status: Exclude<OpenStatus, 'resolved'> }
  /** An action item of the incident: open, or closed without evidence. */
  | { readonly is: 'item'; readonly item: FollowUpItem }
  /** A counted don't-repeat item that is deleted, or was taken off without an approver's word. */
  | { readonly is: 'taken-away'; readonly item: CountedItem }
  /** The team has not agreed yet on what keeps it from happening again. */
  | { readonly is: 'agreement'; readonly team: TeamRef }
  | {
      readonly is: 'postmortem';
      readonly by: Instant | null;
      readonly pull: PostmortemPull | null;
    };

/** What decides it; of the fold between two events as well as of an incident. */
export type Unfinished = Pick<
  Incident,
  'confirmed' | 'status' | 'items' | 'countedItems' | 'postmortem'
>;

/**
 * Everything that keeps the incident from being over, in the order in which it is done. Nothing is
 * missing of an unconfirmed declaration, which binds nobody, nor of a false alarm or a duplicate.
 *
 * @param debts who owes what after it: `owed.ts`.
 */
export function missing(incident: Unfinished, debts: readonly Debt[]): readonly Missing[] {
  const { confirmed, status, items, postmortem } = incident;
  if (confirmed === null) return [];
  if (status.is === 'closed' && status.because.why !== 'done') return [];
  return [
    ...(status.is === 'resolved' || status.is === 'closed'
      ? []
      : [{ is: 'resolution', status: status.is } as const]),
    ...items.filter(({ over }) => !over).map((item) => ({ is: 'item', item }) as const),
    ...takenAway(incident, debts),
    ...debts
      .filter((debt) => debt.items.length === 0)
      .map(({ team }) => ({ is: 'agreement', team }) as const),
    ...(postmortem.is === 'due'
      ? [{ is: 'postmortem', by: postmortem.by, pull: postmortem.pull } as const]
      : []),
  ];
}

/** Owed, and not among the incident's items, where it would be counted above. */
function takenAway(
  { items, countedItems }: Unfinished,
  debts: readonly Debt[],
): readonly Missing[] {
  const owed = new Set(debts.flatMap((debt) => debt.items.map(({ entry }) => entry.nodeId)));
  const shown = new Set(items.map(({ item }) => item.nodeId));
  return countedItems
    .filter(({ entry }) => owed.has(entry.nodeId) && !shown.has(entry.nodeId))
    .map((item) => ({ is: 'taken-away', item }));
}
