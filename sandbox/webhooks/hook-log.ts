/**
 * `sandbox/webhooks/` turns what happens in the model into webhook deliveries: payloads in GitHub's
 * shape (validated by GitHub's own schemas), signed, sent over HTTP with ten seconds to answer, recorded
 * so that an App can list and redeliver them. This file is the record: which App has which hook, and
 * every delivery that was made, newest last.
 */

/** Where an App wants its deliveries. */
export type Hook = {
  readonly id: number;
  readonly appId: number;
  readonly url: string;
  readonly secret: string;
};

export type HookAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: string;
};

/** One attempt to tell an App something. A redelivery is a new attempt with the same GUID. */
export type Delivery = {
  readonly id: number;
  readonly guid: string;
  readonly appId: number;
  readonly event: string;
  readonly action: string | null;
  readonly installationId: number | null;
  readonly repositoryId: number | null;
  /** The exact bytes that were signed. */
  readonly payload: string;
  readonly redelivery: boolean;
  /** Epoch milliseconds; when the attempt began. */
  deliveredAt: number;
  /** Seconds until the answer. */
  duration: number;
  requestHeaders: Readonly<Record<string, string>>;
  /** Null while it is on its way, and when nobody answered in time (`failure` says why). */
  answer: HookAnswer | null;
  failure: string | null;
  state: 'held' | 'sending' | 'done';
};

export interface HookLog {
  setHook(hook: Omit<Hook, 'id'>): Hook;
  hookOf(appId: number): Hook | undefined;
  /** Oldest first. */
  readonly deliveries: readonly Delivery[];
  add(delivery: Delivery): void;
  find(id: number): Delivery | undefined;
  /** Sends a recorded delivery once more; the answer is the new attempt. */
  redeliver(delivery: Delivery): Delivery;
  /** Set by the courier, which knows how to send. */
  onRedeliver: (delivery: Delivery) => Delivery;
}

export function createHookLog(): HookLog {
  const hooks = new Map<number, Hook>();
  const deliveries: Delivery[] = [];
  const log: HookLog = {
    setHook: (hook) => {
      const whole = { ...hook, id: 500_000 + hook.appId };
      hooks.set(hook.appId, whole);
      return whole;
    },
    hookOf: (appId) => hooks.get(appId),
    deliveries,
    add: (delivery) => {
      deliveries.push(delivery);
    },
    find: (id) => deliveries.find((each) => each.id === id),
    redeliver: (delivery) => log.onRedeliver(delivery),
    onRedeliver: () => {
      throw new Error('No courier is at work.');
    },
  };
  return log;
}

/** GitHub's word for how an attempt ended. */
export function statusWord(delivery: Delivery): string {
  if (delivery.answer !== null) {
    const { status } = delivery.answer;
    return status >= 200 && status < 300 ? 'OK' : `Invalid HTTP Response: ${status}`;
  }
  return delivery.failure ?? 'pending';
}
