import { fingerprint } from '../ledger/fingerprint.ts';
import type { ActEntry } from '../ledger/ledger.ts';
import { actKey } from '../ledger/merge.ts';

/** The first line of the comment that says that an act did not count; one an act. */
export function toldMarker(entry: Pick<ActEntry, 'act' | 'by' | 'at'>): string {
  return `<!-- norepeat:kept ${fingerprint(actKey(entry))} -->`;
}
