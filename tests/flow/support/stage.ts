/** The flow on the client, on a strict GitHub over HTTP; only store and queue are kept in memory. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Octokit } from '@octokit/rest';
import { startSandbox, type Sandbox } from '../../../sandbox/start.ts';
import type { IssueRef } from '../../../src/core/ids.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { declareFromDispatch } from '../../../src/flow/declare-from-dispatch.ts';
import { declareFromThread } from '../../../src/flow/declare-from-thread.ts';
import { rememberIncidents } from '../../../src/flow/past-incidents.ts';
import { followItem } from '../../../src/flow/item-commands.ts';
import { rememberLooked, type Looked } from '../../../src/flow/looked.ts';
import type { JobKey } from '../../../src/flow/ports/job-key.ts';
import { reconcileIncident } from '../../../src/flow/reconcile-incident.ts';
import { reconcileLabels } from '../../../src/flow/reconcile-labels.ts';
import { reconcileSuspects } from '../../../src/flow/reconcile-suspects.ts';
import { rememberSight } from '../../../src/flow/sight.ts';
import { sweepInstallation, sweepRepository } from '../../../src/flow/sweep.ts';
import { createGitHub, type GitHub } from '../../../src/github/client/github.ts';
import { createLedgerKeeper } from '../../../src/github/ledger/keeper.ts';
import { deriveLedgerKey } from '../../../src/github/ledger/key.ts';
import { createPerformer } from '../../../src/github/perform/performer.ts';
import { createIncidentReader } from '../../../src/github/read/incident-reader.ts';
import { createIssueGlance } from '../../../src/github/read/issue-glance.ts';
import { createIssueLister } from '../../../src/github/read/issue-lists.ts';
import { createIssueTracker } from '../../../src/github/read/issue-tracker.ts';
import { createItemThreadReader } from '../../../src/github/read/item-thread-reader.ts';
import { createPeopleReader } from '../../../src/github/read/people-reader.ts';
import { createSuspectReader } from '../../../src/github/read/suspect-reader.ts';
import { createRecentLister, createThreadReader } from '../../../src/github/read/thread-reader.ts';
import { hear } from '../../../src/github/receive/hear.ts';
import type { RealTime } from '../../../src/github/time.ts';
import { aPolicy } from '../../builders/a-policy.ts';
import { privateKey, publicKey } from '../../github/support/app.ts';
import { createTestTime } from '../../github/support/time.ts';
import { manifest } from '../../sandbox/stage.ts';
import { createCrashes, type Crashes } from './crashes.ts';
import { inMemory } from './memory.ts';

export const INCIDENTS = { owner: 'acme', name: 'incidents' };
const self = { id: 7001, slug: 'norepeat' };

/** What went over the wire, as `GET /repos/…` or `query IncidentChanges`. */
export interface Wire {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

export async function setStage(policy: Policy = aPolicy()) {
  const memory = inMemory();
  const listener = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const payload: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
      const event = String(request.headers['x-github-event']);
      const id = String(request.headers['x-github-delivery']);
      const { keys, intent } = hear({ event, payload }, self);
      for (const key of keys) void memory.queue.mark([key]);
      if (intent !== null) {
        const repo = `${intent.repo.owner}/${intent.repo.name}`;
        const receivedAt = github.clock.now();
        memory.intents.set(id, { id, repo, receivedAt, payload: intent.payload, outcome: null });
      }
      response.writeHead(202).end();
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const sandbox = await startSandbox({ complain: () => undefined });
  seed(sandbox, (listener.address() as AddressInfo).port);
  const plain = createGitHub({
    appId: self.id,
    privateKey,
    baseUrl: `${sandbox.url}/api/v3`,
    trouble: () => undefined,
    time: hurriedTime(),
    patience: 120_000,
  });
  const { github, wire } = counted(plain);
  let ledgerKey: string | null = null;
  const crashes = createCrashes();
  let lookedBy: (job: JobKey) => Looked = theSame(rememberLooked());
  const run = (job: JobKey): Promise<void> =>
    handlers(github, memory, { policy, ledgerKey, crashes, looked: lookedBy(job) })(job);

  /** Works until nothing is due: deliveries arrive, keys are run, effects make deliveries again. */
  const settle = async (): Promise<void> => {
    for (let rounds = 0; rounds < 50; rounds += 1) {
      await sandbox.control.idle();
      const [first] = memory.due.entries();
      if (first === undefined) return;
      memory.due.delete(first[0]);
      await run(first[1]);
    }
    throw new Error(`never settles: ${[...memory.due.keys()].join(' ')}`);
  };
  const as = (login: string): Octokit =>
    new Octokit({ baseUrl: `${sandbox.url}/api/v3`, auth: sandbox.control.userToken(login) });

  return {
    sandbox,
    memory,
    github,
    crashes,
    run,
    settle,
    as,
    /** From now on jobs of each kind are run by a process of their own. */
    spread: () => {
      const own = new Map<string, Looked>();
      lookedBy = ({ kind }) => {
        const looked = own.get(kind) ?? rememberLooked();
        own.set(kind, looked);
        return looked;
      };
    },
    changeLedgerKey: (key: string) => {
      ledgerKey = key;
    },
    performer: createPerformer({ github, self, note: () => undefined }),
    people: createPeopleReader(github),
    /** What `work` sends to GitHub. */
    during: async (work: () => Promise<void>): Promise<Wire> => {
      const from = { reads: wire.reads.length, writes: wire.writes.length };
      await work();
      return { reads: wire.reads.slice(from.reads), writes: wire.writes.slice(from.writes) };
    },
    issue: async (number: number, repo = INCIDENTS) => {
      const at = { owner: repo.owner, repo: repo.name, issue_number: number };
      const { data } = await as('alice').issues.get(at);
      const comments = await as('alice').paginate(
        'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
        at,
      );
      return {
        title: data.title,
        body: data.body ?? '',
        state: data.state,
        labels: data.labels
          .map((label) => (typeof label === 'string' ? label : (label.name ?? '')))
          .sort(),
        comments: comments.map(({ id, body, user, reactions }) => ({
          id,
          body: body ?? '',
          by: user?.login ?? '',
          likes: reactions?.['+1'] ?? 0,
          confused: reactions?.confused ?? 0,
        })),
      };
    },
    close: async () => {
      await sandbox.control.idle();
      await sandbox.close();
      listener.closeAllConnections();
      listener.close();
    },
  };
}

function theSame(looked: Looked): () => Looked {
  return () => looked;
}

export type Stage = Awaited<ReturnType<typeof setStage>>;

function handlers(
  github: GitHub,
  memory: ReturnType<typeof inMemory>,
  {
    policy,
    ledgerKey,
    crashes,
    looked,
  }: {
    readonly policy: Policy;
    readonly ledgerKey: string | null;
    readonly crashes: Crashes;
    readonly looked: Looked;
  },
) {
  const key = deriveLedgerKey({ appId: self.id, privateKey, ledgerKey });
  const clock = github.clock;
  const { recordStore: records, index, queue, intentStore: intents, suspectStore } = memory;
  const policies = { policyFor: () => Promise.resolve(policy) };
  const reader = createIncidentReader({ github, clock, records, self });
  const people = createPeopleReader(github);
  const performer = createPerformer({ github, self, note: () => undefined });
  const ledgers = createLedgerKeeper(memory.ledgerStore, key);
  const log = { info: () => undefined, warn: () => undefined };
  const incident = reconcileIncident({
    ...{ policies, reader, records, people, clock, looked },
    ledgers: crashes.around(ledgers),
    performer: crashes.around(performer),
    index: rememberIncidents(crashes.around(index)),
    similar: memory.similarStore,
    queue: crashes.around(queue),
    obligations: crashes.around(memory.obligationStore),
    suspects: suspectStore,
    installed: github,
    tracker: createIssueTracker(github),
    fanOut: crashes.of((_policy, before, after) => {
      memory.fanned.push({ before, after });
      return Promise.resolve();
    }),
  });
  const suspects = reconcileSuspects({
    ...{ policies, index, queue },
    reader: createSuspectReader(github),
    store: suspectStore,
  });
  const item = followItem({
    ...{ policies, index, records, people, clock, looked },
    items: createItemThreadReader(github, self),
    obligations: memory.obligationStore,
    ledgers: crashes.around(memory.ledgerStore),
    performer: crashes.around(performer),
    queue: crashes.around(queue),
  });
  const labels = reconcileLabels({ policies, performer, index, queue });
  const threads = createThreadReader(github, self);
  const thread = declareFromThread({ policies, threads, people, performer, index, queue, looked });
  const dispatch = declareFromDispatch({
    ...{ policies, intents, index, performer, queue, clock, log },
    glance: createIssueGlance(github),
  });
  const sweep = sweepRepository({
    ...{ policies, index, records, performer, queue, clock, log },
    obligations: memory.obligationStore,
    sight: rememberSight(),
    issues: createIssueLister(github),
    recent: createRecentLister(github),
  });
  const installation = sweepInstallation({
    ...{ installed: github, queue },
    retryNow: () => Promise.resolve(),
  });
  return async (job: JobKey): Promise<void> => {
    switch (job.kind) {
      case 'installation':
        return installation(job.owner);
      case 'incident':
        return incident(job.issue);
      case 'item':
        return item(job.issue);
      case 'suspects':
        return suspects(job.issue);
      case 'labels':
        return labels(job.repo);
      case 'thread':
        return thread(job.issue);
      case 'dispatch':
        return dispatch(job.repo);
      case 'sweep':
        return sweep(job.repo);
      // What the gate does with it has tests of its own.
      default:
        return;
    }
  };
}

/** The client, with every request of an installation noted. */
function counted(github: GitHub): {
  readonly github: GitHub;
  readonly wire: { readonly reads: string[]; readonly writes: string[] };
} {
  const wire = { reads: [] as string[], writes: [] as string[] };
  const seen = new WeakSet();
  return {
    wire,
    github: {
      ...github,
      session: async (repo) => {
        const session = await github.session(repo);
        if (session === null || seen.has(session)) return session;
        seen.add(session);
        session.octokit.hook.before('request', (options) => {
          const query = 'query' in options ? options['query'] : null;
          const what =
            query === null ? `${options.method} ${options.url}` : query.split(/[({]/)[0]!.trim();
          const write = query === null ? options.method !== 'GET' : what.startsWith('mutation');
          (write ? wire.writes : wire.reads).push(what);
        });
        return session;
      },
    },
  };
}

function seed(sandbox: Sandbox, port: number): void {
  sandbox.control.registerApp({
    id: self.id,
    slug: self.slug,
    key: publicKey,
    manifest,
    webhook: { url: `http://127.0.0.1:${port}/`, secret: 'a secret of the test' },
  });
  sandbox.control.seed({
    users: ['alice', 'bob', 'carol', 'dave', 'mallory'],
    organizations: [
      {
        login: 'acme',
        owners: ['alice'],
        members: ['bob', 'carol', 'dave'],
        teams: [
          { name: 'Payments', members: ['bob'] },
          { name: 'Discovery', members: ['carol'] },
        ],
      },
    ],
    repositories: [
      { name: 'acme/incidents', collaborators: { dave: 'write' } },
      { name: 'acme/checkout', files: { 'README.md': '# Checkout\n' } },
      { name: 'acme/search', files: { 'README.md': '# Search\n' } },
    ],
    installations: [{ app: 'norepeat', account: 'acme' }],
  });
}

/** Waits for the budget end at once, so that tests are not held up; GitHub's time comes from GitHub. */
function hurriedTime(): RealTime {
  const time = createTestTime(Date.now());
  time.hurry();
  return time;
}

export function incident(number: number): IssueRef {
  return { repo: INCIDENTS, number };
}
