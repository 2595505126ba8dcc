import type { RealTime } from '../time.ts';
import type { Ask, PrimaryStatus } from './budget.ts';
import { CONCURRENT, RANK, type Resource } from './limits.ts';
import { createMeter } from './meter.ts';

export interface Lane {
  enter(ask: Ask, patience: number): Promise<Admitted>;
  settle(resource: Resource, status: PrimaryStatus): void;
  hold(until: number, resource?: Resource): void;
  /** Sends everybody away who waits. */
  close(): void;
}

export type Admitted =
  | { readonly kind: 'go'; readonly leave: () => void }
  /** Not before this moment, by the local clock. */
  | { readonly kind: 'later'; readonly at: number };

interface Ticket {
  readonly ask: Ask;
  readonly deadline: number;
  readonly resolve: (admitted: Admitted) => void;
}

/** One installation's line: first by priority, then by arrival. `counted`: whether the server has limits. */
export function createLane(time: RealTime, counted: () => boolean): Lane {
  const meter = createMeter(counted);
  let waiting: readonly Ticket[] = [];
  let running = 0;
  let cancelWake: (() => void) | null = null;

  const leave = (): void => {
    running -= 1;
    pump();
  };
  const start = (ticket: Ticket): void => {
    running += 1;
    meter.spend(ticket.ask, time.now());
    let left = false;
    ticket.resolve({
      kind: 'go',
      leave: () => {
        if (left) return;
        left = true;
        leave();
      },
    });
  };

  /** Starts all that may go now; sends away those whose turn comes too late; sleeps until the next. */
  const pump = (): void => {
    cancelWake?.();
    cancelWake = null;
    const staying: Ticket[] = [];
    const held = new Set<Resource>();
    let wakeAt = Number.POSITIVE_INFINITY;
    for (const ticket of waiting) {
      const { resource } = ticket.ask;
      if (held.has(resource)) {
        staying.push(ticket);
        continue;
      }
      const at = meter.readyAt(ticket.ask, time.now());
      if (at > ticket.deadline) {
        ticket.resolve({ kind: 'later', at });
        continue;
      }
      if (at <= time.now() && running < CONCURRENT) {
        start(ticket);
        continue;
      }
      // Nobody overtakes within a resource: a stream of cheap reads would starve a dear write.
      held.add(resource);
      staying.push(ticket);
      if (at > time.now()) wakeAt = Math.min(wakeAt, at);
    }
    waiting = staying;
    if (wakeAt !== Number.POSITIVE_INFINITY) {
      cancelWake = time.after(Math.max(1, wakeAt - time.now()), pump);
    }
  };

  return {
    enter: (ask, patience) =>
      new Promise((resolve) => {
        const ticket = { ask, deadline: time.now() + patience, resolve };
        const place = waiting.findIndex((other) => rank(other) > RANK[ask.priority]);
        waiting =
          place === -1
            ? [...waiting, ticket]
            : [...waiting.slice(0, place), ticket, ...waiting.slice(place)];
        pump();
      }),
    settle: (resource, status) => {
      meter.settle(resource, status, time.now());
    },
    hold: (until, resource) => {
      meter.hold(until, resource);
      pump();
    },
    close: () => {
      cancelWake?.();
      for (const ticket of waiting) ticket.resolve({ kind: 'later', at: time.now() });
      waiting = [];
    },
  };
}

function rank(ticket: Ticket): number {
  return RANK[ticket.ask.priority];
}
