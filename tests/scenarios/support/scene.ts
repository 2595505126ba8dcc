/**
 * The scene of a scenario: a sandbox and the real app in one process, on a clock that stands still until
 * somebody acts. People act over HTTP, deliveries are signed, nothing is mocked; only waits are skipped.
 */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { expect } from 'vitest';
import type { Control } from '../../../sandbox/control/control.ts';
import type { Registration } from '../../../sandbox/control/registration.ts';
import { fixedClock } from '../../../sandbox/model/clock.ts';
import type { CheckRun } from '../../../sandbox/model/records/checks.ts';
import { findRepository, type World } from '../../../sandbox/model/world.ts';
import { startSandbox } from '../../../sandbox/start.ts';
import { appTextsWithMentions } from './invariants.ts';
import { jumpingTime, type JumpingTime } from './jumping-time.ts';
import { BOT, issueOf, lookAt, visible, type Look } from './look.ts';
import { APP_SLUG, LOGINS, organisation } from './organisation.ts';
import type { Login, OrganisationOptions } from './organisation.ts';
import { person, type Comment, type FormFields, type Person, type Thread } from './person.ts';
import { rebuildApp, startApp, type AppSettings, type RunningApp } from './running-app.ts';

/** When every scenario begins: a Monday. */
export const NOON = Date.parse('2026-03-02T12:00:00Z');
const MINUTE = 60_000;

export interface SceneOptions extends OrganisationOptions {
  /** Milliseconds that pass before each act; one second, unless said otherwise. */
  readonly pace?: number;
  /** Done before the app runs and is told anything, after the organisation is there. */
  readonly prepare?: (world: World) => void;
}

export interface Scene extends Readonly<Record<Login, Person>> {
  readonly url: string;
  readonly world: World;
  readonly control: Control;
  readonly time: JumpingTime;
  /** The running app's parts; another object after `restart`. */
  readonly app: () => RunningApp['parts'];
  /** Everything the app logged at `warn` and above. */
  readonly logged: readonly LogLine[];
  /** Resolves when nothing is on its way, nothing runs, and no failed try waits for its turn. */
  readonly settled: () => Promise<void>;
  /** Settles, then looks. */
  readonly sees: (thread: Thread) => Promise<Look>;
  /** An incident that alice declared by the form, settled. */
  readonly anIncident: (fields?: FormFields, by?: Login) => Promise<Thread>;
  /** Comments, settles, and gives the app's reaction and answer. */
  readonly says: (who: Login, at: Thread, body: string) => Promise<Said>;
  /** What the app made of a comment so far; settles first. */
  readonly answered: (comment: Comment) => Promise<Said>;
  /** So many minutes go by, and the app notices. */
  readonly passes: (minutes: number) => Promise<void>;
  /** `HH:MM` UTC, so many minutes ago. */
  readonly clock: (minutesAgo?: number) => string;
  /** Stops the app and starts it again, with or without its store. */
  readonly restart: (options?: { readonly loseStore?: boolean }) => Promise<void>;
  /** Stops the app and runs `norepeat rebuild` before it starts again. */
  readonly rebuild: (options?: { readonly loseStore?: boolean }) => Promise<void>;
  /** Stops the app, as `SIGTERM` does; deliveries fail until it starts again. */
  readonly stopApp: () => Promise<void>;
  readonly startApp: () => Promise<void>;
  readonly checkRuns: (repository: string, sha: string) => readonly CheckRun[];
  /** The app is right to log an error with these words here. */
  readonly expectsError: (words: RegExp) => void;
  /** Asserts what always holds, and ends everything. To be awaited after each scene. */
  readonly close: () => Promise<void>;
}

export interface Said {
  readonly comment: Comment;
  readonly reaction: '👍' | '😕' | null;
  /** What the app replied to this comment, as a person sees it; null when it did not. */
  readonly answer: string | null;
}

export interface LogLine {
  readonly level: number;
  readonly msg: string;
  readonly [field: string]: unknown;
}

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
export const APP_ID = 4711;
const SECRET = 'a long secret of the scenarios';

export async function aScene(options: SceneOptions = {}): Promise<Scene> {
  const sandbox = await startSandbox({ clock: fixedClock(NOON), complain: () => undefined });
  const { control, world, url } = sandbox;
  const port = await freePort();
  control.registerApp({
    id: APP_ID,
    slug: APP_SLUG,
    key: privateKey,
    webhook: { url: `http://127.0.0.1:${String(port)}/api/github/webhooks`, secret: SECRET },
    manifest: appManifest(),
  });
  // What was there before the app ran: nothing is delivered, so the first sweep has to find it.
  control.hold();
  control.seed(organisation(options));
  // The clock stands still, so the hour of the limit never ends.
  control.limits({ primary: 1_000_000 });
  options.prepare?.(world);
  control.drop(control.held().map(({ id }) => id));
  control.send();

  const time = jumpingTime();
  const logged: LogLine[] = [];
  const expected: RegExp[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'norepeat-scenario-'));
  let stores = 0;
  const settings = (): AppSettings => ({
    time,
    log: { write: (line) => void logged.push(JSON.parse(line) as LogLine) },
    variables: {
      APP_ID: String(APP_ID),
      PRIVATE_KEY: privateKey,
      WEBHOOK_SECRET: SECRET,
      HOST: '127.0.0.1',
      PORT: String(port),
      GHE_HOST: new URL(url).host,
      GHE_PROTOCOL: 'http',
      DATA_DIR: join(folder, String(stores)),
      LOG_LEVEL: 'warn',
    },
  });
  let running: RunningApp | null = null;
  const app = (): RunningApp['parts'] => {
    if (running === null) throw new Error('The app does not run.');
    return running.parts;
  };
  const stop = async (): Promise<void> => {
    await running?.stop();
    running = null;
  };
  const start = async (): Promise<void> => {
    running ??= await startApp(settings());
    // The app's own first sweep begins by itself a moment later; the story waits for it.
    await running.parts.sweep();
  };
  const settled = (): Promise<void> => settle(control, time, app());
  const pace = options.pace ?? 1000;
  const people = Object.fromEntries(
    LOGINS.map((login) => {
      const token = control.userToken(login);
      const tick = (): void => {
        control.moveClock(pace);
      };
      return [login, person(login, { url, token, tick })];
    }),
  ) as Record<Login, Person>;

  const answered = async (comment: Comment): Promise<Said> => {
    await settled();
    return whatTheAppSaid(world, comment);
  };
  const scene: Scene = {
    ...people,
    url,
    world,
    control,
    time,
    app,
    logged,
    settled,
    answered,
    sees: async (thread) => {
      await settled();
      return lookAt(world, thread);
    },
    anIncident: async (fields = {}, by = 'alice') => {
      const thread = await people[by].opensIncident({ services: 'checkout', ...fields });
      await settled();
      return thread;
    },
    says: async (who, at, body) => answered(await people[who].comments(at, body)),
    passes: async (minutes) => {
      control.moveClock(minutes * MINUTE);
      await settled();
      await app().github.app.request('GET /app');
      app().worker.wake();
      await settled();
    },
    clock: (minutesAgo = 0) =>
      new Date(world.clock.now() - minutesAgo * MINUTE).toISOString().slice(11, 16),
    restart: async ({ loseStore = false } = {}) => {
      await stop();
      if (loseStore) stores += 1;
      await start();
      await settled();
    },
    rebuild: async ({ loseStore = false } = {}) => {
      await stop();
      if (loseStore) stores += 1;
      expect(await rebuildApp(settings())).toBe(0);
      await start();
      await settled();
    },
    stopApp: stop,
    startApp: start,
    checkRuns: (repository, sha) => {
      const [owner = '', name = ''] = repository.split('/');
      const runs = findRepository(world, owner, name)?.checkRuns.values() ?? [];
      return [...runs].filter(({ suite }) => suite.headSha === sha);
    },
    expectsError: (words) => {
      expected.push(words);
    },
    close: async () => {
      try {
        if (running !== null) {
          await settled();
          const dead = await app().store.db.selectFrom('dead_letters').selectAll().execute();
          expect(dead).toEqual([]);
        }
        expect(control.complaints()).toEqual([]);
        expect(appTextsWithMentions(world)).toEqual([]);
        const errors = logged.filter(({ level }) => level >= 50);
        expect(errors.filter(({ msg }) => !expected.some((words) => words.test(msg)))).toEqual([]);
      } finally {
        await stop();
        await sandbox.close();
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
  await start();
  await settled();
  return scene;
}

async function settle(
  control: Control,
  time: JumpingTime,
  { jobs, store, worker }: RunningApp['parts'],
): Promise<void> {
  for (let seen = -1; ;) {
    await control.idle();
    await worker.idle();
    const sent = control.deliveries().length;
    const { ready, running, retrying } = await jobs.counts();
    if (retrying > 0) {
      const next = await store.db
        .selectFrom('jobs')
        .select((eb) => eb.fn.min('retry_at').as('at'))
        .where('retry_at', '>', time.now())
        .executeTakeFirst();
      time.skip(Math.max(1, (next?.at ?? 0) - time.now() + 1));
      worker.wake();
      continue;
    }
    if (ready === 0 && running === 0 && sent === seen) return;
    seen = sent;
  }
}

function whatTheAppSaid(world: World, comment: Comment): Said {
  const { comments } = issueOf(world, comment.thread);
  const there = comments.find(({ id }) => id === comment.id);
  const own = there?.reactions.filter(({ user }) => user.login === BOT) ?? [];
  const contents = own.map(({ content }) => content);
  expect(contents.length).toBeLessThan(2);
  const marker = new RegExp(`^<!-- norepeat:(answer|reply) ${String(comment.id)} -->`);
  const answers = comments.filter(({ author, body }) => author.login === BOT && marker.test(body));
  expect(answers.length).toBeLessThan(2);
  return {
    comment,
    reaction: contents.includes('+1') ? '👍' : contents.includes('confused') ? '😕' : null,
    answer: answers[0] === undefined ? null : visible(answers[0].body),
  };
}

/** The project's own registration. */
function appManifest(): Registration['manifest'] {
  const text = readFileSync(new URL('../../../app.yml', import.meta.url), 'utf8');
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
