import { notFoundAnswer, okay } from '../http/answers.ts';
import type { Answer, Call } from '../http/context.ts';
import { statusWord, type Delivery } from '../webhooks/hook-log.ts';
import { number, oneOf, pathNumber, text } from './input.ts';
import { general } from './route.ts';
import { iso, type Json } from './serialise/render.ts';

/** GitHub keeps deliveries for redelivery for three days. */
const redeliverable = 3 * 24 * 3_600_000;

export const hookRoutes = {
  'apps/list-webhook-deliveries': general('app', listDeliveries),
  'apps/get-webhook-delivery': general('app', (call) =>
    withDelivery(call, (delivery) =>
      okay({
        ...deliveryJson(delivery),
        url: call.hooks.hookOf(delivery.appId)?.url ?? '',
        request: {
          headers: delivery.requestHeaders,
          payload: JSON.parse(delivery.payload) as unknown,
        },
        response: {
          headers: delivery.answer?.headers ?? {},
          payload: delivery.answer?.payload ?? null,
        },
      }),
    ),
  ),
  'apps/redeliver-webhook-delivery': general('app', (call) =>
    withDelivery(call, (delivery) => {
      if (call.world.clock.now() - delivery.deliveredAt > redeliverable) return notFoundAnswer;
      call.hooks.redeliver(delivery);
      return { status: 202, body: {} };
    }),
  ),
};

/** Newest first, with a cursor instead of page numbers. Deliveries on their way are not listed yet. */
function listDeliveries(call: Call): Answer {
  const cursor = Number(text(call.parameters, 'cursor') ?? Infinity);
  const perPage = Math.min(100, Math.max(1, number(call.parameters, 'per_page') ?? 30));
  const status = oneOf(call.parameters, 'status', ['success', 'failure']);
  const wanted = ownDeliveries(call)
    .filter((each) => each.id < cursor)
    .filter((each) => status === undefined || succeeded(each) === (status === 'success'))
    .sort((a, b) => b.id - a.id);
  const shown = wanted.slice(0, perPage);
  const last = shown.at(-1);
  if (last === undefined || wanted.length <= perPage) return okay(shown.map(deliveryJson));
  const next = new URL(call.url);
  next.searchParams.set('cursor', String(last.id));
  return { ...okay(shown.map(deliveryJson)), headers: { link: `<${next.href}>; rel="next"` } };
}

function withDelivery(call: Call, then: (delivery: Delivery) => Answer): Answer {
  const id = pathNumber(call, 'delivery_id');
  const found = ownDeliveries(call).find((each) => each.id === id);
  return found === undefined ? notFoundAnswer : then(found);
}

function ownDeliveries({ hooks, identity }: Call): readonly Delivery[] {
  if (identity.kind !== 'app') return [];
  return hooks.deliveries.filter(
    ({ appId, state, failure }) =>
      appId === identity.app.id && state === 'done' && failure !== 'dropped',
  );
}

function succeeded({ answer }: Delivery): boolean {
  return answer !== null && answer.status >= 200 && answer.status < 300;
}

function deliveryJson(delivery: Delivery): Json {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: iso(delivery.deliveredAt),
    redelivery: delivery.redelivery,
    duration: delivery.duration,
    status: statusWord(delivery),
    status_code: delivery.answer?.status ?? 0,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installationId,
    repository_id: delivery.repositoryId,
    throttled_at: null,
  };
}
