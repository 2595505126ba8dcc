/**
 * The environment: every variable the program reads, checked before anything starts. All problems are
 * reported at once, each with what to set and an example; values of secrets are never repeated.
 */
import { z } from 'zod';
import { readPrivateKey, type PrivateKeyVariables } from './private-key.ts';

export interface Environment {
  readonly appId: number;
  /** PKCS#8 PEM, however it was given. */
  readonly privateKey: string;
  readonly webhookSecret: string;
  readonly port: number;
  readonly host: string;
  /** REST root without a slash at its end, `https://api.github.com` or `https://HOST/api/v3`. */
  readonly baseUrl: string;
  readonly logLevel: LogLevel;
  readonly webhookProxyUrl: string | null;
  readonly dataDir: string;
  /** Signs the ledger instead of a key derived from the private key. */
  readonly ledgerKey: string | null;
  readonly clockSyncSeconds: number;
  /** When the nightly sweep begins: minutes after midnight UTC. */
  readonly sweepAt: number;
}

export type LogLevel = (typeof LOG_LEVELS)[number];

export interface EnvironmentProblem {
  readonly variable: string;
  /** `is not set` */
  readonly problem: string;
  /** What to set, with an example. */
  readonly instead: string;
}

export type EnvironmentResult =
  | { readonly kind: 'valid'; readonly environment: Environment }
  | { readonly kind: 'invalid'; readonly problems: readonly EnvironmentProblem[] };

/** `readFile` returns the text of the file `PRIVATE_KEY_PATH` names and throws when it cannot. */
export function readEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
  readFile: (path: string) => string,
): EnvironmentResult {
  const set = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const checked = Variables.safeParse(set);
  const key = readPrivateKey(set satisfies PrivateKeyVariables, readFile);
  const problems = [
    ...(checked.error?.issues ?? []).map(problemOf),
    ...(key.kind === 'invalid' ? [key.problem] : []),
  ].sort((a, b) => ORDER.indexOf(a.variable) - ORDER.indexOf(b.variable));
  if (!checked.success || key.kind === 'invalid') return { kind: 'invalid', problems };
  return { kind: 'valid', environment: environmentOf(checked.data, key.privateKey) };
}

/** What is printed instead of starting: every problem, what to set, an example. */
export function environmentReport(problems: readonly EnvironmentProblem[]): string {
  const count =
    problems.length === 1 ? '1 setting needs' : `${String(problems.length)} settings need`;
  const list = problems.map(
    ({ variable, problem, instead }) => `  ${variable} ${problem}.\n    ${instead}`,
  );
  return [`norepeat cannot start: ${count} attention.`, ...list].join('\n\n');
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

const UNSAFE_SECRETS = ['development', 'secret', 'changeme', 'webhook_secret', 'your-secret'];
const SHORTEST_SECRET = 12;
const SHORTEST_LEDGER_KEY = 32;

const HELP: Readonly<Record<string, string>> = {
  APP_ID:
    'Set it to the number that GitHub shows as "App ID" on the app’s settings page, for example APP_ID=123456.',
  WEBHOOK_SECRET:
    'Set it to the webhook secret of the app’s settings page. A good one comes from `openssl rand -hex 32`.',
  PORT: 'Set it to a number from 1 to 65535, for example PORT=3000.',
  HOST: 'Set it to the address to listen on, for example HOST=0.0.0.0 in a container.',
  GHE_HOST:
    'Set it to the bare host name of GitHub Enterprise Server, for example GHE_HOST=github.example.com.',
  GHE_PROTOCOL: 'Set it to https or http, or leave it out for https.',
  LOG_LEVEL: `Set it to one of ${LOG_LEVELS.join(', ')}, for example LOG_LEVEL=info.`,
  WEBHOOK_PROXY_URL:
    'Set it to the address of a webhook proxy, for example WEBHOOK_PROXY_URL=https://smee.io/abc123.',
  LEDGER_KEY:
    'Set it to a long random text that never changes, for example from `openssl rand -hex 32`, or leave it out to derive one from the private key.',
  CLOCK_SYNC_SECONDS:
    'Set it to a number of seconds from 1 to 60, for example CLOCK_SYNC_SECONDS=60.',
  SWEEP_AT: 'Set it to a time of the day in UTC, for example SWEEP_AT=03:00.',
  DATABASE_URL:
    'Unset it: this version keeps its data in the folder that DATA_DIR names, for example DATA_DIR=./data. PostgreSQL is not supported yet.',
};

/** The order in which problems are listed: what everybody has to set first. */
const ORDER = ['APP_ID', 'PRIVATE_KEY', 'PRIVATE_KEY_PATH', ...Object.keys(HELP).slice(1)];

const notSet = { error: 'is not set' };

const Secret = z
  .string(notSet)
  .refine((secret) => !UNSAFE_SECRETS.includes(secret.toLowerCase()), {
    error: 'is a word that everybody knows, so anybody could send deliveries in GitHub’s name',
    abort: true,
  })
  .refine((secret) => secret.length >= SHORTEST_SECRET, {
    error: `is shorter than ${String(SHORTEST_SECRET)} characters and could be guessed`,
  });

const Variables = z.object({
  APP_ID: z
    .string(notSet)
    .regex(/^[1-9]\d{0,14}$/, {
      error: ({ input }) => `is ${quoted(input)}, which is not an app id`,
    })
    .transform(Number),
  WEBHOOK_SECRET: Secret,
  PORT: numberWithin(1, 65_535, 'port').default(3000),
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:_-]+$/, {
      error: ({ input }) => `is ${quoted(input)}, which is not a host`,
    })
    .default('localhost'),
  GHE_HOST: z
    .string()
    .regex(/^[A-Za-z0-9.-]+(:\d{1,5})?$/, {
      error: ({ input }) => `is ${quoted(input)}, which is not a bare host name`,
    })
    .optional(),
  GHE_PROTOCOL: z
    .enum(['https', 'http'], { error: ({ input }) => `is ${quoted(input)}` })
    .default('https'),
  LOG_LEVEL: z
    .enum(LOG_LEVELS, { error: ({ input }) => `is ${quoted(input)}, which is not a log level` })
    .default('info'),
  WEBHOOK_PROXY_URL: z
    .url({
      protocol: /^https?$/,
      error: ({ input }) => `is ${quoted(input)}, which is not a web address`,
    })
    .optional(),
  DATA_DIR: z.string().default('./data'),
  LEDGER_KEY: z
    .string()
    .min(SHORTEST_LEDGER_KEY, {
      error: `is shorter than ${String(SHORTEST_LEDGER_KEY)} characters and could be guessed`,
    })
    .optional(),
  CLOCK_SYNC_SECONDS: numberWithin(1, 60, 'number of seconds from 1 to 60').default(60),
  SWEEP_AT: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, {
      error: ({ input }) => `is ${quoted(input)}, which is not a time of the day`,
    })
    .default('03:00')
    .transform((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))),
  DATABASE_URL: z.undefined({ error: 'is set, but nothing would read it' }).optional(),
});

function numberWithin(
  least: number,
  most: number,
  what: string,
): z.ZodPipe<z.ZodString, z.ZodTransform<number, string>> {
  return z
    .string()
    .regex(/^\d{1,6}$/, {
      error: ({ input }) => `is ${quoted(input)}, which is not a ${what}`,
      abort: true,
    })
    .refine((text) => Number(text) >= least && Number(text) <= most, {
      error: ({ input }) => `is ${quoted(input)}, which is not a ${what}`,
    })
    .transform(Number);
}

function environmentOf(variables: z.infer<typeof Variables>, privateKey: string): Environment {
  const { GHE_HOST, GHE_PROTOCOL } = variables;
  return {
    appId: variables.APP_ID,
    privateKey,
    webhookSecret: variables.WEBHOOK_SECRET,
    port: variables.PORT,
    host: variables.HOST,
    baseUrl:
      GHE_HOST === undefined ? 'https://api.github.com' : `${GHE_PROTOCOL}://${GHE_HOST}/api/v3`,
    logLevel: variables.LOG_LEVEL,
    webhookProxyUrl: variables.WEBHOOK_PROXY_URL ?? null,
    dataDir: variables.DATA_DIR,
    ledgerKey: variables.LEDGER_KEY ?? null,
    clockSyncSeconds: variables.CLOCK_SYNC_SECONDS,
    sweepAt: variables.SWEEP_AT,
  };
}

function problemOf(issue: z.core.$ZodIssue): EnvironmentProblem {
  const variable = String(issue.path[0]);
  return { variable, problem: issue.message, instead: HELP[variable] ?? '' };
}

function quoted(value: unknown): string {
  const text = String(value);
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 59)}…` : text);
}
