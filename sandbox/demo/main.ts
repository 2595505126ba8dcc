/**
 * `npm run demo`: starts the sandbox and the app as two processes that meet over HTTP and signed
 * webhooks, plays the story, and leaves both running until Ctrl-C. `--exit` plays and ends.
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { APP_ID, APP_SLUG, cast, PEOPLE } from './cast.ts';
import { narrator } from './narrator.ts';
import { readOptions } from './options.ts';
import { answers, freePort, run, type Program } from './processes.ts';
import { stage } from './stage.ts';
import { play } from './story.ts';

const DAY = 86_400_000;

/**
 * The story takes 13 days on the sandbox's clock, from a Tuesday morning to a Monday, so that working days
 * fall where it says; it begins as late as it can to end before now.
 */
function storyBegins(now: number): number {
  const day = new Date(now - 14 * DAY);
  const sinceTuesday = (day.getUTCDay() + 5) % 7;
  return day.setUTCHours(9, 0, 0, 0) - sinceTuesday * DAY;
}

const read = readOptions(process.argv.slice(2));
if (read.kind === 'help') {
  process.stdout.write(`${read.usage}\n`);
  process.exit(0);
}
if (read.kind === 'refused') {
  process.stderr.write(`${read.why}\n`);
  process.exit(2);
}
const { options } = read;

const programs: Program[] = [];
const data = mkdtempSync(join(tmpdir(), 'norepeat-demo-'));
let ending: Promise<void> | undefined;
// The story goes on until the programs have ended; nobody wants to hear it any more.
const tell = narrator((text) => {
  if (ending === undefined) process.stdout.write(text);
}, process.stdout.isTTY);

function end(): Promise<void> {
  ending ??= (async () => {
    for (const program of programs.reverse()) await program.stop();
    rmSync(data, { recursive: true, force: true });
  })();
  return ending;
}

async function demo(): Promise<void> {
  const sandboxPort = await freePort(options.port);
  const appPort = await freePort(options.appPort);
  const url = `http://127.0.0.1:${String(sandboxPort)}`;
  const appUrl = `http://127.0.0.1:${String(appPort)}`;
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const secret = randomBytes(24).toString('hex');

  tell.title('Norepeat: an incident, and what keeps it from happening again');
  tell.line(
    Object.entries(PEOPLE)
      .map(([login, what]) => `    ${login.padEnd(6)} ${what}`)
      .join('\n'),
  );

  const sandbox = run('sandbox', ['sandbox/main.ts', '--port', String(sandboxPort)], {});
  programs.push(sandbox);
  await Promise.race([answers(`${url}/_sandbox`, 30), sandbox.failed]);
  await setUp(url, { privateKey, secret, hook: `${appUrl}/api/github/webhooks` });
  tell.seen('the sandbox, a strict GitHub on this machine', url);

  const app = run('app', ['src/cli.ts', 'start'], {
    APP_ID: String(APP_ID),
    PRIVATE_KEY: privateKey,
    WEBHOOK_SECRET: secret,
    HOST: '127.0.0.1',
    PORT: String(appPort),
    GHE_HOST: `127.0.0.1:${String(sandboxPort)}`,
    GHE_PROTOCOL: 'http',
    DATA_DIR: data,
    CLOCK_SYNC_SECONDS: '1',
    LOG_LEVEL: 'warn',
  });
  programs.push(app);
  await Promise.race([answers(`${appUrl}/health/ready`, 60), app.failed]);
  await turn(url, '/deliveries/send');
  await turn(url, '/deliveries/release');
  tell.seen('the app, reaching it as it would reach GitHub Enterprise', `${appUrl}/health/ready`);

  const scene = await stage(url, tell);
  const played = await Promise.race([play(scene), app.failed, sandbox.failed]);
  const { incident, again, held, unwritten } = played;
  tell.title('Played. Everything above is on the sandbox’s pages:');
  tell.seen('the incident', `${url}/acme/incidents/issues/${String(incident.number)}`);
  tell.seen('the one that came back, still open', again.html_url);
  tell.seen('all incidents, and the form to declare one', `${url}/acme/incidents/issues`);
  tell.seen('a pull request that is held: what would you do?', held.html_url);
  tell.seen('a postmortem that lacks a why and an action item', unwritten.pull.html_url);
  tell.seen(
    'where to write them, as carol; then approve it as alice, who was asked to, and merge it',
    unwritten.editor,
  );
  tell.seen('what was delivered to the app', `${url}/_deliveries`);
  if (options.exit) return;
  tell.line('\nChoose on a page who you are acting as, comment, click labels, try /help.');
  tell.line('The app answers within a second or two, and an open page shows it by itself.');
  tell.line(
    'The buttons in the header move the clock forward: what falls due is said within seconds.',
  );
  tell.line('Ctrl-C ends both programs.');
  await Promise.race([app.failed, sandbox.failed, new Promise(() => undefined)]);
}

async function setUp(
  url: string,
  app: { readonly privateKey: string; readonly secret: string; readonly hook: string },
): Promise<void> {
  const manifest: unknown = load(readFileSync(new URL('../../app.yml', import.meta.url), 'utf8'));
  const post = (path: string, body: unknown): Promise<void> => turn(url, path, body);
  // Nobody listens yet: what there is to be told of the installation waits until somebody does.
  await post('/deliveries/hold', {});
  // As an Enterprise Server comes: on github.com, a fortnight's story in half a minute would be too fast.
  await post('/limits', { enabled: false });
  await post('/clock', { advanceMilliseconds: storyBegins(Date.now()) - Date.now() });
  await post('/seed', cast());
  await post('/apps', {
    id: APP_ID,
    slug: APP_SLUG,
    owner: 'acme',
    key: app.privateKey,
    webhook: { url: app.hook, secret: app.secret },
    manifest,
  });
  await post('/seed', { installations: [{ app: APP_SLUG, account: 'acme' }] });
}

/** Turns one of the sandbox's knobs. */
async function turn(url: string, path: string, body?: unknown): Promise<void> {
  const answer = await fetch(`${url}/_sandbox${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${path}: ${String(answer.status)} ${await answer.text()}`);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  // Ctrl-C may arrive twice, from the terminal and from npm: the second one must not end the ending.
  process.on(signal, () => {
    if (ending !== undefined) return;
    tell.line('\nEnding both programs …');
    void end().then(() => process.exit(0));
  });
}

try {
  await demo();
  await end();
} catch (error) {
  if (ending === undefined) {
    const { message, cause } = error instanceof Error ? error : new Error(String(error));
    tell.line(`\n${message}${cause instanceof Error ? `: ${cause.message}` : ''}`);
    if (options.verbose) for (const program of programs) tell.line(program.tail());
    await end();
    process.exitCode = 1;
  }
}
