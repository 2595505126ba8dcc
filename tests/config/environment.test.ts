import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  type Environment,
  environmentReport,
  readEnvironment,
} from '../../src/config/environment.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const PKCS1 = rsa.export({ type: 'pkcs1', format: 'pem' }).toString();
const PKCS8 = rsa.export({ type: 'pkcs8', format: 'pem' }).toString();
const ELLIPTIC = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();

const good = {
  APP_ID: '123456',
  PRIVATE_KEY: PKCS8,
  WEBHOOK_SECRET: 'f3a9c1d27b604e58',
};

type Variables = Record<string, string | undefined>;

const files: Readonly<Record<string, string>> = { './key.pem': PKCS1, './notes.txt': 'hello' };

function readFile(path: string): string {
  const text = files[path];
  if (text === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
  return text;
}

function environment(variables: Variables): Environment {
  const result = readEnvironment(variables, readFile);
  if (result.kind === 'invalid') throw new Error(environmentReport(result.problems));
  return result.environment;
}

function problems(variables: Variables): string[] {
  const result = readEnvironment(variables, readFile);
  return result.kind === 'valid'
    ? []
    : result.problems.map(({ variable, problem }) => `${variable} ${problem}`);
}

describe('the environment', () => {
  test('with the three that must be set is complete with defaults', () => {
    expect(environment(good)).toEqual({
      appId: 123456,
      privateKey: PKCS8,
      webhookSecret: 'f3a9c1d27b604e58',
      port: 3000,
      host: 'localhost',
      baseUrl: 'https://api.github.com',
      logLevel: 'info',
      webhookProxyUrl: null,
      dataDir: './data',
      ledgerKey: null,
      clockSyncSeconds: 60,
      sweepAt: 180,
    });
  });

  test('reads every variable it names', () => {
    const all = environment({
      ...good,
      PORT: '8080',
      HOST: '0.0.0.0',
      GHE_HOST: 'github.example.com:8443',
      GHE_PROTOCOL: 'http',
      LOG_LEVEL: 'debug',
      WEBHOOK_PROXY_URL: 'https://smee.io/abc',
      DATA_DIR: '/var/lib/norepeat',
      LEDGER_KEY: 'k'.repeat(32),
      CLOCK_SYNC_SECONDS: '2',
      SWEEP_AT: '23:59',
    });
    expect(all).toMatchObject({
      port: 8080,
      host: '0.0.0.0',
      baseUrl: 'http://github.example.com:8443/api/v3',
      logLevel: 'debug',
      webhookProxyUrl: 'https://smee.io/abc',
      dataDir: '/var/lib/norepeat',
      ledgerKey: 'k'.repeat(32),
      clockSyncSeconds: 2,
      sweepAt: 1439,
    });
  });

  test('takes an empty variable for one that is not set', () => {
    expect(environment({ ...good, PORT: '', GHE_HOST: '  ' })).toMatchObject({ port: 3000 });
  });

  test('that is empty names everything that must be set, at once', () => {
    expect(problems({})).toEqual([
      'APP_ID is not set',
      'PRIVATE_KEY is not set',
      'WEBHOOK_SECRET is not set',
    ]);
  });
});

describe('each mistake is named', () => {
  test.each([
    ['APP_ID', 'Iv1.abc', 'is "Iv1.abc", which is not an app id'],
    ['APP_ID', '0', 'is "0", which is not an app id'],
    [
      'WEBHOOK_SECRET',
      'development',
      'is a word that everybody knows, so anybody could send deliveries in GitHub’s name',
    ],
    ['WEBHOOK_SECRET', 'short', 'is shorter than 12 characters and could be guessed'],
    ['PORT', '0', 'is "0", which is not a port'],
    ['PORT', '65536', 'is "65536", which is not a port'],
    ['PORT', 'http', 'is "http", which is not a port'],
    ['HOST', 'http://localhost', 'is "http://localhost", which is not a host'],
    [
      'GHE_HOST',
      'https://ghe.example.com',
      'is "https://ghe.example.com", which is not a bare host name',
    ],
    ['GHE_HOST', 'ghe.example.com/api', 'is "ghe.example.com/api", which is not a bare host name'],
    ['GHE_PROTOCOL', 'ftp', 'is "ftp"'],
    ['LOG_LEVEL', 'loud', 'is "loud", which is not a log level'],
    ['WEBHOOK_PROXY_URL', 'smee', 'is "smee", which is not a web address'],
    ['LEDGER_KEY', 'short', 'is shorter than 32 characters and could be guessed'],
    ['CLOCK_SYNC_SECONDS', '0', 'is "0", which is not a number of seconds from 1 to 60'],
    ['CLOCK_SYNC_SECONDS', '600', 'is "600", which is not a number of seconds from 1 to 60'],
    ['SWEEP_AT', '3am', 'is "3am", which is not a time of the day'],
    ['SWEEP_AT', '24:00', 'is "24:00", which is not a time of the day'],
    ['DATABASE_URL', 'postgres://db', 'is set, but nothing would read it'],
    ['PRIVATE_KEY', 'no key', 'is not a private key in PEM'],
    [
      'PRIVATE_KEY',
      '-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----',
      'is a damaged private key',
    ],
    ['PRIVATE_KEY', ELLIPTIC, 'is a private key, but not an RSA one as GitHub makes'],
  ])('%s=%s', (variable, value, problem) => {
    expect(problems({ ...good, [variable]: value })).toEqual([`${variable} ${problem}`]);
  });

  test('a key file that is missing or holds no key is named with its path', () => {
    const without = { ...good, PRIVATE_KEY: undefined };
    expect(problems({ ...without, PRIVATE_KEY_PATH: './gone.pem' })).toEqual([
      'PRIVATE_KEY_PATH names a file that cannot be read: "./gone.pem" (ENOENT)',
    ]);
    expect(problems({ ...without, PRIVATE_KEY_PATH: './notes.txt' })).toEqual([
      'PRIVATE_KEY_PATH names a file that is not a private key in PEM',
    ]);
  });

  test('several mistakes are reported together, each with what to set and an example', () => {
    const result = readEnvironment(
      { ...good, APP_ID: 'x', WEBHOOK_SECRET: 'development' },
      readFile,
    );
    const report = result.kind === 'invalid' ? environmentReport(result.problems) : '';
    expect(report).toMatchInlineSnapshot(`
      "norepeat cannot start: 2 settings need attention.

        APP_ID is "x", which is not an app id.
          Set it to the number that GitHub shows as "App ID" on the app’s settings page, for example APP_ID=123456.

        WEBHOOK_SECRET is a word that everybody knows, so anybody could send deliveries in GitHub’s name.
          Set it to the webhook secret of the app’s settings page. A good one comes from \`openssl rand -hex 32\`."
    `);
  });

  test('the value of a secret is never repeated', () => {
    const result = readEnvironment(
      { ...good, WEBHOOK_SECRET: 'hunter2', LEDGER_KEY: 'hunter3', PRIVATE_KEY: 'hunter4' },
      readFile,
    );
    const report = result.kind === 'invalid' ? environmentReport(result.problems) : '';
    expect(report).toContain('3 settings');
    expect(report).not.toMatch(/hunter/);
  });
});

describe('the private key', () => {
  test.each([
    ['as PKCS#8', PKCS8],
    ['as PKCS#1, as GitHub makes it', PKCS1],
    ['with literal \\n', PKCS1.replaceAll('\n', '\\n')],
    ['in quotes', `"${PKCS1.replaceAll('\n', '\\n')}"`],
    ['in base64', Buffer.from(PKCS1).toString('base64')],
  ])('is the same key %s', (_how, text) => {
    expect(environment({ ...good, PRIVATE_KEY: text }).privateKey).toBe(PKCS8);
  });

  test('may lie in a file', () => {
    const variables = { ...good, PRIVATE_KEY: undefined, PRIVATE_KEY_PATH: './key.pem' };
    expect(environment(variables).privateKey).toBe(PKCS8);
  });
});
