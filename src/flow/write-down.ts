import type { IssueRef } from '../core/ids.ts';
import type { LedgerEntry } from '../core/ledger/ledger.ts';
import { plus, SECOND } from '../core/time.ts';
import type { GitHubClock, JobKey, JobQueue, LedgerStore } from './ports.ts';

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
  for (const { incident, entry } of entries) await ledgers.save(incident, [entry]);
  await queue.mark(keys);
}
