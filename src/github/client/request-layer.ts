/**
 * What every request to GitHub goes through: the budget before it, GitHub's time and counts after it,
 * and the answer to trouble: limits are waited out as long as GitHub says, a refused token is renewed
 * once, and only what may be repeated is sent again. A job writes only while nobody else can have its key
 * before the answer: or whoever looks next would not see what is under way, and would do it once more.
 */
import type { Ask, Budget } from '../budget/budget.ts';
import { currentPriority, heldUntil } from '../budget/priority.ts';
import { pause, type RealTime } from '../time.ts';
import type { LearningClock } from './clock.ts';
import { PermissionMissing, RetryLater, Unavailable } from './errors.ts';
import { headersOf, isGraphqlLimit, judgeFailure, type Judgement } from './judge-answer.ts';

/** How a lane proves who it is. */
export interface Credential {
  /** The `authorization` header, or null to ask without a name. */
  header(): Promise<string | null>;
  /** This header was refused: make a new one next time. */
  renew(refused: string | null): void;
}

/** Octokit's endpoint options, as far as the layer reads and changes them. */
export interface LayerOptions {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  readonly request?: Readonly<Record<string, unknown>>;
  readonly [parameter: string]: unknown;
}

export interface Answer {
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  readonly data: unknown;
}

export interface RequestLayer {
  run<T extends Answer>(
    lane: string,
    credential: Credential,
    options: LayerOptions,
    send: (options: LayerOptions) => Promise<T>,
  ): Promise<T>;
}

export interface LayerParts {
  readonly budget: Budget;
  readonly clock: LearningClock;
  readonly time: RealTime;
  /** Between 0 and 1, for the jitter of repeated tries. */
  readonly random: () => number;
  /** Told of each trouble that is waited out or tried again; never of tokens or bodies. */
  readonly trouble: (what: string, fields: Readonly<Record<string, unknown>>) => void;
  /** Aborted when nothing is to be waited for any more. */
  readonly stopping: AbortSignal;
}

const MOST_TRIES = 4;
const TIMEOUT = 30_000;

export function createRequestLayer(parts: LayerParts): RequestLayer {
  return {
    run: async (lane, credential, options, send) => {
      const ask = askFor(lane, options);
      let renewed = false;
      for (let tries = 1; ; tries += 1) {
        const outcome = await tryOnce(parts, { ask, credential, options }, send);
        if (outcome.kind === 'done') return outcome.answer;
        const { judgement, error } = outcome;
        const about = {
          method: options.method,
          url: options.url,
          lane,
          tries,
          why: judgement.kind,
        };
        switch (judgement.kind) {
          case 'token-refused':
            if (renewed) throw error;
            renewed = true;
            credential.renew(outcome.authorization);
            break;
          case 'limited':
            parts.budget.hold(lane, judgement.until, judgement.whole ? undefined : ask.resource);
            if (tries >= MOST_TRIES) throw limited(judgement, error);
            break;
          case 'unavailable':
            if (!mayRepeat(options)) throw unavailable(options, true, error);
            if (tries >= MOST_TRIES) throw unavailable(options, false, error);
            await pause(parts.time, pauseMs(tries, parts.random()), parts.stopping);
            break;
          case 'forbidden':
            throw new PermissionMissing(
              `GitHub refused ${options.method} ${options.url}: ${messageOf(error)}`,
              { cause: error },
            );
          case 'answered':
            throw error;
          default:
            return judgement satisfies never;
        }
        parts.trouble('GitHub could not serve a request; trying again', about);
      }
    },
  };
}

/** A quarter of a second, one, four: each a little off, so that many do not come back together. */
function pauseMs(tries: number, random: number): number {
  return 250 * 4 ** (tries - 1) * (0.75 + random / 2);
}

type Outcome<T> =
  | { readonly kind: 'done'; readonly answer: T }
  | {
      readonly kind: 'failed';
      readonly judgement: Judgement;
      readonly error: unknown;
      readonly authorization: string | null;
    };

async function tryOnce<T extends Answer>(
  parts: LayerParts,
  call: { readonly ask: Ask; readonly credential: Credential; readonly options: LayerOptions },
  send: (options: LayerOptions) => Promise<T>,
): Promise<Outcome<T>> {
  const { ask, credential, options } = call;
  const authorization = await credential.header();
  const leave = await parts.budget.enter(ask);
  const sentAt = parts.time.now();
  if (!mayRepeat(options) && heldUntil() < sentAt + TIMEOUT) {
    leave();
    throw new Error('the lease would not outlive this request: whoever has the key next sends it');
  }
  const learn = (headers: Readonly<Record<string, string | number | undefined>>): void => {
    parts.clock.learn(text(headers['date']), sentAt, parts.time.now());
    settle(parts, ask, headers);
  };
  try {
    const headers =
      authorization === null ? options.headers : { ...options.headers, authorization };
    const signal = AbortSignal.timeout(TIMEOUT);
    const answer = await send({ ...options, headers, request: { ...options.request, signal } });
    learn(answer.headers);
    // GitHub counts on every answer; an Enterprise Server whose administrator set no limits on none.
    if (answer.headers['x-ratelimit-limit'] === undefined) parts.budget.unlimited();
    if (!isGraphqlLimit(answer.data)) return { kind: 'done', answer };
    const until = resetOf(parts, answer.headers) ?? parts.time.now() + 60_000;
    const error = new Error('the GraphQL rate limit is used up');
    return {
      kind: 'failed',
      judgement: { kind: 'limited', until, whole: false },
      error,
      authorization,
    };
  } catch (error) {
    forgetRequest(error);
    learn(headersOf(error));
    const toLocal = (seconds: number): number => localTime(parts, seconds);
    const judgement = judgeFailure(error, parts.time.now(), toLocal);
    return { kind: 'failed', judgement, error, authorization };
  } finally {
    leave();
  }
}

/** Octokit's errors carry the request, and so what people wrote; a log must never see that. */
function forgetRequest(error: unknown): void {
  if (error instanceof Error && 'request' in error) {
    Object.defineProperty(error, 'request', { value: undefined, enumerable: false });
  }
}

function settle(
  parts: LayerParts,
  ask: Ask,
  headers: Readonly<Record<string, string | number | undefined>>,
): void {
  const limit = Number(headers['x-ratelimit-limit']);
  const remaining = Number(headers['x-ratelimit-remaining']);
  const resetAt = resetOf(parts, headers);
  const resource = text(headers['x-ratelimit-resource']) ?? ask.resource;
  if (resource !== ask.resource || resetAt === undefined) return;
  if (!Number.isFinite(limit) || !Number.isFinite(remaining)) return;
  parts.budget.settle(ask, { limit, remaining, resetAt });
}

function resetOf(
  parts: LayerParts,
  headers: Readonly<Record<string, string | number | undefined>>,
): number | undefined {
  const reset = Number(headers['x-ratelimit-reset']);
  return Number.isFinite(reset) && reset > 0 ? localTime(parts, reset) : undefined;
}

/** GitHub's epoch seconds as local milliseconds. */
function localTime(parts: LayerParts, epochSeconds: number): number {
  return parts.time.now() + (epochSeconds * 1000 - parts.clock.now());
}

function askFor(lane: string, options: LayerOptions): Ask {
  const graphql = isGraphql(options);
  const write = graphql ? isMutation(options) : !isReading(options.method);
  return {
    lane,
    resource: graphql ? 'graphql' : 'core',
    write,
    priority: currentPriority(),
  };
}

function isGraphql(options: LayerOptions): boolean {
  return options.url.endsWith('/graphql');
}

function isMutation(options: LayerOptions): boolean {
  return /^\s*mutation\b/.test(text(options['query']) ?? '');
}

function isReading(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** Reads, and what the caller declared repeatable: `request: { repeatable: true }`. */
function mayRepeat(options: LayerOptions): boolean {
  if (options.request?.['repeatable'] === true) return true;
  return isGraphql(options) ? !isMutation(options) : isReading(options.method);
}

function limited(judgement: { readonly until: number }, error: unknown): RetryLater {
  return new RetryLater('GitHub asks to wait', judgement.until, { cause: error });
}

function unavailable(options: LayerOptions, mayHaveHappened: boolean, error: unknown): Unavailable {
  const what = `GitHub did not answer ${options.method} ${options.url}: ${messageOf(error)}`;
  return new Unavailable(what, mayHaveHappened, { cause: error });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
