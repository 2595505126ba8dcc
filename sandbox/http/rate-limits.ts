import type { Identity } from './identity.ts';

const hour = 3_600_000;
const minute = 60_000;

/** GitHub's published secondary limits. */
const secondary = { readPoints: 1, writePoints: 5, pointsPerMinute: { core: 900, graphql: 2000 } };
const contentPerMinute = 80;
const contentPerHour = 500;

export type Resource = 'core' | 'graphql' | 'search';

export type LimitSwitches = {
  /** Off: an Enterprise Server without limits, which counts nothing and says nothing of it. */
  enabled: boolean;
  /** Requests (GraphQL: points) per hour after which 403 follows; null counts without refusing. */
  primary: number | null;
  /** Whether points per minute and content creation are limited. */
  secondary: boolean;
};

export type RateStatus = {
  readonly limit: number;
  readonly remaining: number;
  readonly used: number;
  /** Epoch seconds. */
  readonly reset: number;
  readonly resource: Resource;
};

export type LimitRefusal = {
  readonly kind: 'primary' | 'secondary';
  readonly status: 403;
  readonly message: string;
  readonly retryAfterSeconds: number;
};

export interface RateLimits {
  readonly switches: LimitSwitches;
  /** Counts a request before it runs, or refuses it. `points` is GraphQL's cost of a query. */
  spend(
    identity: Identity,
    resource: Resource,
    request: {
      readonly write: boolean;
      readonly createsContent: boolean;
      readonly points?: number;
    },
  ): LimitRefusal | null;
  /** Gives a request back that turned out to be free (304). */
  refund(identity: Identity, resource: Resource): void;
  status(identity: Identity, resource: Resource): RateStatus;
  /** What stands in the headers of every answer. */
  headers(identity: Identity, resource: Resource): Readonly<Record<string, string>>;
}

type Window = { startedAt: number; used: number };
type Spending = { readonly at: number; readonly points: number };

export function createRateLimits(clock: { now(): number }): RateLimits {
  const switches: LimitSwitches = { enabled: true, primary: null, secondary: false };
  const windows = new Map<string, Window>();
  const recent = new Map<string, readonly Spending[]>();
  // REST and GraphQL have points of their own each; what they create is counted together.
  const created = new Map<string, readonly Spending[]>();

  const windowOf = (identity: Identity, resource: Resource): Window => {
    const key = `${keyOf(identity)} ${resource}`;
    const known = windows.get(key);
    if (known !== undefined && clock.now() - known.startedAt < hour) return known;
    const fresh = { startedAt: clock.now(), used: 0 };
    windows.set(key, fresh);
    return fresh;
  };
  const limitOf = (resource: Resource): number =>
    resource === 'search' ? 30 : (switches.primary ?? 5000);

  const status = (identity: Identity, resource: Resource): RateStatus => {
    const window = windowOf(identity, resource);
    const limit = limitOf(resource);
    return {
      limit,
      used: window.used,
      remaining: Math.max(0, limit - window.used),
      reset: Math.ceil((window.startedAt + hour) / 1000),
      resource,
    };
  };

  return {
    switches,
    spend: (identity, resource, { write, createsContent, points = 1 }) => {
      if (!switches.enabled) return null;
      const window = windowOf(identity, resource);
      if (switches.primary !== null && window.used + points > limitOf(resource)) {
        return primaryRefusal(window, identity, clock.now());
      }
      if (switches.secondary) {
        const [who, now] = [keyOf(identity), clock.now()];
        const key = `${who} ${resource}`;
        const next = { at: now, points: write ? secondary.writePoints : secondary.readPoints };
        const spent = (recent.get(key) ?? []).filter(({ at }) => now - at < minute);
        const contents = (created.get(who) ?? []).filter(({ at }) => now - at < hour);
        if (isTooFast(spent, resource, next) || (createsContent && isTooMuch(contents, now))) {
          return secondaryRefusal;
        }
        recent.set(key, [...spent, next]);
        if (createsContent) created.set(who, [...contents, next]);
      }
      window.used += points;
      return null;
    },
    refund: (identity, resource) => {
      const window = windowOf(identity, resource);
      window.used = Math.max(0, window.used - 1);
    },
    status,
    headers: (identity, resource) =>
      switches.enabled ? rateHeaders(status(identity, resource)) : {},
  };
}

/** The headers that GitHub puts on every answer. */
function rateHeaders(status: RateStatus): Readonly<Record<string, string>> {
  return {
    'x-ratelimit-limit': String(status.limit),
    'x-ratelimit-remaining': String(status.remaining),
    'x-ratelimit-used': String(status.used),
    'x-ratelimit-reset': String(status.reset),
    'x-ratelimit-resource': status.resource,
  };
}

function isTooFast(spent: readonly Spending[], resource: Resource, next: Spending): boolean {
  const points = spent.reduce((sum, each) => sum + each.points, next.points);
  return points > secondary.pointsPerMinute[resource === 'graphql' ? 'graphql' : 'core'];
}

/** Of the last hour. */
function isTooMuch(contents: readonly Spending[], now: number): boolean {
  const lastMinute = contents.filter(({ at }) => now - at < minute);
  return lastMinute.length >= contentPerMinute || contents.length >= contentPerHour;
}

function primaryRefusal(window: Window, identity: Identity, now: number): LimitRefusal {
  const who =
    identity.kind === 'installation' ? `installation ID ${identity.installation.id}` : 'user';
  return {
    kind: 'primary',
    status: 403,
    message: `API rate limit exceeded for ${who}.`,
    retryAfterSeconds: Math.ceil((window.startedAt + hour - now) / 1000),
  };
}

export const secondaryRefusal: LimitRefusal = {
  kind: 'secondary',
  status: 403,
  message:
    'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
  retryAfterSeconds: 60,
};

function keyOf(identity: Identity): string {
  switch (identity.kind) {
    case 'anonymous':
      return 'anonymous';
    case 'app':
      return `app ${identity.app.id}`;
    case 'installation':
      return `installation ${identity.installation.id}`;
    case 'user':
      return `user ${identity.user.id}`;
  }
}
