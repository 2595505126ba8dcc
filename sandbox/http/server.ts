/**
 * `sandbox/http/` is the door: one hono server that takes REST under `/` and `/api/v3`, GraphQL under
 * `/graphql` and `/api/graphql`, the pages, and the sandbox's own controls under `/_sandbox`. Identity,
 * permissions of tokens, limits, faults, ETags and GitHub's error shapes are here; nothing here knows a
 * rule of issues or pull requests.
 */
import type { HttpBindings } from '@hono/node-server';
import { Hono, type MiddlewareHandler } from 'hono';
import type { Deps } from './context.ts';
import type { FaultEffect, Faults } from './faults.ts';
import { completed, problem } from './answers.ts';
import { secondaryRefusal } from './rate-limits.ts';
import { toResponse } from './respond.ts';
import { answerRest } from './rest.ts';

export type Http = { Bindings: HttpBindings };

/** First path segments that belong to the API even without `/api/v3`. */
const apiRoots = new Set([
  'app',
  'apps',
  'installation',
  'installations',
  'orgs',
  'rate_limit',
  'repos',
  'repositories',
  'search',
  'user',
  'users',
]);

export type Parts = {
  readonly deps: Deps;
  readonly faults: Faults;
  readonly graphql: Hono;
  readonly pages: Hono;
  readonly controls: Hono<Http>;
};

export function createServer({ deps, faults, graphql, pages, controls }: Parts): Hono<Http> {
  const app = new Hono<Http>();
  app.route('/_sandbox', controls);
  app.use('*', brokenOnPurpose(deps, faults));
  app.route('/graphql', graphql);
  app.route('/api/graphql', graphql);
  app.use('*', async (context, next) => {
    const { path } = context.req;
    if (!isApi(path, context.req.header('accept'))) {
      await next();
      return undefined;
    }
    const { method, headers, url } = context.req.raw;
    return answerRest(deps, { method, headers, url, body: await context.req.text() });
  });
  app.route('/', pages);
  app.onError((error, context) => {
    const { method, headers } = context.req.raw;
    deps.complain(
      `${method} ${context.req.path} broke the sandbox: ${error.stack ?? error.message}`,
    );
    const answer = problem(500, `The sandbox has a bug: ${error.message}`);
    return toResponse(deps, { method, headers }, completed(answer, null));
  });
  return app;
}

/** A browser that looks at `/search` or at an owner called like an API root still gets pages. */
function isApi(path: string, accept: string | undefined): boolean {
  if (path.startsWith('/api/') || path === '/graphql') return true;
  const [, root = ''] = path.split('/');
  return apiRoots.has(root) && accept?.includes('text/html') !== true;
}

function brokenOnPurpose(deps: Deps, faults: Faults): MiddlewareHandler<Http> {
  return async (context, next) => {
    const { method, headers } = context.req.raw;
    const { path } = context.req;
    const effect = isApi(path, context.req.header('accept'))
      ? faults.strike({ method, path, body: await context.req.text() })
      : null;
    switch (effect?.kind) {
      case undefined:
        await next();
        return undefined;
      case 'slow':
        await new Promise((resolve) => setTimeout(resolve, effect.milliseconds));
        await next();
        return undefined;
      case 'lost-answer':
        await next();
        return cut(context.env);
      case 'reset':
        return cut(context.env);
      case 'status':
      case 'secondary-limit':
        return toResponse(deps, { method, headers }, faultAnswer(effect));
    }
  };
}

/** Breaks the connection; the answer only tells the server library that there is nothing left to send. */
function cut(bindings: HttpBindings): Response {
  bindings.incoming.socket.destroy();
  return new Response(null, { headers: { 'x-hono-already-sent': 'true' } });
}

function faultAnswer(
  effect: Extract<FaultEffect, { readonly kind: 'status' | 'secondary-limit' }>,
): Parameters<typeof toResponse>[2] {
  const retryAfter = effect.retryAfterSeconds;
  const headers: Record<string, string> =
    retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  if (effect.kind === 'secondary-limit') {
    return { ...completed(problem(403, secondaryRefusal.message), null), headers };
  }
  if (effect.status === 429) {
    return { ...completed(problem(429, secondaryRefusal.message), null), headers };
  }
  const message =
    effect.status === 403 ? 'Repository was archived so is read-only.' : 'Server Error';
  return { ...completed(problem(effect.status, message), null), headers };
}
