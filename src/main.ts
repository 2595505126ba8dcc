/**
 * The composition root: the one place that knows every room, with `wire/` for its parts. `assemble`
 * connects the rooms; `cli.ts` reads the settings and says which of `run.ts` they do: serve, or read
 * everything again once.
 */
import type { Logger } from 'pino';
import type { Environment } from './config/environment.ts';
import { DAY } from './core/time.ts';
import type { AppIdentity } from './flow/ports/app-identity.ts';
import { sweepAll } from './flow/sweep.ts';
import { withPriority } from './github/budget/priority.ts';
import { statusOf } from './github/client/errors.ts';
import { createGitHub, type GitHub } from './github/client/github.ts';
import { realTime, type RealTime } from './github/time.ts';
import { createMetrics, type Metrics } from './http/metrics.ts';
import type { Receive } from './http/receiver.ts';
import { backoffMs } from './queue/backoff.ts';
import { createWorker, USUAL_SETTINGS, type Worker } from './queue/worker.ts';
import type { Inbox } from './store/inbox.ts';
import type { Intents } from './store/intents.ts';
import type { Jobs } from './store/jobs.ts';
import { keepMemory, type Memory } from './store/memory.ts';
import { openStore, type OpenStore } from './store/open.ts';
import type { Base } from './wire/base.ts';
import { handlersOf } from './wire/handlers.ts';
import { keepAll } from './wire/kept.ts';
import { observer } from './wire/observe.ts';
import { receiveWith } from './wire/receive.ts';

export interface Assembled {
  readonly kind: 'assembled';
  readonly self: AppIdentity;
  readonly store: OpenStore;
  readonly github: GitHub;
  readonly jobs: Jobs;
  readonly inbox: Inbox;
  readonly intents: Intents;
  readonly worker: Worker;
  readonly metrics: Metrics;
  /** From a verified delivery to the disk. */
  readonly receive: Receive;
  /** Marks everything the app can see to be read again. */
  readonly sweep: () => Promise<void>;
  /** Forgets what was finished before this moment (real time), and long after that what was judged. */
  readonly tidy: (before: number) => Promise<void>;
}

/** Nothing was started; `why` says to the person at the terminal what to do. */
export interface NotAssembled {
  readonly kind: 'refused';
  readonly why: string;
}

/** `time` is this machine's, for waits, leases and limits; incidents go by GitHub's. */
export async function assemble(
  environment: Environment,
  log: Logger,
  time: RealTime = realTime,
): Promise<Assembled | NotAssembled> {
  const opened = await openStore(environment.dataDir);
  if (opened.kind === 'locked') return { kind: 'refused', why: lockedReport(opened.directory) };
  const { store } = opened;
  const github = createGitHub({
    appId: environment.appId,
    privateKey: environment.privateKey,
    baseUrl: environment.baseUrl,
    time,
    trouble: (what, fields) => {
      log.warn(fields, what);
    },
  });
  const self = await whoAmI(github, keepMemory(store.db), environment, log);
  if (self === null) {
    await store.close();
    return { kind: 'refused', why: credentialsReport(environment) };
  }
  return connect({ environment, log, time, store, github, self });
}

function connect(base: Base): Assembled {
  const { github, log, self, store, time } = base;
  const now = (): number => time.now();
  const kept = keepAll(base);
  const { inbox, intents, jobs } = kept;
  const metrics = createMetrics({
    jobs: () => jobs.counts(),
    deliveries: () => inbox.unfinished(),
    now,
  });
  const work = handlersOf({ ...base, kept, metrics, startedAt: github.clock.now() });
  const worker = createWorker({
    table: jobs,
    run: ({ key, priority }, _, heldUntil) => withPriority(priority, () => work(key), heldUntil),
    observe: observer(log, metrics),
    settings: USUAL_SETTINGS,
    now,
    random: Math.random,
  });
  jobs.onMarked(worker.wake);
  return {
    kind: 'assembled',
    self,
    store,
    github,
    jobs,
    inbox,
    intents,
    worker,
    metrics,
    receive: receiveWith({ github, self, inbox, metrics }),
    sweep: sweepAll({ installed: github, queue: jobs }),
    tidy: async (before) => {
      await inbox.tidy(before);
      await kept.glimpses.tidy(before - KEEP_VERDICTS);
      await kept.verdicts.tidy(before - KEEP_VERDICTS);
    },
  };
}

/** Longer (ms) than what was finished: a pull request may lie still, and a verdict is worth a request. */
const KEEP_VERDICTS = 90 * DAY;

/**
 * The app's own name, asked of GitHub at every start and remembered: a start while GitHub is slow or down
 * takes deliveries all the same. `null` when GitHub refuses the credentials.
 */
async function whoAmI(
  github: GitHub,
  memory: Memory,
  { appId, baseUrl }: Environment,
  log: Logger,
): Promise<AppIdentity | null> {
  const name = `slug of app ${String(appId)} at ${baseUrl}`;
  const slug = await memory.recall(name);
  for (let attempt = 1; ; attempt++) {
    try {
      const asked = github.identity();
      const self = await (slug === null ? asked : Promise.race([asked, notInTime()]));
      await memory.remember(name, self.slug);
      return self;
    } catch (error) {
      if ([401, 403, 404].includes(statusOf(error) ?? 0)) return null;
      log.warn({ err: error, remembered: slug !== null }, 'GitHub does not say who the app is');
      if (slug !== null) return { id: appId, slug };
      await pause(backoffMs(attempt, { firstMs: 1_000, longestMs: 30_000 }, Math.random));
    }
  }
}

/** How long (ms) a start waits for a name that it remembers anyway. */
const PATIENCE_FOR_NAME = 2_000;

async function notInTime(): Promise<never> {
  await pause(PATIENCE_FOR_NAME);
  throw new Error(`no answer within ${String(PATIENCE_FOR_NAME)} ms`);
}

function lockedReport(directory: string): string {
  return [
    `norepeat cannot start: another norepeat works in ${directory}.`,
    'Stop that one first, or give this one a folder of its own, for example DATA_DIR=./data-2.',
  ].join('\n');
}

function credentialsReport({ appId, baseUrl }: Environment): string {
  return [
    `norepeat cannot start: ${baseUrl} does not accept the credentials of app ${String(appId)}.`,
    'APP_ID and PRIVATE_KEY must belong to the same app, and the key must not have been deleted on the app’s settings page.',
  ].join('\n');
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
