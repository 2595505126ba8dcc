/** Reading a request's body within a size and a time. */
import type { IncomingMessage } from 'node:http';

export type Body =
  | { readonly kind: 'read'; readonly text: string }
  | { readonly kind: 'too-large' }
  /** Others fill the memory there is for bodies, and this one is not small. */
  | { readonly kind: 'too-many' }
  | { readonly kind: 'too-slow' }
  /** The sender closed the connection: there is nobody to answer. */
  | { readonly kind: 'gone' };

/**
 * Whose signature is right is known only once a body is there, so anybody can have bodies read: together
 * they take no more than this, in bytes. Small ones, as GitHub's nearly always are, are read all the same.
 */
const MOST_TOGETHER = 200 * 1024 * 1024;
const SMALL = 256 * 1024;
let together = 0;

/** `largest` in bytes, `deadline` in milliseconds since 1970. */
export function readBody(
  request: IncomingMessage,
  limits: { readonly largest: number; readonly deadline: number },
): Promise<Body> {
  if (Number(request.headers['content-length'] ?? 0) > limits.largest) {
    return Promise.resolve({ kind: 'too-large' });
  }
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let ended = false;
    const end = (body: Body): void => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      request.off('data', take);
      together -= size;
      chunks.length = 0;
      resolve(body);
    };
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      together += chunk.length;
      chunks.push(chunk);
      if (size > limits.largest) end({ kind: 'too-large' });
      else if (size > SMALL && together > MOST_TOGETHER) end({ kind: 'too-many' });
    };
    const timer = setTimeout(() => {
      end({ kind: 'too-slow' });
    }, limits.deadline - Date.now());
    request.on('data', take);
    request.on('end', () => {
      end({ kind: 'read', text: Buffer.concat(chunks).toString('utf8') });
    });
    for (const lost of ['error', 'close']) {
      request.on(lost, () => {
        end({ kind: 'gone' });
      });
    }
  });
}
