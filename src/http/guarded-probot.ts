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
    return (request: IncomingMessage, response: ServerResponse) =>
      // Nothing else reaches the middleware: it knows more ways to write its path than this guard does.
      isDelivery(request, this.webhookPath)
        ? guard(middleware, request, response)
        : Promise.resolve(false);
  }
}

function isDelivery(request: IncomingMessage, path: string): boolean {
  const [asked] = request.url?.split('?', 1) ?? [];
  return request.method === 'POST' && (asked === path || asked === `${path}/`);
}

/** What every delivery of GitHub's has; whatever lacks it is refused before a byte of it is read. */
const HEADERS = {
  'x-hub-signature-256': /^sha256=[0-9a-f]{64}$/,
  'x-github-event': /^[\w.-]{1,100}$/,
  'x-github-delivery': /^[\w.-]{1,100}$/,
} as const;

function unlikeGitHub(request: IncomingMessage): string | undefined {
  return Object.entries(HEADERS)
    .filter(([name, shape]) => !shape.test(String(request.headers[name])))
    .map(([name]) => name)[0];
}

async function guard(
  middleware: Middleware,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const unlike = unlikeGitHub(request);
  if (unlike !== undefined) return refuse(response, 400, `the header ${unlike} is not GitHub's`);
  const deadline = Date.now() + ANSWER_WITHIN_MS;
  const body = await readBody(request, { largest: LARGEST_BODY, deadline });
  switch (body.kind) {
    case 'too-large':
      return refuse(response, 413, 'the payload is larger than 25 MB');
    case 'too-many':
      return refuse(response, 503, 'too much is being received at this moment; send it again');
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
