/**
 * Whoever closes an item often says why in the same breath, and GitHub tells of both in any order. So nothing
 * is reopened before somebody has read what was said on it: the incident's job asks the item's to, which
 * marks the incident again. Each replica remembers for itself, so none waits for an answer for ever.
 */
import { itemsToReopen } from '../core/followup/plan-item-states.ts';
import { issueKey, type IssueRef } from '../core/ids.ts';
import type { SubIssueFacts } from '../core/incident/facts.ts';
import type { Incident } from '../core/incident/incident.ts';
import { instantOf, MINUTE, plus, type Instant } from '../core/time.ts';
import type { Looked } from './looked.ts';
import type { GitHubClock } from './ports/github-clock.ts';
import type { IncidentIndex } from './ports/incident-index.ts';

/** How long an answer is waited for: whoever has read the item may be another replica. */
export const PATIENCE = MINUTE;

/** Items whose latest closing would be undone, and whose comments nobody has read since. */
export async function unheardClosings(
  deps: {
    readonly looked: Looked;
    readonly index: Pick<IncidentIndex, 'find'>;
    readonly clock: GitHubClock;
  },
  incident: Incident,
): Promise<readonly IssueRef[]> {
  const { looked, index, clock } = deps;
  const unheard: IssueRef[] = [];
  for (const item of itemsToReopen({ incident, now: clock.now() })) {
    // What is said on an incident is answered by the incident itself.
    if (isHeard(looked, item) || (await index.find(item.ref)) !== null) continue;
    if (waitedFor(looked, item, clock.now())) continue;
    unheard.push(item.ref);
  }
  return unheard;
}

/** Whether this process asked for it so long ago that nobody answers any more; else it asks now. */
function waitedFor(looked: Looked, item: Closed, now: Instant): boolean {
  const subject = `asked for the ${subjectOf(item)}`;
  const closing = String(item.closedAt);
  const [asked, at] = looked.last(subject)?.split(' ') ?? [];
  if (asked === closing) return now >= plus(instantOf(Number(at)), PATIENCE);
  looked.note(subject, `${closing} ${String(now)}`);
  return false;
}

/** Whether everything that was said on it up to its present closing was read; of an open one there is no such. */
export function isHeard({ has }: Pick<Looked, 'has'>, item: Closed): boolean {
  return item.state === 'open' || has(subjectOf(item), String(item.closedAt));
}

export function noteHeard({ note }: Pick<Looked, 'note'>, item: Closed): void {
  if (item.state === 'closed') note(subjectOf(item), String(item.closedAt));
}

type Closed = Pick<SubIssueFacts, 'ref' | 'state' | 'closedAt'>;

function subjectOf({ ref }: Closed): string {
  return `closing of ${issueKey(ref)}`;
}
