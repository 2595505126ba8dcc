import { createHash } from 'node:crypto';
import type { Answer, Deps } from './context.ts';

/** An answer as HTTP: the headers GitHub sends, an ETag on what was read, 304 when it did not change. */
export function toResponse(
  deps: Pick<Deps, 'world'>,
  request: { readonly method: string; readonly headers: Headers },
  answer: Answer,
): Response {
  const headers = new Headers({
    date: new Date(deps.world.clock.now()).toUTCString(),
    'x-github-media-type': 'github.v3; format=json',
    'x-github-request-id': requestId(),
    'x-github-api-version-selected': request.headers.get('x-github-api-version') ?? '2022-11-28',
    ...answer.headers,
  });
  const content = contentOf(answer);
  if (content === null) return new Response(null, { status: answer.status, headers });
  headers.set('content-type', answer.text?.type ?? 'application/json; charset=utf-8');
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (isRead && answer.status === 200) {
    const etag = `W/"${createHash('sha256').update(content).digest('hex')}"`;
    headers.set('etag', etag);
    headers.set('cache-control', 'private, max-age=60, s-maxage=60');
    const known = request.headers.get('if-none-match');
    if (known !== null && known.split(',').some((each) => each.trim() === etag)) {
      headers.delete('content-type');
      return new Response(null, { status: 304, headers });
    }
  }
  const body = request.method === 'HEAD' ? null : content;
  return new Response(body, { status: answer.status, headers });
}

function contentOf(answer: Answer): string | Buffer<ArrayBuffer> | null {
  if (answer.text !== undefined) {
    const { content } = answer.text;
    return typeof content === 'string' ? content : Buffer.from(content);
  }
  return answer.body === undefined ? null : JSON.stringify(answer.body);
}

let requests = 0;

function requestId(): string {
  requests += 1;
  return `5A4D:B0:${requests.toString(16).toUpperCase().padStart(8, '0')}`;
}
