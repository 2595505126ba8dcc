/**
 * The composition root: the one place that knows every room. `assemble` connects the rooms; `cli.ts`
 * reads the settings and says which of `run.ts` they do: serve, or read everything again once.
 */
import type { Logger } from 'pino';
import type { Environment } from './config/environment.ts';
import { parsePolicy } from './config/policy/parse-policy.ts';
import { checkPolicyProposal } from './flow/check-policy-proposal.ts';
import { declareFromDispatch } from './flow/declare-from-dispatch.ts';
import { declareFromThread } from './flow/declare-from-thread.ts';
import { policyReader } from './flow/policies.ts';
import { formatKey, type AppIdentity, type JobKey } from './flow/ports.ts';
import { reconcileIncident } from './flow/reconcile-incident.ts';
import { reconcileLabels } from './flow/reconcile-labels.ts';
import { reconcilePolicy } from './flow/reconcile-policy.ts';
import { reconcileSuspects } from './flow/reconcile-suspects.ts';
import { sweepAll, sweepInstallation, sweepRepository } from './flow/sweep.ts';
import { withPriority } from './github/budget/priority.ts';
import { statusOf } from './github/client/errors.ts';
import { createGitHub, type GitHub } from './github/client/github.ts';
import { createLedgerKeeper } from './github/ledger/keeper.ts';
import { deriveLedgerKey } from './github/ledger/key.ts';
import { createPerformer } from './github/perform/performer.ts';
import { createIncidentReader } from './github/read/incident-reader.ts';
import { createIssueGlance } from './github/read/issue-glance.ts';
import { createIssueLister, createOwnIssueFinder } from './github/read/issue-lists.ts';
import { createPeopleReader } from './github/read/people-reader.ts';
import { createPolicyProposalReader, createPolicySource } from './github/read/policy-reader.ts';
import { createSuspectReader } from './github/read/suspect-reader.ts';
import { createRecentLister, createThreadReader } from './github/read/thread-reader.ts';
import { hear } from './github/receive/hear.ts';
import { installationOf } from './github/receive/installation-of.ts';
import { realTime, type RealTime } from './github/time.ts';
import { createMetrics, type Metrics } from './http/metrics.ts';
import type { Receive } from './http/receiver.ts';
import { backoffMs } from './queue/backoff.ts';
import { createWorker, USUAL_SETTINGS, type Worker, type WorkerEvent } from './queue/worker.ts';
import { keepInbox, type Inbox } from './store/inbox.ts';
import { keepIncidents } from './store/incidents.ts';
import { keepIntents, type Intents } from './store/intents.ts';
import { keepJobs, type Jobs } from './store/jobs.ts';
import { keepLedgers } from './store/ledgers.ts';
import { keepMemory, type Memory } from './store/memory.ts';
import { openStore, type OpenStore } from './store/open.ts';
import { keepPolicies } from './store/policies.ts';
import { keepRecords } from './store/records.ts';
import { keepSuspects } from './store/suspects.ts';

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

interface Base {
  readonly environment: Environment;
  readonly log: Logger;
  readonly time: RealTime;
  readonly store: OpenStore;
  readonly github: GitHub;
  readonly self: AppIdentity;
}

function connect(base: Base): Assembled {
  const { github, log, self, store, time } = base;
  const now = (): number => time.now();
  const jobs = keepJobs(store.db, { clock: github.clock, now });
  const inbox = keepInbox(store.db, { now, announce: jobs.announce });
  const intents = keepIntents(store.db, now);
  const metrics = createMetrics({
    jobs: () => jobs.counts(),
    deliveries: () => inbox.unfinished(),
    now,
  });
  const work = flows(base, jobs, intents);
  const worker = createWorker({
    table: jobs,
    run: ({ key, priority }) => withPriority(priority, () => work(key)),
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
  };
}

/** What is done for each kind of key. */
function flows(base: Base, queue: Jobs, intents: Intents): (key: JobKey) => Promise<void> {
  const { environment, log, time, store, github, self } = base;
  const { clock } = github;
  const { db } = store;
  const performer = createPerformer({
    github,
    self,
    note: (what, fields) => {
      log.info(fields, what);
    },
  });
  const records = keepRecords(db);
  const index = keepIncidents(db);
  const suspects = keepSuspects(db);
  const reader = createIncidentReader({ github, clock, records, self });
  const people = createPeopleReader(github);
  const policyDeps = {
    store: keepPolicies(db),
    source: createPolicySource(github),
    parse: parsePolicy,
    clock,
    queue,
  };
  const policies = policyReader(policyDeps);
  const ledgers = createLedgerKeeper(
    keepLedgers(db, () => time.now()),
    deriveLedgerKey(environment),
  );
  const shared = { policies, reader, records, people, performer, index, queue, clock };
  const incident = reconcileIncident({ ...shared, ledgers, suspects });
  const thread = declareFromThread({ ...shared, threads: createThreadReader(github, self) });
  const dispatch = declareFromDispatch({
    ...shared,
    glance: createIssueGlance(github),
    intents,
    log,
  });
  const labels = reconcileLabels(shared);
  const suspectsOf = reconcileSuspects({
    ...shared,
    reader: createSuspectReader(github),
    store: suspects,
  });
  const ownIssues = createOwnIssueFinder(github, self);
  const proposals = createPolicyProposalReader(github);
  const sweep = sweepRepository({
    ...shared,
    issues: createIssueLister(github),
    recent: createRecentLister(github),
  });
  const installation = sweepInstallation({ installed: github, queue });
  return (key) => {
    switch (key.kind) {
      case 'incident':
        return incident(key.issue);
      case 'thread':
        return thread(key.issue);
      case 'dispatch':
        return dispatch(key.repo);
      case 'policy':
        return reconcilePolicy({ ...policyDeps, performer, ownIssues }, key.repo);
      case 'policy-proposal':
        return checkPolicyProposal({ ...policyDeps, proposals, performer }, key.pull);
      case 'labels':
        return labels(key.repo);
      case 'suspects':
        return suspectsOf(key.issue);
      case 'sweep':
        return sweep(key.repo);
      case 'installation':
        return installation(key.owner);
      case 'gate':
      case 'gates':
      case 'group':
      case 'pull-commands':
      case 'check-requests':
      case 'owners':
      case 'names':
        return Promise.reject(new Error(`this version does not do ${key.kind}`));
    }
  };
}

function receiveWith(deps: {
  readonly github: GitHub;
  readonly self: AppIdentity;
  readonly inbox: Inbox;
  readonly metrics: Metrics;
}): Receive {
  const { github, self, inbox, metrics } = deps;
  return async ({ guid, event, action, installation, payload }) => {
    const news = installationOf(event, payload);
    if (news?.gone === true) github.installations.forget(news.id);
    else if (news?.owner != null) github.installations.learn(news.owner, news.id);
    try {
      const heard = hear({ event, payload }, self);
      const outcome = await inbox.accept({ guid, event, action, installation, heard });
      metrics.deliveryReceived(event, outcome);
    } catch (error) {
      metrics.deliveryReceived(event, 'failed');
      throw error;
    }
  };
}

function observer(log: Logger, metrics: Metrics): (event: WorkerEvent) => void {
  return (event) => {
    if (event.kind === 'store-failed') {
      log.error({ err: event.error }, 'the store did not answer the worker');
      return;
    }
    const { kind: what } = event.lease.key;
    const fields = { key: formatKey(event.lease.key), attempt: event.lease.attempt };
    switch (event.kind) {
      case 'started':
        metrics.jobStarted(what, event.waitedMs);
        return;
      case 'done':
        metrics.jobEnded(what, 'done', event.tookMs);
        log.debug({ ...fields, tookMs: event.tookMs }, 'job done');
        return;
      case 'failed': {
        metrics.jobEnded(what, 'failed', event.tookMs);
        const retryAt = new Date(event.retryAt).toISOString();
        if (event.putOff) {
          log.debug({ ...fields, retryAt }, 'job put off');
          return;
        }
        log.warn({ ...fields, retryAt, err: event.error }, 'job failed; it is tried again');
        return;
      }
      case 'died':
        metrics.jobEnded(what, 'died', event.tookMs);
        log.error({ ...fields, err: event.error }, 'job given up; kept as a dead letter');
        return;
      case 'lost':
        metrics.jobEnded(what, 'lost', 0);
        log.warn(fields, 'job lost its lease');
    }
  };
}

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
