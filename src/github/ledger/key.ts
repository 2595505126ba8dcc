import { createPrivateKey, hkdfSync } from 'node:crypto';

/**
 * The key that signs the ledger: derived from the app's private key, so that nothing more is to be kept,
 * or from `LEDGER_KEY` where that is set. The PEM's bytes are decoded first: the same key written
 * differently (line ends, PKCS 1 or 8) signs alike.
 */
export function deriveLedgerKey(source: {
  readonly appId: number;
  readonly privateKey: string;
  readonly ledgerKey: string | null;
}): Buffer {
  const secret =
    source.ledgerKey === null
      ? createPrivateKey(source.privateKey).export({ type: 'pkcs8', format: 'der' })
      : Buffer.from(source.ledgerKey, 'utf8');
  const purpose = `norepeat ledger 1, app ${source.appId}`;
  return Buffer.from(hkdfSync('sha256', secret, 'norepeat', purpose, 32));
}
