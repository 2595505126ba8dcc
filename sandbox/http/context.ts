import type { Actor } from '../model/actor.ts';
import type { Repository } from '../model/records/repository.ts';
import type { World } from '../model/world.ts';
import type { Operation } from '../spec/description.ts';
import type { Parameters } from '../spec/validate.ts';
import type { HookLog } from '../webhooks/hook-log.ts';
import type { Credentials } from './credentials.ts';
import type { Identity } from './identity.ts';
import type { RateLimits } from './rate-limits.ts';

/** Where the sandbox is reached; without a slash at the end. */
export type Site = {
  /** E.g. `http://127.0.0.1:4000/api/v3`. */
  readonly api: string;
  /** E.g. `http://127.0.0.1:4000`. */
  readonly html: string;
};

/** Everything the HTTP layer stands on; one per running sandbox. */
export type Deps = {
  readonly world: World;
  readonly credentials: Credentials;
  readonly limits: RateLimits;
  readonly hooks: HookLog;
  readonly site: () => Site;
  readonly settings: SandboxSettings;
  /** Takes the loud lines: unknown operations, invalid answers, failed deliveries. */
  readonly complain: (line: string) => void;
};

/** Switches that tests and the demo turn. */
export type SandboxSettings = {
  /** How long search lags behind the state, in milliseconds of the sandbox's clock. */
  searchLag: number;
};

/** What a REST handler gets: the request after authentication, routing and validation. */
export type Call = Deps & {
  readonly identity: Identity;
  readonly operation: Operation;
  /** Path and query parameters in the types of GitHub's description, defaults filled in. */
  readonly parameters: Parameters;
  /** The validated JSON body; an empty object when there was none. */
  readonly body: Readonly<Record<string, unknown>>;
  /** The request's own URL under `site().api`, for Link headers. */
  readonly url: URL;
  readonly headers: Headers;
};

/** A call about a repository that the caller may see. */
export type RepositoryCall = Call & { readonly repository: Repository };

/** A call by somebody who can act: a person or an installation. */
export type ActingCall = RepositoryCall & { readonly actor: Actor };

export type Answer = {
  readonly status: number;
  /** Serialised as JSON; undefined for an empty answer. */
  readonly body?: unknown;
  /** Text instead of JSON, for `raw` and `diff` media types. */
  readonly text?: { readonly type: string; readonly content: string | Buffer };
  readonly headers?: Readonly<Record<string, string>>;
};

export type Handler<C extends Call = Call> = (call: C) => Answer | Promise<Answer>;
