import type { Ask, PrimaryStatus } from './budget.ts';
import {
  POINTS_PER_MINUTE,
  READ_POINTS,
  RESERVE,
  SHARE,
  WRITE_BURST,
  WRITE_POINTS,
  WRITE_SPACING,
  WRITES_PER_HOUR,
  WRITES_PER_MINUTE,
  type Resource,
} from './limits.ts';
import { createWindow, type Window } from './window.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What was spent and when the next request fits, per installation. All times by the local clock. */
export interface Meter {
  readyAt(ask: Ask, now: number): number;
  spend(ask: Ask, now: number): void;
  settle(resource: Resource, status: PrimaryStatus, now: number): void;
  hold(until: number, resource?: Resource): void;
}

export function createMeter(counted: () => boolean): Meter {
  const points = { core: createWindow(MINUTE), graphql: createWindow(MINUTE) };
  const writes = { minute: createWindow(MINUTE), hour: createWindow(HOUR) };
  const primary = new Map<Resource, PrimaryStatus>();
  const holds = new Map<Resource, number>();

  return {
    readyAt: (ask, now) => {
      const held = Math.max(now, holds.get(ask.resource) ?? 0);
      if (!counted()) return held;
      return Math.max(
        held,
        primaryReadyAt(primary.get(ask.resource), ask, now),
        pointsReadyAt(points[ask.resource], ask, now),
        ask.write ? writesReadyAt(writes, ask, now) : 0,
      );
    },
    spend: (ask, now) => {
      points[ask.resource].add(now, pointsOf(ask));
      if (ask.write) {
        writes.minute.add(now, 1);
        writes.hour.add(now, 1);
      }
      const known = primary.get(ask.resource);
      if (known === undefined) return;
      // Counted at once, so that many requests under way do not all see the last one left.
      primary.set(ask.resource, { ...known, remaining: Math.max(0, known.remaining - 1) });
    },
    settle: (resource, status, now) => {
      const known = primary.get(resource);
      const sameWindow = known !== undefined && known.resetAt > now && near(known, status);
      // Answers overtake each other: within a window the smaller figure is the later one.
      const remaining = sameWindow ? Math.min(known.remaining, status.remaining) : status.remaining;
      primary.set(resource, { ...status, remaining });
    },
    hold: (until, resource) => {
      for (const each of resource === undefined ? (['core', 'graphql'] as const) : [resource]) {
        holds.set(each, Math.max(until, holds.get(each) ?? 0));
      }
    },
  };
}

function near(a: PrimaryStatus, b: PrimaryStatus): boolean {
  return Math.abs(a.resetAt - b.resetAt) < 5_000;
}

function pointsOf(ask: Ask): number {
  return ask.write ? WRITE_POINTS : READ_POINTS;
}

function primaryReadyAt(status: PrimaryStatus | undefined, ask: Ask, now: number): number {
  if (status === undefined || status.resetAt <= now) return now;
  const kept = Math.floor(status.limit * RESERVE[ask.priority]);
  return status.remaining > kept ? now : status.resetAt;
}

function pointsReadyAt(spent: Window, ask: Ask, now: number): number {
  const most = POINTS_PER_MINUTE[ask.resource] * SHARE[ask.priority] - pointsOf(ask);
  return spent.whenAtMost(most, now);
}

function writesReadyAt(
  writes: { readonly minute: Window; readonly hour: Window },
  ask: Ask,
  now: number,
): number {
  const share = SHARE[ask.priority];
  const last = writes.minute.latest() ?? 0;
  return Math.max(
    writes.minute.whenAtMost(Math.floor(WRITES_PER_MINUTE * share) - 1, now),
    writes.hour.whenAtMost(Math.floor(WRITES_PER_HOUR * share) - 1, now),
    writes.minute.count(now) < WRITE_BURST[ask.priority] ? 0 : last + WRITE_SPACING,
  );
}
