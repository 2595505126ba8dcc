/**
 * The gate's bench: the real app and the sandbox in this process, over HTTP and signed webhooks.
 * `main.ts` runs the three measures and prints; `place.ts` is where they happen.
 */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import type { Control } from '../../sandbox/control/control.ts';
import type { Registration } from '../../sandbox/control/registration.ts';
import type { Seed } from '../../sandbox/control/seed.ts';
import { commitToBranch } from '../../sandbox/model/actions/contents.ts';
import { openPull } from '../../sandbox/model/actions/pull-requests.ts';
import type { Clock } from '../../sandbox/model/clock.ts';
import type { CheckRun } from '../../sandbox/model/records/checks.ts';
import type { Repository } from '../../sandbox/model/records/repository.ts';
import { findRepository, type World } from '../../sandbox/model/world.ts';
import { startSandbox } from '../../sandbox/start.ts';
import type { RealTime } from '../../src/github/time.ts';
import {
  gatedOrganisation,
  GATE,
  MONOREPO,
} from '../../tests/scenarios/support/gated-organisation.ts';
import { APP_SLUG, LOGINS, organisation } from '../../tests/scenarios/support/organisation.ts';
import type { Login } from '../../tests/scenarios/support/organisation.ts';
import { person, type Person } from '../../tests/scenarios/support/person.ts';
import { startApp, type RunningApp } from '../../tests/scenarios/support/running-app.ts';
import { countRequests, type Counter } from './count-requests.ts';

export interface Place {
  readonly world: World;
  readonly control: Control;
  readonly people: Readonly<Record<Login, Person>>;
  readonly app: RunningApp['parts'];
  readonly requests: Counter;
  /** Resolves when nothing is on its way and nothing is left to do. */
  readonly settled: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const APP_ID = 4711;
const SECRET = 'a long secret of the bench';

export interface PlaceOptions {
  readonly time: RealTime;
  /** The sandbox's; real, unless said otherwise. */
  readonly clock?: Clock;
  /** What there is; the gate's organisation, unless said otherwise. */
  readonly seed?: Seed;
  /** Done before the app is there. */
  readonly prepare?: (world: World) => void;
}

export async function aPlace({ time, clock, seed, prepare }: PlaceOptions): Promise<Place> {
  const sandbox = await startSandbox(clock === undefined ? {} : { clock });
  const { control, world, url, port: sandboxPort } = sandbox;
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const port = await freePort();
  control.registerApp({
    id: APP_ID,
    slug: APP_SLUG,
    key: privateKey,
    webhook: { url: `http://127.0.0.1:${String(port)}/api/github/webhooks`, secret: SECRET },
    manifest: manifest(),
  });
  control.hold();
  control.seed(seed ?? organisation(gatedOrganisation({ also: [MONOREPO] })));
  prepare?.(world);
  control.drop(control.held().map(({ id }) => id));
  control.send();
  const tokens = new Map(LOGINS.map((login) => [login, control.userToken(login)]));
  const requests = countRequests(sandboxPort, new Set(tokens.values()));
  const folder = mkdtempSync(join(tmpdir(), 'norepeat-bench-'));
  const running = await startApp({
    time,
    log: { write: (line) => process.stderr.write(line) },
    variables: {
      ...{ APP_ID: String(APP_ID), PRIVATE_KEY: privateKey, WEBHOOK_SECRET: SECRET },
      ...{ HOST: '127.0.0.1', PORT: String(port), DATA_DIR: folder, LOG_LEVEL: 'error' },
      ...{ GHE_HOST: new URL(url).host, GHE_PROTOCOL: 'http' },
    },
  });
  const app = running.parts;
  const settled = (): Promise<void> => quiet(control, app);
  await app.sweep();
  await settled();
  return {
    ...{ world, control, app, requests, settled },
    people: Object.fromEntries(
      [...tokens].map(([login, token]) => [
        login,
        person(login, { url, token, tick: () => undefined }),
      ]),
    ) as Record<Login, Person>,
    close: async () => {
      requests.stop();
      await running.stop();
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A branch with one commit and a pull request for it; gives its number. */
export function aPull(
  world: World,
  repository: Repository,
  name: string,
  { login = 'alice', files = 1 }: { readonly login?: Login; readonly files?: number } = {},
): number {
  const by = { kind: 'user', login } as const;
  const additions = Array.from({ length: files }, (_, n) => ({
    path: `src/${name}/${String(n)}.ts`,
    content: `export const name = '${name}';\n`,
  }));
  const written = commitToBranch(world, by, {
    ...{ repository, branch: name, message: `Add ${name}`, additions, from: 'main' },
  });
  const opened = openPull(world, by, { repository, title: name, base: 'main', head: name });
  if (!written.ok || !opened.ok) throw new Error(`The sandbox refused ${name}.`);
  return opened.value.number;
}

export function repositoryOf(world: World, name: string): Repository {
  const found = findRepository(world, 'acme', name);
  if (found === undefined) throw new Error(`There is no acme/${name}.`);
  return found;
}

/** The gate's latest run on each head of the open pull requests. */
export function verdicts(repository: Repository): readonly (CheckRun | undefined)[] {
  const runs = [...repository.checkRuns.values()].filter(({ name }) => name === GATE);
  const latest = new Map(runs.map((run) => [run.headSha, run]));
  return [...repository.issues.values()].flatMap(({ pull, state }) =>
    pull === null || state === 'closed' ? [] : [latest.get(pull.headSha)],
  );
}

async function quiet(control: Control, { jobs, worker }: RunningApp['parts']): Promise<void> {
  for (let seen = -1; ;) {
    await control.idle();
    await worker.idle();
    const sent = control.deliveries().length;
    const { ready, running, retrying } = await jobs.counts();
    if (ready + running + retrying === 0 && sent === seen) return;
    seen = sent;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function manifest(): Registration['manifest'] {
  const text = readFileSync(new URL('../../app.yml', import.meta.url), 'utf8');
  return load(text) as Registration['manifest'];
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => {
        resolve(port);
      });
    });
  });
}
