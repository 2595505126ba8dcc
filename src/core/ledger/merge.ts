import { issueKey } from '../ids.ts';
import type { Ledger, LedgerEntry, MadeEntry, NativeAct } from './ledger.ts';

/**
 * One ledger from several sources (the store, the signed blocks), in the ledger's order. For one
 * comment an acceptance beats everything else, because an accepted comment is never run again;
 * otherwise the later word stands, as does the later reminder. Merging is idempotent and does not depend on the order of sources.
 */
export function mergeLedgers(...ledgers: readonly Ledger[]): Ledger {
  const byKey = new Map<string, LedgerEntry>();
  for (const entry of ledgers.flat()) {
    const key = entryKey(entry);
    const present = byKey.get(key);
    if (present === undefined || beats(entry, present)) byKey.set(key, entry);
  }
  return [...byKey.entries()]
    .sort(([keyA, a], [keyB, b]) => a.at - b.at || compare(keyA, keyB))
    .map(([, entry]) => entry);
}

/** What an entry is about; two entries with one key contradict each other. */
export function entryKey(entry: LedgerEntry): string {
  switch (entry.verdict) {
    case 'accepted':
    case 'refused':
    case 'withdrawn':
      return `comment ${String(entry.comment).padStart(16, '0')}`;
    case 'counted':
    case 'not-counted':
      return actKey(entry);
    case 'called':
      return `called ${entry.services.join(' ')}`;
    case 'settled':
      return 'form';
    case 'item':
      return `item ${entry.nodeId}`;
    case 'made':
      return `made ${madeKey(entry.asked)}`;
    case 'row':
      return `row ${entry.row}`;
    case 'rows-taken':
      // A postmortem that was taken back is merged again: each time is an asking of its own.
      return `rows-taken ${entry.asked === null ? `merge ${String(entry.at)}` : String(entry.asked)}`;
    case 'offered':
      return `offered ${String(entry.pull)} ${entry.offer}`;
    case 'adopted':
      return `adopted ${entry.nodeId}`;
    case 'on-item':
      return `on-item ${String(entry.remark).padStart(16, '0')} ${entry.said.kind}`;
    case 'reminded':
      return `reminded ${entry.clock}`;
    case 'ended':
      return `ended ${String(entry.resolvedAt)}`;
    case 'on-pull':
      return `pull ${String(entry.remark).padStart(16, '0')} ${entry.said.kind}`;
  }
}

function madeKey(asked: MadeEntry['asked']): string {
  if ('row' in asked) return `row ${asked.row}`;
  return `${String(asked.comment).padStart(16, '0')} ${String(asked.index)}`;
}

/** The declaration happens once; everything else is told apart by who, when and what. */
export function actKey({ act, by, at }: Pick<ActEntryLike, 'act' | 'by' | 'at'>): string {
  if (act.kind === 'declared') return 'act declared';
  return `act ${objectOf(act)} ${by.toLowerCase()} ${String(at)}`;
}

function objectOf(act: NativeAct): string {
  if ('label' in act) return `${act.kind} ${act.label.toLowerCase()}`;
  return 'item' in act ? `${act.kind} ${issueKey(act.item)}` : act.kind;
}

type ActEntryLike = Extract<LedgerEntry, { readonly act: unknown }>;

function beats(a: LedgerEntry, b: LedgerEntry): boolean {
  return compareWeight(a, b) > 0;
}

/** Strength of a verdict first; then for acts and calls the earlier, for comments the later. */
function compareWeight(a: LedgerEntry, b: LedgerEntry): number {
  const strength = STRENGTH[a.verdict] - STRENGTH[b.verdict];
  if (strength !== 0) return strength;
  const told = Number('told' in a) - Number('told' in b);
  if (told !== 0) return told;
  const firstStands = a.verdict === 'accepted' || (!('comment' in a) && a.verdict !== 'reminded');
  const time = firstStands ? b.at - a.at : a.at - b.at;
  return time !== 0 ? time : compare(JSON.stringify(a), JSON.stringify(b));
}

const STRENGTH = {
  accepted: 2,
  refused: 1,
  withdrawn: 1,
  counted: 2,
  'not-counted': 1,
  called: 1,
  settled: 1,
  item: 1,
  made: 1,
  adopted: 1,
  row: 1,
  'rows-taken': 1,
  offered: 1,
  'on-item': 1,
  reminded: 1,
  ended: 1,
  'on-pull': 1,
} as const satisfies Record<LedgerEntry['verdict'], number>;

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
