/** `GET /metrics`, in Prometheus' text format. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { MetricsText } from './metrics.ts';

export function metricsHandler(
  metrics: MetricsText,
): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
  return async (request, response) => {
    if (request.method !== 'GET' || request.url?.split('?')[0] !== '/metrics') return false;
    const text = await metrics.text();
    response.writeHead(200, { 'content-type': metrics.contentType }).end(text);
    return true;
  };
}
