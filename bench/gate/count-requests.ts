/** Counts what arrives at an HTTP server of this process, whoever sends it: nothing is wrapped. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface Requests {
  /** GraphQL queries and REST reads. */
  readonly reads: number;
  /** GraphQL mutations and REST writes. */
  readonly writes: number;
  /** For tokens, and for the clock: the app's own housekeeping. */
  readonly tokens: number;
  readonly clock: number;
  /** Answered 403 or 429. */
  readonly refused: number;
  /** What each was, in order. */
  readonly each: readonly string[];
}

export interface Counter {
  /** What came since the last call. */
  take(): Requests;
  stop(): void;
}

interface Message {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

const START = 'http.server.request.start';
const FINISH = 'http.server.response.finish';

/** Requests to the server on `port` but those with one of the `ignored` tokens: people's own. */
export function countRequests(port: number, ignored: ReadonlySet<string>): Counter {
  let each: string[] = [];
  let refused = 0;
  const isCounted = ({ request }: Message): boolean =>
    request.socket.localPort === port &&
    (request.url ?? '').startsWith('/api/') &&
    !ignored.has((request.headers.authorization ?? '').replace(/^\S+ /, ''));
  const onStart = (message: unknown): void => {
    const arrived = message as Message;
    if (!isCounted(arrived)) return;
    const { method = '', url = '' } = arrived.request;
    const place = each.push(`${method} ${url}`) - 1;
    if (!url.endsWith('/graphql')) return;
    const counted = each;
    overhear(arrived.request, (text) => {
      counted[place] = operationOf(text);
    });
  };
  const onFinish = (message: unknown): void => {
    const answered = message as Message;
    if (isCounted(answered) && [403, 429].includes(answered.response.statusCode)) refused += 1;
  };
  subscribe(START, onStart);
  subscribe(FINISH, onFinish);
  return {
    take: () => {
      const taken = each;
      const counts = { ...kinds(taken), refused, each: taken };
      each = [];
      refused = 0;
      return counts;
    },
    stop: () => {
      unsubscribe(START, onStart);
      unsubscribe(FINISH, onFinish);
    },
  };
}

/**
 * Only its text tells a query from a mutation. A listener for `data` would take it from who reads it later,
 * so it is noted where the parser puts it in,
 * and at once, as the parser uses its buffers again.
 */
function overhear(request: IncomingMessage, then: (text: string) => void): void {
  let text = '';
  const push = request.push.bind(request);
  request.push = (chunk: Buffer | null, encoding) => {
    if (chunk === null) then(text);
    else text += chunk.toString();
    return push(chunk, encoding);
  };
}

function kinds(each: readonly string[]): Omit<Requests, 'refused' | 'each'> {
  const isToken = (one: string): boolean => one.includes('access_tokens');
  const isClock = (one: string): boolean => /\/rate_limit$|\/app$/.test(one);
  const rest = each.filter((one) => !isToken(one) && !isClock(one));
  const isRead = (one: string): boolean => /^(GET|READ) /.test(one);
  return {
    tokens: each.filter(isToken).length,
    clock: each.filter(isClock).length,
    reads: rest.filter(isRead).length,
    writes: rest.filter((one) => !isRead(one)).length,
  };
}

/** `READ Pull`, `WRITE ReportVerdicts`. */
function operationOf(text: string): string {
  const { query } = JSON.parse(text) as { readonly query: string };
  const [, kind = '', name = ''] = /^\s*(query|mutation)\s*(\w*)/.exec(query) ?? [];
  return `${kind === 'mutation' ? 'WRITE' : 'READ'} ${name}`;
}
