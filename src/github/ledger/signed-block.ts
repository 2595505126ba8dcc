/**
 * Signed blocks: what the app accepted, written invisibly into its own comments so that a lost store can
 * be rebuilt. The signature covers the exact text and the node id: a block that was edited, or
 * that belongs to another incident, is worth nothing.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

const OPEN = '<!-- norepeat:signed 1 ';
const CLOSE = ' -->';
/** HMAC-SHA256 in base64url. */
const SIGNATURE = 43;

/** What a block adds to its text, in characters. */
export const BLOCK_OVERHEAD = OPEN.length + SIGNATURE + 1 + CLOSE.length;

/** `text` must be safe inside an HTML comment. */
export function signedBlock(key: Buffer, nodeId: string, text: string): string {
  return `${OPEN}${signature(key, nodeId, text)} ${text}${CLOSE}`;
}

/** The texts of all blocks in `body` that were signed with this key for this issue. */
export function verifiedTexts(key: Buffer, nodeId: string, body: string): readonly string[] {
  const texts: string[] = [];
  let from = 0;
  for (let end = body.indexOf(CLOSE); end !== -1; end = body.indexOf(CLOSE, from)) {
    // The nearest opening: what somebody broke before a good block does not take it along.
    const start = body.lastIndexOf(OPEN, end);
    const given = body.slice(start + OPEN.length, start + OPEN.length + SIGNATURE);
    const text = body.slice(start + OPEN.length + SIGNATURE + 1, end);
    const found = start >= from && isSame(given, signature(key, nodeId, text));
    if (found) texts.push(text);
    from = end + CLOSE.length;
  }
  return texts;
}

function signature(key: Buffer, nodeId: string, text: string): string {
  return createHmac('sha256', key)
    .update(`norepeat ledger 1\n${nodeId}\n${text}`)
    .digest('base64url');
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
