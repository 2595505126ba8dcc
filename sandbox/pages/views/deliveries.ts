import type { Delivery } from '../../webhooks/hook-log.ts';
import type { Frame } from '../frame.ts';
import { html, type Html } from '../html.ts';
import { icon } from '../icons.ts';
import { layout } from '../parts/layout.ts';
import { ago } from '../parts/time.ts';

/** The newest deliveries on top; more than this are not listed. */
const shown = 200;

/** What the Apps were sent, and how they answered. */
export function deliveriesView(frame: Frame, deliveries: readonly Delivery[]): string {
  return layout(frame, {
    title: 'Deliveries',
    live: true,
    body: html`
      <h1 class="f2 mb-1">What the app received</h1>
      <p class="muted mb-3">
        Every webhook delivery, newest first. ${deliveries.length} so
        far${deliveries.length > shown && `, the last ${shown} are shown`}.
      </p>
      <section class="box" aria-label="Deliveries">
        ${
          deliveries.length === 0
            ? html`<div class="empty">Nothing has been delivered yet.</div>`
            : deliveries
                .slice(-shown)
                .toReversed()
                .map((delivery) => line(frame, delivery))
        }
      </section>
    `,
  });
}

function line(frame: Frame, delivery: Delivery): Html {
  return html`<div class="line row">
    ${outcomeIcon(delivery)}
    <a class="quiet strong" href="/_deliveries/${delivery.id}">${eventName(delivery)}</a>
    <code class="mono muted">${delivery.guid}</code>
    ${delivery.redelivery && html`<span class="pill">redelivery</span>`}
    <span class="push muted small"
      >${answerWords(delivery)} · ${ago(frame, delivery.deliveredAt)}</span
    >
    <form method="post" action="/_deliveries/${delivery.id}/redeliver">
      <button class="btn btn-sm">Redeliver</button>
    </form>
  </div>`;
}

/** One delivery with its headers, payload and answer. */
export function deliveryView(frame: Frame, delivery: Delivery): string {
  return layout(frame, {
    title: `${eventName(delivery)} · Delivery`,
    body: html`
      <p><a href="/_deliveries">All deliveries</a></p>
      <div class="row mb-3">
        <h1 class="f2">${eventName(delivery)}</h1>
        ${outcomeIcon(delivery)}
        <span class="muted">${answerWords(delivery)}, ${ago(frame, delivery.deliveredAt)}</span>
        <form class="push" method="post" action="/_deliveries/${delivery.id}/redeliver">
          <button class="btn">Redeliver</button>
        </form>
      </div>
      <section class="box mb-3">
        <header>Request</header>
        <pre class="pad mono" style="overflow:auto">${headerLines(delivery.requestHeaders)}</pre>
        <pre class="pad mono" style="overflow:auto;max-height:600px">
${pretty(delivery.payload)}</pre>
      </section>
      ${
        delivery.answer !== null &&
        html`<section class="box">
          <header>Answer ${delivery.answer.status}</header>
          <pre class="pad mono" style="overflow:auto">${headerLines(delivery.answer.headers)}</pre>
          <pre class="pad mono" style="overflow:auto">${delivery.answer.payload}</pre>
        </section>`
      }
    `,
  });
}

function eventName(delivery: Delivery): string {
  return delivery.action === null ? delivery.event : `${delivery.event}.${delivery.action}`;
}

function answerWords(delivery: Delivery): string {
  if (delivery.state === 'held') return 'held back';
  if (delivery.state === 'sending') return 'on its way';
  if (delivery.answer === null) return delivery.failure ?? 'no answer';
  return `${delivery.answer.status} in ${delivery.duration.toFixed(2)} s`;
}

function outcomeIcon(delivery: Delivery): Html {
  if (delivery.state !== 'done')
    return html`<span class="tint-pending">${icon('dot', 'Pending')}</span>`;
  const { answer } = delivery;
  return answer !== null && answer.status < 300
    ? html`<span class="tint-open">${icon('check', 'Delivered')}</span>`
    : html`<span class="tint-closed">${icon('cross', 'Failed')}</span>`;
}

function headerLines(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
}

function pretty(json: string): string {
  return JSON.stringify(JSON.parse(json), null, 2);
}
