/** What the program does once it is assembled: serve until it is told to stop, or read everything again once. */
import type { Logger } from 'pino';
import type { Environment } from './config/environment.ts';
import { DAY } from './core/time.ts';
import { type RunningServer, startServer } from './http/server.ts';
import type { Assembled, NotAssembled } from './main.ts';
import { startDaily } from './queue/daily.ts';
import { forgetProjections } from './store/rebuild.ts';

/** GitHub sends a delivery again for three days; the rest is for whoever looks into the table. */
const KEEP_FINISHED_MS = 7 * DAY;
/**
 * For a request under way to be answered. What is cut off later than that, or waits for the budget, stays
 * in the queue; everything can be repeated.
 */
const GRACE_MS = 1_500;

export interface Serving {
  readonly kind: 'serving';
  /** `http://localhost:3000` */
  readonly url: string;
  /** Takes nothing new, lets requests under way end, closes the store. */
  readonly stop: () => Promise<void>;
}

/** Listens, takes up what was left, and works. Refuses, and closes the store, when it cannot listen. */
export async function serve(
  app: Assembled,
  environment: Environment,
  log: Logger,
): Promise<Serving | NotAssembled> {
  const { github, store, worker } = app;
  const server = await listen(app, environment, log);
  if ('why' in server) {
    await store.close();
    return server;
  }
  const stopClock = github.keepClock(environment.clockSyncSeconds);
  await takeUpWhatWasLeft(app, log);
  worker.start();
  const stopDaily = sweepDaily(app, environment, log);
  log.info({ url: server.url, app: app.self.slug, github: environment.baseUrl }, 'norepeat is up');
  return {
    kind: 'serving',
    url: server.url,
    stop: async () => {
      stopDaily();
      stopClock();
      const stopped = [server.stop(GRACE_MS), worker.stop(GRACE_MS)];
      github.stop();
      await Promise.all(stopped);
      await store.close();
    },
  };
}

async function listen(
  app: Assembled,
  environment: Environment,
  log: Logger,
): Promise<RunningServer | NotAssembled> {
  try {
    return await startServer({
      ...environment,
      log,
      receive: app.receive,
      metrics: app.metrics,
      health: { problems: () => app.store.check().then(() => []) },
    });
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    const address = `${environment.host}:${String(environment.port)}`;
    return {
      kind: 'refused',
      why: `norepeat cannot start: it cannot listen on ${address} (${error.message})\nSet HOST and PORT to an address that is free, for example PORT=3001.`,
    };
  }
}

function sweepDaily(app: Assembled, environment: Environment, log: Logger): () => void {
  return startDaily({
    now: () => app.github.clock.now(),
    at: environment.sweepAt,
    lookEveryMs: 1_000,
    task: async () => {
      await app.sweep();
      await app.jobs.revive();
      await app.tidy(Date.now() - KEEP_FINISHED_MS);
    },
    failed: (error) => {
      log.warn({ err: error }, 'the daily sweep could not begin; it is tried again');
    },
    backoff: { firstMs: 1_000, longestMs: 60_000 },
    random: Math.random,
  });
}

/** Forgets what GitHub can tell again and has it told; resolves when that is done, and closes the store. */
export async function readAgain(app: Assembled, log: Logger): Promise<{ readonly dead: number }> {
  const { jobs, store, worker } = app;
  await takeUpWhatWasLeft(app, log);
  await forgetProjections(store.db);
  await jobs.revive();
  await app.sweep();
  worker.start();
  for (;;) {
    await worker.idle();
    if ((await jobs.counts()).retrying === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  const { dead } = await jobs.counts();
  await worker.stop(GRACE_MS);
  await store.close();
  return { dead };
}

/** What a process before this one had begun, and whatever was asked for and still waits, is done first. */
async function takeUpWhatWasLeft(app: Assembled, log: Logger): Promise<void> {
  const begun = await app.jobs.releaseAll();
  await app.jobs.mark(await app.intents.keys());
  const { count } = await app.inbox.unfinished();
  if (count > 0 || begun > 0) log.info({ deliveries: count, begun }, 'taking up what was left');
}
