/**
 * `sandbox/control/` is how tests and the demo steer the sandbox: in the same process through the
 * `Control` object, from another process through `/_sandbox` (JSON, no authentication: the sandbox listens
 * on this machine only). It sets up worlds, moves time, breaks things, and holds, reorders, repeats or
 * drops webhook deliveries.
 */
import type { Deps } from '../http/context.ts';
import type { Fault, Faults } from '../http/faults.ts';
import type { LimitSwitches } from '../http/rate-limits.ts';
import { passTime } from '../model/actions/time.ts';
import type { User } from '../model/records/accounts.ts';
import { findUser } from '../model/world.ts';
import type { Courier } from '../webhooks/courier.ts';
import type { Delivery } from '../webhooks/hook-log.ts';
import { registerApp, type Registered, type Registration } from './registration.ts';
import { seedWorld, type Seed } from './seed.ts';

export interface Control {
  /** Registers an App from an `app.yml`-shaped object; again with the same id replaces hook and key. */
  registerApp(registration: Registration): Registered;
  /** Adds people, organisations, teams, repositories and installations from a description. */
  seed(seed: Seed): void;
  /** A personal token of a person. */
  userToken(login: string, options?: { readonly viaAppId?: number }): string;
  /**
   * Moves the clock. Installation tokens live on through the jump unless `expireTokens` says otherwise,
   * because the app's own clock does not jump. Merge queues notice the new time.
   */
  moveClock(milliseconds: number, options?: { readonly expireTokens?: boolean }): void;
  expireTokens(): void;
  /** How long search lags behind, in milliseconds. */
  setSearchLag(milliseconds: number): void;
  limits(switches: Partial<LimitSwitches>): void;
  /** Breaks requests; the answer mends that. */
  inject(fault: Fault): () => void;
  clearFaults(): void;
  /** Everything sent or held so far, oldest first. */
  deliveries(): readonly Delivery[];
  hold(): void;
  /** Sends from now on; what is held stays until `release`. */
  send(): void;
  held(): readonly Delivery[];
  /** Sends these deliveries in this order; one that was sent before is repeated. */
  release(ids: readonly number[]): void;
  releaseAll(): void;
  drop(ids: readonly number[]): void;
  redeliver(id: number): Delivery;
  ping(appId: number): void;
  /** Resolves when no delivery is on its way. */
  idle(): Promise<void>;
  /** Loud lines so far: unknown operations, answers or webhooks that GitHub would not give. */
  complaints(): readonly string[];
}

export function createControl(
  deps: Deps,
  faults: Faults,
  courier: Courier,
  complaints: readonly string[],
): Control {
  const { world, credentials, hooks, limits, settings } = deps;
  const delivery = (id: number): Delivery => {
    const found = hooks.find(id);
    if (found === undefined) throw new Error(`There is no delivery ${id}.`);
    return found;
  };
  const person = (login: string): User => {
    const found = findUser(world, login);
    if (found === undefined) throw new Error(`No user is called ${login}.`);
    return found;
  };
  return {
    registerApp: (registration) => registerApp(deps, registration),
    seed: (seed) => {
      seedWorld(world, seed);
    },
    userToken: (login, options = {}) => credentials.issueUserToken(person(login), options.viaAppId),
    moveClock: (milliseconds, options = {}) => {
      world.clock.advance(milliseconds);
      if (options.expireTokens !== true) credentials.postponeExpiry(milliseconds);
      passTime(world);
    },
    expireTokens: () => {
      credentials.expireInstallationTokens();
    },
    setSearchLag: (milliseconds) => {
      settings.searchLag = milliseconds;
    },
    limits: (switches) => {
      Object.assign(limits.switches, switches);
    },
    inject: (fault) => faults.inject(fault),
    clearFaults: () => {
      faults.clear();
    },
    deliveries: () => hooks.deliveries,
    hold: () => {
      courier.mode = 'held';
    },
    send: () => {
      courier.mode = 'sending';
    },
    held: () => courier.held(),
    release: (ids) => {
      for (const id of ids) courier.release(delivery(id));
    },
    releaseAll: () => {
      for (const each of courier.held()) courier.release(each);
    },
    drop: (ids) => {
      for (const id of ids) courier.drop(delivery(id));
    },
    redeliver: (id) => hooks.redeliver(delivery(id)),
    ping: (appId) => {
      const hook = hooks.hookOf(appId);
      if (hook === undefined) throw new Error(`App ${appId} has no hook.`);
      courier.ping(hook);
    },
    idle: () => courier.idle(),
    complaints: () => complaints,
  };
}
