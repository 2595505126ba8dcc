import type { Obligation } from '../core/followup/obligation.ts';
import { issueKey, type IssueRef, type RepoRef } from '../core/ids.ts';
import type { PastEnding, PriorItem } from '../core/recurrence/past-incident.ts';
import { DAY, plus } from '../core/time.ts';
import type { GitHubClock } from './ports/github-clock.ts';
import type { IncidentIndex } from './ports/incident-index.ts';
import type { ListedIssue } from './ports/issue-lists.ts';
import type { ObligationStore } from './ports/obligations.ts';

/** An incident that the app knows of, and how GitHub lists it; null where it does not. */
export interface Seen extends IssueRef {
  readonly listed: ListedIssue | null;
}

/** GitHub keeps deliveries to be sent again for three days; what is older was seen by an earlier sweep. */
export const LOOK_BACK = 3 * DAY;

/** What is over for good is read again one night in so many, by its number. */
const NIGHTS = 28;

/**
 * Incidents to be read again now: all, but for those of which nothing is left to do. Such a one is closed,
 * as it was when it was last read, owes nothing, and nobody has touched it since the sweep before last.
 * What it was keeps; so the years before cost next to nothing.
 */
export async function notAtRest(
  {
    index,
    obligations,
    clock,
  }: {
    readonly index: Pick<IncidentIndex, 'inRepository'>;
    readonly obligations: Pick<ObligationStore, 'inRepository'>;
    readonly clock: GitHubClock;
  },
  repo: RepoRef,
  incidents: readonly Seen[],
): Promise<readonly IssueRef[]> {
  const owing = new Set((await obligations.inRepository(repo)).obligations.map(keyOfOwed));
  const over = new Set(
    (await index.inRepository(repo))
      .filter(({ open, ended, prevention }) => !open && isOver(ended) && !prevention.some(isToDo))
      .map(({ ref }) => issueKey(ref)),
  );
  const now = clock.now();
  return incidents.filter((issue) => {
    const key = issueKey(issue);
    const { listed, number } = issue;
    const isAtRest = over.has(key) && !owing.has(key) && listed?.open === false;
    const isTurn = (number + Math.floor(now / DAY)) % NIGHTS === 0;
    return !isAtRest || isTurn || listed.updatedAt > plus(now, -LOOK_BACK);
  });
}

function isOver(ended: PastEnding | null): boolean {
  return ended !== null && ended.as !== 'resolved';
}

function isToDo({ became }: PriorItem): boolean {
  return became === 'open';
}

function keyOfOwed({ incident }: Obligation): string {
  return issueKey(incident.ref);
}
