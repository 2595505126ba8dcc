import { ledgerPages, readLedgerPages } from '../../core/ledger/block.ts';
import { mergeLedgers } from '../../core/ledger/merge.ts';
import type { LedgerKeeper, LedgerStore } from '../../flow/ports/ledger.ts';
import { BLOCK_OVERHEAD, signedBlock, verifiedTexts } from './signed-block.ts';

/**
 * The ledger is the store's, completed by signed blocks in comments that the app itself wrote: they count
 * when the store was lost or comes from an old copy. After a change of key the old blocks count for
 * nothing, and the next plan writes new ones from the store.
 */
export function createLedgerKeeper(store: LedgerStore, key: Buffer): LedgerKeeper {
  return {
    stored: async (issue) => (await store.load(issue)) ?? [],
    load: async (issue, facts) => {
      const stored = (await store.load(issue)) ?? [];
      const texts = facts.comments
        .filter(({ author }) => author.kind === 'self')
        .flatMap(({ body }) => verifiedTexts(key, facts.nodeId, body));
      return mergeLedgers(stored, readLedgerPages(texts));
    },
    save: (issue, ledger) => store.save(issue, ledger),
    blocks: ({ nodeId }, ledger, limit) =>
      ledgerPages(ledger, limit - BLOCK_OVERHEAD).map((text) => signedBlock(key, nodeId, text)),
  };
}
