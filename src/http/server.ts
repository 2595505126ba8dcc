/**
 * The door: Probot's server with three handlers of our own (webhooks, health, metrics). Nothing is decided
 * here: a delivery whose signature is right is handed to `receive`, and answered 2xx only when that
 * resolved, before GitHub and Probot lose patience.
 */
import type { Server as HttpServer } from 'node:http';
import type { Logger } from 'pino';
import { Server } from 'probot';
import { GuardedProbot } from './guarded-probot.ts';
import { type HealthChecks, healthHandler } from './health.ts';
import type { MetricsText } from './metrics.ts';
import { metricsHandler } from './metrics-handler.ts';
import { NoOctokit } from './no-octokit.ts';
import { type Receive, receiver } from './receiver.ts';

export const WEBHOOK_PATH = '/api/github/webhooks';

export interface ServerOptions {
  readonly host: string;
  /** 1 to 65535; Probot reads 0 as 3000. */
  readonly port: number;
  readonly appId: number;
  readonly privateKey: string;
  readonly webhookSecret: string;
  readonly webhookProxyUrl: string | null;
  readonly log: Logger;
  readonly receive: Receive;
  readonly health: HealthChecks;
  readonly metrics: MetricsText;
}

export interface RunningServer {
  /** `http://localhost:3000` */
  readonly url: string;
  /** Takes no new connections, closes idle ones, waits for requests under way, at most `graceMs`. */
  stop(graceMs: number): Promise<void>;
}

/** Resolves when it listens; rejects when the port is taken. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { host, port } = options;
  const server = new Server({
    host,
    port,
    log: quietLog(options.log),
    webhookPath: WEBHOOK_PATH,
    ...(options.webhookProxyUrl === null ? {} : { webhookProxy: options.webhookProxyUrl }),
    enableStaticFiles: false,
    enablePing: false,
    Probot: GuardedProbot.defaults({
      appId: options.appId,
      privateKey: options.privateKey,
      secret: options.webhookSecret,
      Octokit: NoOctokit,
    }),
  });
  await server.load((probot, { addHandler }) => {
    probot.onAny(receiver(options.receive, options.log));
    addHandler(healthHandler(options.health));
    addHandler(metricsHandler(options.metrics));
  });
  const http = await server.start();
  return { url: `http://${host}:${String(port)}`, stop: (graceMs) => stop(server, http, graceMs) };
}

/** Probot logs each request at `info`, probes included; here that is `debug`'s business. */
function quietLog(log: Logger): Logger {
  const verbose = log.isLevelEnabled('debug');
  return log.child({}, verbose ? {} : { level: 'warn' });
}

/** A connection is idle only once its last answer is out, hence looked for again and again. */
async function stop(server: Server, http: HttpServer, graceMs: number): Promise<void> {
  http.closeIdleConnections();
  const idle = setInterval(() => {
    http.closeIdleConnections();
  }, 20);
  const overdue = setTimeout(() => {
    http.closeAllConnections();
  }, graceMs);
  try {
    await server.stop();
  } finally {
    clearInterval(idle);
    clearTimeout(overdue);
  }
}
