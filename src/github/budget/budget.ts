/**
 * The request budget: one lane per installation keeps within GitHub's primary and secondary limits and
 * lets the gate through first. Whoever would have to wait longer than its patience is told when to come
 * back instead, so that a worker is not held up.
 */
import type { JobPriority } from '../../flow/ports/job-queue.ts';
import { RetryLater } from '../client/errors.ts';
import type { RealTime } from '../time.ts';
import { createLane, type Lane } from './lane.ts';
import type { Resource } from './limits.ts';

export interface Ask {
  /** Whose limits: an installation's id, or `app`. */
  readonly lane: string;
  readonly resource: Resource;
  readonly write: boolean;
  readonly priority: JobPriority;
}

/** What GitHub says of the primary limit in an answer's headers. */
export interface PrimaryStatus {
  readonly limit: number;
  readonly remaining: number;
  /** When the window ends, by the local clock. */
  readonly resetAt: number;
}

export interface Budget {
  /** Resolves when the request may go out, with what to call when it came back. Throws `RetryLater`. */
  enter(ask: Ask): Promise<() => void>;
  /**
   * The server has no limits, as an Enterprise Server whose administrator set none: nothing is spaced out
   * until an answer counts again. What GitHub asks to wait for is waited for all the same.
   */
  unlimited(): void;
  /** Takes over what GitHub counted. */
  settle(ask: Ask, status: PrimaryStatus): void;
  /** GitHub said: not before then. Without a resource, for everything of the lane. */
  hold(lane: string, until: number, resource?: Resource): void;
  /** Lets nobody in any more; who waits is told to come back. What is under way goes on. */
  close(): void;
}

export function createBudget(options: {
  readonly time: RealTime;
  /** Longest wait in milliseconds before `RetryLater` is thrown. */
  readonly patience: number;
}): Budget {
  const lanes = new Map<string, Lane>();
  let closed = false;
  let counted = true;
  const refuseIfClosed = (): void => {
    if (closed) throw new RetryLater('the program is stopping', options.time.now());
  };
  const laneOf = (name: string): Lane => {
    const known = lanes.get(name);
    if (known !== undefined) return known;
    const lane = createLane(options.time, () => counted);
    lanes.set(name, lane);
    return lane;
  };
  return {
    enter: async (ask) => {
      refuseIfClosed();
      const admitted = await laneOf(ask.lane).enter(ask, options.patience);
      if (admitted.kind === 'go') return admitted.leave;
      refuseIfClosed();
      throw new RetryLater('the request budget of GitHub is used up for now', admitted.at);
    },
    unlimited: () => {
      counted = false;
    },
    settle: (ask, status) => {
      counted = true;
      laneOf(ask.lane).settle(ask.resource, status);
    },
    hold: (lane, until, resource) => {
      laneOf(lane).hold(until, resource);
    },
    close: () => {
      closed = true;
      for (const lane of lanes.values()) lane.close();
    },
  };
}
