/** Reading a request's body within a size and a time. */
import type { IncomingMessage } from 'node:http';

export type Body =
  | { readonly kind: 'read'; readonly text: string }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'too-slow' }
  /** The sender closed the connection: there is nobody to answer. */
  | { readonly kind: 'gone' };

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
    const end = (body: Body): void => {
      clearTimeout(timer);
      request.off('data', take);
      resolve(body);
    };
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > limits.largest) end({ kind: 'too-large' });
      else chunks.push(chunk);
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
