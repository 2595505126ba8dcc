/**
 * The room's door to GitHub: one Octokit for the app itself and one per installation, all on the same
 * request layer, budget and clock. Nothing here knows incidents.
 */
import { Octokit } from '@octokit/core';
import type { RepoRef } from '../../core/ids.ts';
import { createBudget } from '../budget/budget.ts';
import { realTime, type RealTime } from '../time.ts';
import { createGitHubClock, keepClock, type LearningClock } from './clock.ts';
import { appCredential, installationCredential } from './credentials.ts';
import { isGone, PermissionMissing } from './errors.ts';
import { createInstallations, type Installations } from './installations.ts';
import { createRequestLayer, type Credential, type RequestLayer } from './request-layer.ts';
import { createSession, type Session } from './session.ts';

export interface GitHubOptions {
  readonly appId: number;
  /** PEM. */
  readonly privateKey: string;
  /** REST root without a slash at its end: `https://api.github.com`, `https://ghe.example/api/v3`. */
  readonly baseUrl?: string;
  readonly trouble: (what: string, fields: Readonly<Record<string, unknown>>) => void;
  readonly time?: RealTime;
  readonly random?: () => number;
  /** Longest wait for the budget in milliseconds before a request is put off (`RetryLater`); 10 s. */
  readonly patience?: number;
}

export interface GitHub {
  readonly clock: LearningClock;
  readonly installations: Installations;
  /** As the app itself: only the endpoints about the app and its installations. */
  readonly app: Octokit;
  /** The installation that sees this repository; `null` when there is none. */
  session(repo: RepoRef): Promise<Session | null>;
  /** The installation on an account; `null` when there is none. */
  sessionOf(owner: string): Promise<Session | null>;
  /** Every repository that some installation sees, archived ones left out. */
  repositories(): Promise<readonly RepoRef[]>;
  /** `GET /app`: the slug is how GitHub shows the app's own deeds. */
  identity(): Promise<{ readonly id: number; readonly slug: string }>;
  /** Asks GitHub the time whenever it was silent for so long; returns what stops it. */
  keepClock(everySeconds: number): () => void;
  /** Begins no request any more: whoever asks or waits gets `RetryLater` at once. What is under way ends. */
  stop(): void;
}

const USER_AGENT = 'norepeat';

export function createGitHub(options: GitHubOptions): GitHub {
  const time = options.time ?? realTime;
  const clock = createGitHubClock(time);
  const budget = createBudget({ time, patience: options.patience ?? 10_000 });
  const stopping = new AbortController();
  const layer = createRequestLayer({
    budget,
    stopping: stopping.signal,
    clock,
    time,
    random: options.random ?? Math.random,
    trouble: options.trouble,
  });
  const { appId, privateKey } = options;
  const open = (lane: string, credential: Credential): Octokit =>
    openOctokit({ lane, credential, layer, ...pick(options.baseUrl) });
  const app = open('app', appCredential(appId, privateKey, clock));
  const installations = createInstallations(app, time);
  const sessions = new Map<number, Session>();

  const sessionOf = (installationId: number): Session => {
    const known = sessions.get(installationId);
    if (known !== undefined) return known;
    const ended = (): void => {
      installations.forget(installationId);
      sessions.delete(installationId);
    };
    const credential = installationCredential({
      appId,
      privateKey,
      clock,
      installationId,
      app,
      ended,
    });
    const session = createSession(installationId, open(String(installationId), credential));
    sessions.set(installationId, session);
    return session;
  };

  return {
    clock,
    installations,
    app,
    session: async (repo) => {
      const installation = await installations.of(repo);
      return installation === null ? null : sessionOf(installation);
    },
    sessionOf: async (owner) => {
      const installation = await installations.ofAccount(owner);
      return installation === null ? null : sessionOf(installation);
    },
    repositories: async () => {
      const all: RepoRef[] = [];
      for (const { id } of await installations.accounts()) {
        all.push(...(await repositoriesOf(sessionOf(id).octokit)));
      }
      return all;
    },
    identity: async () => {
      const { data } = await app.request('GET /app');
      if (data?.slug === undefined) throw new Error('GitHub does not name the app’s slug');
      return { id: data.id, slug: data.slug };
    },
    keepClock: (everySeconds) =>
      keepClock({
        clock,
        time,
        everySeconds,
        ask: () => askTheTime(installations.any(), sessionOf, open),
        failed: (error) => {
          options.trouble('GitHub did not say the time', {
            why: error instanceof Error ? error.message : String(error),
          });
        },
      }),
    stop: () => {
      budget.close();
      stopping.abort();
    },
  };
}

const nameless: Credential = { header: () => Promise.resolve(null), renew: () => undefined };

/** `GET /rate_limit` is free; any answer, a refusal too, carries the time. */
async function askTheTime(
  installation: number | undefined,
  sessionOf: (id: number) => Session,
  open: (lane: string, credential: Credential) => Octokit,
): Promise<void> {
  const octokit =
    installation === undefined ? open('nobody', nameless) : sessionOf(installation).octokit;
  try {
    await octokit.request('GET /rate_limit');
  } catch (error) {
    // Enterprise servers without limits answer 404, closed ones refuse the nameless.
    if (!isGone(error) && !(error instanceof PermissionMissing)) throw error;
  }
}

function openOctokit(parts: {
  readonly lane: string;
  readonly credential: Credential;
  readonly layer: RequestLayer;
  readonly baseUrl?: string;
}): Octokit {
  const octokit = new Octokit({ userAgent: USER_AGENT, ...pick(parts.baseUrl) });
  octokit.hook.wrap('request', (send, options) =>
    parts.layer.run(parts.lane, parts.credential, options, async ({ headers, request }) =>
      send({
        ...options,
        headers: { ...options.headers, ...headers },
        request: { ...options.request, ...request },
      }),
    ),
  );
  return octokit;
}

function pick(baseUrl: string | undefined): { readonly baseUrl?: string } {
  return baseUrl === undefined ? {} : { baseUrl };
}

async function repositoriesOf(octokit: Octokit): Promise<readonly RepoRef[]> {
  const found: RepoRef[] = [];
  for (let page = 1; ; page += 1) {
    const { data } = await octokit.request('GET /installation/repositories', {
      per_page: 100,
      page,
    });
    const alive = data.repositories.filter(({ archived }) => !archived);
    found.push(...alive.map(({ owner, name }) => ({ owner: owner.login, name })));
    if (data.repositories.length < 100) return found;
  }
}
