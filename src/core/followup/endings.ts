import { addDuration } from '../calendar.ts';
import type { IncidentFacts } from '../incident/facts.ts';
import type { Incident } from '../incident/incident.ts';
import type { EndedEntry, Ledger } from '../ledger/ledger.ts';
import type { Policy } from '../policy/policy.ts';
import { instantOf, SECOND, type Instant } from '../time.ts';
import { itemsToMake } from './make-items.ts';
import { missing } from './missing.ts';
import type { Debt } from './owed.ts';
import { linkingUntil } from './plan-item-links.ts';

/** What decides it. */
export interface Ending {
  readonly incident: Incident;
  readonly facts: IncidentFacts;
  /** Who owes what after it: `owed.ts`. */
  readonly debts: readonly Debt[];
  readonly ledger: Ledger;
  readonly policy: Policy;
  readonly now: Instant;
}

/**
 * Whether the incident is over by itself: resolved, and nothing missing. `entry` is what to write into the
 * ledger now; `at` is when it will be over if nothing else happens, null where that takes somebody's work.
 */
export function endingOf({ incident, facts, debts, ledger, policy, now }: Ending): {
  readonly entry: EndedEntry | null;
  readonly at: Instant | null;
} {
  const at = overAt(incident, { debts, policy });
  // What somebody asked for in the comment that resolved it is not there yet.
  if (at === null || incident.resolvedSaidAt === null || itemsToMake(ledger).length > 0) {
    return { entry: null, at: null };
  }
  // Neither is what a text has just made an item of it.
  const linking = linkingUntil({ facts, ledger, now });
  if (linking !== null) return { entry: null, at: instantOf(Math.max(at, linking)) };
  if (now < at) return { entry: null, at };
  return {
    entry: {
      verdict: 'ended',
      resolvedAt: incident.resolvedSaidAt,
      at: noEarlierThan(ledger, now),
    },
    at: null,
  };
}

/**
 * When it is over: at once where something was asked for and is done, else as long after somebody said
 * that it is resolved as the policy waits for what may still come. Null while something is missing.
 */
function overAt(
  incident: Incident,
  { debts, policy }: Pick<Ending, 'debts' | 'policy'>,
): Instant | null {
  const said = incident.resolvedSaidAt;
  if (incident.confirmed === null || incident.status.is !== 'resolved' || said === null)
    return null;
  if (missing(incident, debts).length > 0) return null;
  return wasAskedFor(incident) ? said : addDuration(said, policy.closeAfter, policy);
}

/** There was something to do afterwards, and nobody need wait for more. */
function wasAskedFor({ items, countedItems, postmortem, dontRepeat }: Incident): boolean {
  return (
    items.length + countedItems.length > 0 ||
    postmortem.is !== 'not-asked' ||
    dontRepeat.accepted !== null
  );
}

/**
 * In whole seconds, as GitHub's times are: whatever somebody does afterwards is not before it. And not
 * before anything that was decided, however far the clocks are apart.
 */
function noEarlierThan(ledger: Ledger, now: Instant): Instant {
  const second = Math.floor(now / SECOND) * SECOND;
  return instantOf(Math.max(second, ...ledger.map(({ at }) => at)));
}
