/** The first lines of the comments by which the app tells, once, what it made of something. */
import { fingerprint } from '../ledger/fingerprint.ts';
import type { ActEntry, EndedEntry } from '../ledger/ledger.ts';
import { actKey } from '../ledger/merge.ts';

/** Of the one that says that an act did not count; one an act. */
export function toldMarker(entry: Pick<ActEntry, 'act' | 'by' | 'at'>): string {
  return `<!-- norepeat:kept ${fingerprint(actKey(entry))} -->`;
}

/** Of the one that says that everything is done; one a resolution. */
export function endedMarker({ resolvedAt }: Pick<EndedEntry, 'resolvedAt'>): string {
  return `<!-- norepeat:ended ${String(resolvedAt)} -->`;
}
