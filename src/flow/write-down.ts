import { sameIssue, type IssueRef } from '../core/ids.ts';
import type { Ledger, LedgerEntry } from '../core/ledger/ledger.ts';
import { plus, SECOND } from '../core/time.ts';
import type { GitHubClock } from './ports/github-clock.ts';
import type { JobKey } from './ports/job-key.ts';
import type { JobQueue } from './ports/job-queue.ts';
import type { LedgerStore } from './ports/ledger.ts';

export interface WritingDeps {
  readonly ledgers: Pick<LedgerStore, 'save'>;
  readonly queue: JobQueue;
  readonly clock: GitHubClock;
}

/** An entry and the incident in whose ledger it belongs. */
export interface Written {
  readonly incident: IssueRef;
  readonly entry: LedgerEntry;
}

/** How long after writing down (ms) somebody looks, if the process dies before it asks for that. */
const LOOK_LATER = 10 * SECOND;

/**
 * Into the ledgers of incidents from another job. They are told before as well, for later: whoever is cut
 * off in between finds it all written. `others` are told with them.
 */
export async function writeDown(
  { queue, clock, ledgers }: WritingDeps,
  entries: readonly Written[],
  others: readonly JobKey[] = [],
): Promise<void> {
  if (entries.length === 0) return;
  const keys: readonly JobKey[] = [
    ...entries.map(({ incident }) => ({ kind: 'incident', issue: incident }) as const),
    ...others,
  ];
  await queue.mark(keys, { notBefore: plus(clock.now(), LOOK_LATER) });
  for (const { incident, ledger } of byIncident(entries)) await ledgers.save(incident, ledger);
  await queue.mark(keys);
}

/** What belongs together is written together: half of a comment is never accepted. */
function byIncident(
  entries: readonly Written[],
): readonly { readonly incident: IssueRef; readonly ledger: Ledger }[] {
  const incidents = entries.map(({ incident }) => incident);
  return incidents
    .filter((one, i) => incidents.findIndex((other) => sameIssue(one, other)) === i)
    .map((incident) => ({
      incident,
      ledger: entries.flatMap((one) => (sameIssue(one.incident, incident) ? [one.entry] : [])),
    }));
}
