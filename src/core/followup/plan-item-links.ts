import type { Effect } from '../effects.ts';
import { sameIssue, sameRepo, type IssueRef } from '../ids.ts';
import { keepComment } from '../incident/own-comments.ts';
import type { PlanInput } from '../incident/plan.ts';
import { actsUndecided } from '../incident/undecided.ts';
import type { AdoptedEntry } from '../ledger/ledger.ts';
import { itemsFullComment } from '../messages/items-full.ts';
import { DAY, HOUR, instantOf, plus, type Instant } from '../time.ts';
import { countedItems, type CountedItem } from './items.ts';
import { bindsItems } from './plan-item-states.ts';

type Planned = Pick<PlanInput, 'incident' | 'facts' | 'ledger' | 'now'>;

/** GitHub's bound on sub-issues, closed ones included. */
export const MOST_ITEMS = 100;

/** The first line of the comment that names the items for which there was no room. */
const FULL = '<!-- norepeat:items-full -->';

interface Unlinked {
  readonly ref: IssueRef;
  readonly nodeId: string;
  /** Not everybody who reads the incident may know of it. */
  readonly restricted: boolean;
}

/**
 * Issues that belong below the incident and are not: don't-repeat items that somebody took off without an
 * approver's word, and those that a text made items. For whom there is no room is said once, in one comment.
 */
export function linkEffects(input: Planned): readonly Effect[] {
  const { facts } = input;
  const wanted = [...detachedItems(input), ...adoptedItems(input)].filter(
    ({ nodeId }, index, all) => all.findIndex((one) => one.nodeId === nodeId) === index,
  );
  const room = Math.max(0, MOST_ITEMS - facts.subIssues.length);
  return [
    ...wanted.slice(0, room).map(
      ({ nodeId }) =>
        ({
          kind: 'add-sub-issue',
          issue: facts.ref,
          parentNodeId: facts.nodeId,
          childNodeId: nodeId,
        }) as const,
    ),
    ...fullEffects(wanted.slice(room), input),
  ];
}

/** One that says who found no room stays as it was said when there is room again, and those are linked. */
function fullEffects(beyond: readonly Unlinked[], { facts }: Planned): readonly Effect[] {
  if (beyond.length === 0) return [];
  return keepComment(facts, FULL, `${FULL}\n${itemsFullComment(beyond, facts.ref)}`);
}

function detachedItems({ incident, facts, ledger }: Planned): readonly Unlinked[] {
  if (!incident.dontRepeat.covered) return [];
  const waiting = actsUndecided(facts, ledger).flatMap(({ act }) =>
    'item' in act ? [act.item] : [],
  );
  return countedItems(facts, ledger)
    .filter(({ entry }) => !waiting.some((one) => sameIssue(one, entry.ref)))
    .flatMap((counted) => detachedItem(counted) ?? []);
}

/** There, and nobody's sub-issue: somebody who gave it another parent had a reason that only a person can weigh. */
function detachedItem({ item, linked }: CountedItem): Unlinked | null {
  return item !== null && !linked && item.parent === null ? item : null;
}

function adoptedItems(input: Planned): readonly Unlinked[] {
  if (!bindsItems(input.incident)) return [];
  return input.ledger
    .filter((entry): entry is AdoptedEntry => entry.verdict === 'adopted')
    .filter((entry) => isToLink(entry, input))
    .map(({ item, nodeId, via }) => ({
      ref: item,
      nodeId,
      // What the incident's own text names, everybody reads there.
      restricted: via === 'part-of' && !sameRepo(item.repo, input.facts.ref.repo),
    }));
}

/** What GitHub does not link for so long, it refuses to link. */
const LINKING = HOUR;

/** Until when an adopted issue that is not below the incident yet may still come; null when none is on its way. */
export function linkingUntil(input: Pick<Planned, 'facts' | 'ledger' | 'now'>): Instant | null {
  const { facts, ledger, now } = input;
  if (facts.subIssues.length >= MOST_ITEMS) return null;
  const moments = ledger.flatMap((entry) =>
    entry.verdict === 'adopted' && isToLink(entry, input) ? plus(entry.at, LINKING) : [],
  );
  const latest = instantOf(Math.max(0, ...moments));
  return now < latest ? latest : null;
}

/**
 * It was never below the incident since it was adopted: who takes it off again is not contradicted. What
 * the reading does not show is tried for a day, and then it is taken to be gone.
 */
function isToLink(
  { item, nodeId, at }: AdoptedEntry,
  { facts, now }: Pick<Planned, 'facts' | 'now'>,
): boolean {
  if (facts.subIssues.some((one) => one.nodeId === nodeId)) return false;
  const wasThere = facts.events.some(
    (event) =>
      (event.kind === 'sub-issue-added' || event.kind === 'sub-issue-removed') &&
      sameIssue(event.issue.ref, item) &&
      event.at >= at,
  );
  if (wasThere) return false;
  const seen = facts.detached.find((one) => one.nodeId === nodeId);
  return seen === undefined ? now < plus(at, DAY) : seen.parent === null;
}
