/** `GET /health/live`: the process answers. `GET /health/ready`: it can take and work on deliveries. */
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface HealthChecks {
  /** Reasons not to send deliveries here; none when all is well. A check that throws is a reason. */
  problems(): Promise<readonly string[]>;
}

export function healthHandler(
  checks: HealthChecks,
): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
  return async (request, response) => {
    const path = request.url?.split('?')[0];
    if (request.method !== 'GET' && request.method !== 'HEAD') return false;
    if (path === '/health/live') {
      answer(response, 200, { status: 'live' });
      return true;
    }
    if (path !== '/health/ready') return false;
    const problems = await checks.problems().catch(sayWhy);
    if (problems.length === 0) answer(response, 200, { status: 'ready' });
    else answer(response, 503, { status: 'not ready', problems });
    return true;
  };
}

function sayWhy(error: unknown): readonly string[] {
  return [error instanceof Error ? error.message : 'a check failed'];
}

function answer(response: ServerResponse, status: number, body: object): void {
  response
    .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(`${JSON.stringify(body)}\n`);
}
