/** `norepeat start` with settings it cannot start with: everything to be mended is said at once, nothing is begun. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { compiled } from '../../cli/compiled.ts';

/** In an empty folder, with nothing set but what is given. */
function start(
  settings: Readonly<Record<string, string>>,
  dotEnv: string | null = null,
): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  const cwd = mkdtempSync(join(tmpdir(), 'norepeat-settings-'));
  onTestFinished(() => {
    rmSync(cwd, { recursive: true });
  });
  if (dotEnv !== null) writeFileSync(join(cwd, '.env'), dotEnv);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [compiled('src/cli.ts'), 'start'],
    {
      cwd,
      env: { PATH: process.env['PATH'], ...settings },
      encoding: 'utf8',
      timeout: 20_000,
    },
  );
  // No database, no log, no key: whoever mends the settings starts from nothing.
  expect(readdirSync(cwd)).toEqual(dotEnv === null ? [] : ['.env']);
  return { status, stdout, stderr };
}

test('with nothing set, each of the three settings is named with what to set', () => {
  expect(start({})).toEqual({
    status: 1,
    stdout: '',
    stderr: `norepeat cannot start: 3 settings need attention.

  APP_ID is not set.
    Set it to the number that GitHub shows as "App ID" on the app’s settings page, for example APP_ID=123456.

  PRIVATE_KEY is not set.
    Set it to the content of the .pem file that "Generate a private key" on the app’s settings page downloads (line breaks may be written \\n, or the whole file in base64), or set PRIVATE_KEY_PATH to where the file lies, for example PRIVATE_KEY_PATH=./norepeat.private-key.pem.

  WEBHOOK_SECRET is not set.
    Set it to the webhook secret of the app’s settings page. A good one comes from \`openssl rand -hex 32\`.
`,
  });
});

test('with everything malformed, every problem is listed once, in order, each with what to set', () => {
  const { status, stdout, stderr } = start({
    APP_ID: 'abc',
    PRIVATE_KEY: 'nonsense',
    WEBHOOK_SECRET: 'development',
    PORT: '99999',
    HOST: 'a b',
    GHE_HOST: 'https://ghe.example',
    GHE_PROTOCOL: 'gopher',
    LOG_LEVEL: 'loud',
    WEBHOOK_PROXY_URL: 'smee',
    LEDGER_KEY: 'short',
    CLOCK_SYNC_SECONDS: '0',
    SWEEP_AT: '25:00',
    DATABASE_URL: 'postgres://norepeat@db.example/norepeat',
  });
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  const [title, ...problems] = stderr.trimEnd().split('\n\n');
  expect(title).toBe('norepeat cannot start: 13 settings need attention.');
  expect(problems.map((problem) => problem.split('\n')[0]?.trim())).toEqual([
    'APP_ID is "abc", which is not an app id.',
    'PRIVATE_KEY is not a private key in PEM.',
    'WEBHOOK_SECRET is a word that everybody knows, so anybody could send deliveries in GitHub’s name.',
    'PORT is "99999", which is not a port.',
    'HOST is "a b", which is not a host.',
    'GHE_HOST is "https://ghe.example", which is not a bare host name.',
    'GHE_PROTOCOL is "gopher".',
    'LOG_LEVEL is "loud", which is not a log level.',
    'WEBHOOK_PROXY_URL is "smee", which is not a web address.',
    'LEDGER_KEY is shorter than 32 characters and could be guessed.',
    'CLOCK_SYNC_SECONDS is "0", which is not a number of seconds from 1 to 60.',
    'SWEEP_AT is "25:00", which is not a time of the day.',
    'DATABASE_URL is set, but nothing would read it.',
  ]);
  for (const problem of problems) expect(problem).toMatch(/\n {4}(Set|Unset) it/);
  // What is secret is never repeated.
  for (const secret of ['nonsense', 'short,', 'norepeat@db']) expect(stderr).not.toContain(secret);
});

test('a secret that is no secret in a .env file is refused, too', () => {
  const { status, stderr } = start({ APP_ID: '7' }, 'WEBHOOK_SECRET=changeme\nAPP_ID=8\n');
  expect(status).toBe(1);
  expect(stderr).toContain('2 settings need attention');
  expect(stderr).toContain('PRIVATE_KEY is not set.');
  expect(stderr).toContain('WEBHOOK_SECRET is a word that everybody knows');
});
