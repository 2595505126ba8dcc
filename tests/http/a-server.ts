/** The real server on a free port of 127.0.0.1, and a sender that signs as GitHub does. */
import { createHmac, randomUUID } from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { createLog } from '../../src/config/log.ts';
import type { Received } from '../../src/http/receiver.ts';
import { PRIVATE_KEY, SECRET } from './credentials.ts';
import { type ServerOptions, startServer, WEBHOOK_PATH } from '../../src/http/server.ts';

export interface TestServer {
  readonly url: string;
  readonly received: Received[];
  /** Everything the program logged so far. */
  readonly logged: () => string;
}

export async function aServer(overrides: Partial<ServerOptions> = {}): Promise<TestServer> {
  const received: Received[] = [];
  const lines: string[] = [];
  const server = await startServer({
    host: '127.0.0.1',
    port: await freePort(),
    appId: 1,
    privateKey: PRIVATE_KEY,
    webhookSecret: SECRET,
    webhookProxyUrl: null,
    log: createLog('trace', { write: (line) => void lines.push(line) }),
    receive: (delivery) => {
      received.push(delivery);
      return Promise.resolve();
    },
    health: { problems: () => Promise.resolve([]) },
    metrics: { contentType: 'text/plain', text: () => Promise.resolve('up 1\n') },
    ...overrides,
  });
  onTestFinished(() => server.stop(1_000));
  return { url: server.url, received, logged: () => lines.join('') };
}

export interface SendOptions {
  readonly guid?: string;
  readonly event?: string;
  readonly secret?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A delivery as GitHub sends it; `payload` may be a text to send something that is no JSON. */
export function send(url: string, payload: unknown, options: SendOptions = {}): Promise<Response> {
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
  return fetch(url + WEBHOOK_PATH, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-github-event': options.event ?? 'issues',
      'x-github-delivery': options.guid ?? randomUUID(),
      'x-hub-signature-256': sign(body, options.secret ?? SECRET),
      ...options.headers,
    },
  });
}

export function sign(body: string, secret: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => {
        resolve(port);
      });
    });
  });
}
