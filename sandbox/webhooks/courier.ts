import { createHash, createHmac } from 'node:crypto';
import type { DomainEvent } from '../model/events.ts';
import type { Installation } from '../model/records/accounts.ts';
import type { World } from '../model/world.ts';
import { describeFaults, webhookFaults } from '../spec/validate.ts';
import type { Render } from '../rest/serialise/render.ts';
import { post } from './post.ts';
import type { Delivery, Hook, HookLog } from './hook-log.ts';
import { payloadFor } from './payloads.ts';
import { recipients } from './recipients.ts';

/** Payloads beyond this are never sent. */
const largestPayload = 25 * 1024 * 1024;

export interface Courier {
  /** `held` keeps new deliveries back until they are released, in any order, any number of times. */
  mode: 'sending' | 'held';
  /** Deliveries that wait, oldest first. */
  held(): readonly Delivery[];
  /** Sends a delivery; a held one leaves the list, any other is sent once more (a duplicate). */
  release(delivery: Delivery): void;
  /** Forgets a held delivery, as when GitHub or the network loses it. */
  drop(delivery: Delivery): void;
  /** Resolves when nothing is on its way. */
  idle(): Promise<void>;
  /** Tells every App's hook that it exists. */
  ping(hook: Hook): void;
  stop(): void;
}

type Work = {
  readonly render: Render;
  readonly world: World;
  readonly log: HookLog;
  readonly complain: (line: string) => void;
};

/** Listens to the world and delivers what happens to the Apps that subscribed to it. */
export function startCourier(work: Work): Courier {
  const { world, log } = work;
  const underway = new Set<Promise<void>>();
  const shutdown = new AbortController();
  let guids = 0;

  const send = (delivery: Delivery, hook: Hook): void => {
    delivery.state = 'sending';
    delivery.deliveredAt = world.clock.now();
    delivery.requestHeaders = headersFor(delivery, hook);
    const sent = post(delivery, hook, shutdown.signal).finally(() => underway.delete(sent));
    underway.add(sent);
  };
  const hookFor = (delivery: Delivery): Hook => {
    const hook = log.hookOf(delivery.appId);
    if (hook === undefined) throw new Error(`App ${delivery.appId} has no hook.`);
    return hook;
  };
  const start = (delivery: Delivery, hook: Hook): void => {
    log.add(delivery);
    if (courier.mode === 'sending') send(delivery, hook);
  };
  const stopListening = world.events.subscribe((event) => {
    for (const { installation, hook } of recipients(world, log, event)) {
      const delivery = prepare(work, event, installation, hook, `guid ${(guids += 1)}`);
      if (delivery !== null) start(delivery, hook);
    }
  });
  const again = (delivery: Delivery): Delivery => ({
    ...delivery,
    id: world.nextId(),
    redelivery: true,
    deliveredAt: world.clock.now(),
    answer: null,
    failure: null,
    state: 'held',
  });

  const courier: Courier = {
    mode: 'sending',
    held: () => log.deliveries.filter(({ state }) => state === 'held'),
    release: (delivery) => {
      if (delivery.state === 'held') send(delivery, hookFor(delivery));
      else {
        const copy = { ...again(delivery), redelivery: delivery.redelivery };
        log.add(copy);
        send(copy, hookFor(copy));
      }
    },
    drop: (delivery) => {
      delivery.state = 'done';
      delivery.failure = 'dropped';
    },
    idle: async () => {
      while (underway.size > 0) await Promise.all(underway);
    },
    ping: (hook) => {
      const app = world.state.apps.get(hook.appId);
      const zen = 'Keep it logically awesome.';
      const payload = { zen, hook_id: hook.id, hook: hookJson(work, hook, app?.events ?? []) };
      start(blank(world, hook, { event: 'ping', payload, guid: `guid ${(guids += 1)}` }), hook);
    },
    stop: () => {
      stopListening();
      shutdown.abort();
    },
  };
  log.onRedeliver = (delivery) => {
    const attempt = again(delivery);
    log.add(attempt);
    send(attempt, hookFor(attempt));
    return attempt;
  };
  return courier;
}

function prepare(
  work: Work,
  event: DomainEvent,
  installation: Installation,
  ...[hook, seed]: readonly [Hook, string]
): Delivery | null {
  const payload = payloadFor(work.render, event, installation);
  if (payload === null) {
    work.complain(`The sandbox has no payload for the event ${event.name}.`);
    return null;
  }
  const delivery = blank(work.world, hook, {
    event: event.name,
    payload,
    guid: seed,
    installationId: installation.id,
    repositoryId: event.scope === 'repository' ? event.repository.id : null,
  });
  const faults = webhookFaults(event.name, JSON.parse(delivery.payload));
  if (faults.length > 0) {
    const name = `${event.name}.${delivery.action ?? ''}`;
    work.complain(`The webhook ${name} is not as GitHub describes: ${describeFaults(faults)}`);
  }
  if (delivery.payload.length > largestPayload) {
    work.complain(`A payload of ${delivery.payload.length} characters is not sent.`);
    return null;
  }
  return delivery;
}

function blank(
  world: World,
  hook: Hook,
  of: {
    readonly event: string;
    readonly payload: Readonly<Record<string, unknown>>;
    readonly guid: string;
    readonly installationId?: number;
    readonly repositoryId?: number | null;
  },
): Delivery {
  const { action } = of.payload;
  return {
    id: world.nextId(),
    guid: guidFrom(of.guid),
    appId: hook.appId,
    event: of.event,
    action: typeof action === 'string' ? action : null,
    installationId: of.installationId ?? null,
    repositoryId: of.repositoryId ?? null,
    payload: JSON.stringify(of.payload),
    redelivery: false,
    deliveredAt: world.clock.now(),
    duration: 0,
    requestHeaders: {},
    answer: null,
    failure: null,
    state: 'held',
  };
}

function headersFor(delivery: Delivery, hook: Hook): Readonly<Record<string, string>> {
  const sign = (algorithm: string): string =>
    createHmac(algorithm, hook.secret).update(delivery.payload).digest('hex');
  return {
    accept: '*/*',
    'content-type': 'application/json',
    'user-agent': 'GitHub-Hookshot/5ab7c1d',
    'x-github-delivery': delivery.guid,
    'x-github-event': delivery.event,
    'x-github-hook-id': String(hook.id),
    'x-github-hook-installation-target-id': String(hook.appId),
    'x-github-hook-installation-target-type': 'integration',
    'x-hub-signature': `sha1=${sign('sha1')}`,
    'x-hub-signature-256': `sha256=${sign('sha256')}`,
  };
}

function hookJson(
  work: Work,
  hook: Hook,
  events: readonly string[],
): Readonly<Record<string, unknown>> {
  const at = new Date(work.world.clock.now()).toISOString();
  return {
    type: 'App',
    id: hook.id,
    name: 'web',
    active: true,
    events,
    config: { content_type: 'json', insecure_ssl: '0', secret: '********', url: hook.url },
    updated_at: at,
    created_at: at,
    app_id: hook.appId,
    deliveries_url: `${work.render.site().api}/app/hook/deliveries`,
  };
}

/** A GUID that repeats with the run: the shape matters, the chance does not. */
function guidFrom(seed: string): string {
  const hex = createHash('sha256').update(seed).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
