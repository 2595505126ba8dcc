import type { Effect } from '../effects.ts';
import { sameIssue, sameRepo } from '../ids.ts';
import type { SubIssueFacts } from '../incident/facts.ts';
import type { Incident } from '../incident/incident.ts';
import type { PlanInput } from '../incident/plan.ts';
import { reopenedItemComment } from '../messages/reopened-item.ts';
import { DAY, HOUR, instantOf, plus, type Instant } from '../time.ts';
import type { FollowUpItem } from './follow-up-item.ts';

type Planned = Pick<PlanInput, 'incident' | 'facts' | 'policy' | 'now' | 'unheard'>;

/** Somebody, or another app, who closes an item again and again is not answered more often than this in an hour. */
const MOST_REOPENINGS = 3;

/**
 * Items are open while there is something to do, and closed once nothing is: what was closed without
 * evidence is reopened, after one explanation; what somebody confirmed, or said will not be done, is closed.
 */
export function itemStateEffects(input: Planned): readonly Effect[] {
  if (!bindsItems(input.incident)) return [];
  return input.incident.items.flatMap((one): readonly Effect[] => {
    if (isResting(one.item, input.now)) return [];
    if (one.item.state === 'open') return closing(one);
    const isUnheard = input.unheard?.some((ref) => sameIssue(ref, one.item.ref)) === true;
    return one.over || isUnheard ? [] : reopening(one, input);
  });
}

/** What was closed without evidence, and is not left alone for now. */
export function itemsToReopen({
  incident,
  now,
}: Pick<Planned, 'incident' | 'now'>): readonly SubIssueFacts[] {
  if (!bindsItems(incident)) return [];
  return incident.items.flatMap(({ item, over }) =>
    item.state === 'open' || over || isResting(item, now) ? [] : [item],
  );
}

/** When an item that is left alone for now is looked at again; null when there is none. */
export function itemStatesAt({ incident, now }: Pick<Planned, 'incident' | 'now'>): Instant | null {
  if (!bindsItems(incident)) return null;
  const moments = incident.items.flatMap(({ item }) => {
    if (!isResting(item, now)) return [];
    const oldest = ownMoves(item, now)[0];
    return oldest === undefined ? [] : [plus(oldest, HOUR)];
  });
  return moments.length === 0 ? null : instantOf(Math.min(...moments));
}

/** Of an unconfirmed declaration, a false alarm or a duplicate nothing is to be done. */
export function bindsItems({ confirmed, status }: Pick<Incident, 'confirmed' | 'status'>): boolean {
  return confirmed !== null && !(status.is === 'closed' && status.because.why !== 'done');
}

/** What somebody's word says is over, and GitHub does not show yet. An accepted item may still be done by whoever likes. */
function closing({ item, counted, evidence, dropped }: FollowUpItem): readonly Effect[] {
  if (evidence.is === 'done') {
    return [{ kind: 'close-issue', issue: item.ref, reason: 'completed' }];
  }
  return dropped === null || counted !== null
    ? []
    : [{ kind: 'close-issue', issue: item.ref, reason: 'not_planned' }];
}

function reopening(one: FollowUpItem, { facts, incident, policy }: Planned): readonly Effect[] {
  const { item } = one;
  const marker = `<!-- norepeat:item-reopened ${String(item.closedAt ?? 0)} -->`;
  const isHidden = incident.restricted && !sameRepo(item.ref.repo, facts.ref.repo);
  const words = reopenedItemComment(one, { policy, incident: isHidden ? null : facts.ref });
  return [
    ...(wasExplained(item)
      ? []
      : ([
          {
            kind: 'keep-comment',
            issue: item.ref,
            marker,
            existing: null,
            body: `${marker}\n${words}`,
          },
        ] as const)),
    { kind: 'reopen-issue', issue: item.ref },
  ];
}

/** The app reopened it within the day before, and said why. */
function wasExplained({ stateEvents, closedAt }: SubIssueFacts): boolean {
  return (
    closedAt !== null &&
    stateEvents.some(
      ({ by, change, at }) =>
        change === 'reopened' && by.kind === 'self' && at <= closedAt && at > plus(closedAt, -DAY),
    )
  );
}

function isResting(item: SubIssueFacts, now: Instant): boolean {
  return ownMoves(item, now).length >= MOST_REOPENINGS;
}

/** The app's latest reopenings or closings of it, within the hour; oldest first, as many as it may do. */
function ownMoves({ stateEvents, state }: SubIssueFacts, now: Instant): readonly Instant[] {
  const change = state === 'open' ? 'closed' : 'reopened';
  return stateEvents
    .filter((event) => event.change === change && event.by.kind === 'self')
    .map(({ at }) => at)
    .filter((at) => at > plus(now, -HOUR))
    .slice(-MOST_REOPENINGS);
}
