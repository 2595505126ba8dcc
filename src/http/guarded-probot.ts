/**
 * Probot with a guard before its webhook middleware, which by itself reads bodies of any size for any
 * time and answers 202 after nine seconds whatever became of the delivery.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Probot } from 'probot';
import { readBody } from './body.ts';
import { withDeadline } from './deadline.ts';

/** GitHub sends no payload above 25 MB. */
export const LARGEST_BODY = 25 * 1024 * 1024;
/** GitHub waits ten seconds, Probot's middleware nine; what is not on disk by then is a failure. */
export const ANSWER_WITHIN_MS = 8_000;

type Middleware = Awaited<ReturnType<Probot['getNodeMiddleware']>>;

export class GuardedProbot extends Probot {
  override async getNodeMiddleware(
    options?: Parameters<Probot['getNodeMiddleware']>[0],
  ): Promise<Middleware> {
    const middleware = await super.getNodeMiddleware(options);
    return (
      request: IncomingMessage,
      response: ServerResponse,
      next?: Parameters<Middleware>[2],
    ) =>
      isDelivery(request, this.webhookPath)
        ? guard(middleware, request, response)
        : middleware(request, response, next);
  }
}

function isDelivery(request: IncomingMessage, path: string): boolean {
  return request.method === 'POST' && request.url?.split('?')[0]?.replace(/\/+$/, '') === path;
}

async function guard(
  middleware: Middleware,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const deadline = Date.now() + ANSWER_WITHIN_MS;
  const body = await readBody(request, { largest: LARGEST_BODY, deadline });
  switch (body.kind) {
    case 'too-large':
      return refuse(response, 413, 'the payload is larger than 25 MB');
    case 'too-slow':
      return refuse(response, 408, 'the payload did not arrive in time');
    case 'gone':
      return true;
    case 'read':
      // The middleware takes a text found here for the body and does not read the stream itself.
      Object.assign(request, { body: body.text });
      await withDeadline(deadline, () => middleware(request, response));
      return true;
  }
}

/** The rest of the body is not read: the connection ends with the answer. */
function refuse(response: ServerResponse, status: number, error: string): true {
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
  response.end(JSON.stringify({ error }), () => response.req.destroy());
  return true;
}
