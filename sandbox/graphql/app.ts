/**
 * GitHub's GraphQL API over the model: graphql-js runs the official schema with the resolvers in
 * `types/` and `mutations/`. What no resolver exists for is a loud error, never null. Queries read
 * records, mutations call the model's verbs, so REST, GraphQL and the pages obey the same rules.
 */
import { OperationTypeNode } from 'graphql';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Answer, Deps } from '../http/context.ts';
import { identify } from '../http/identity.ts';
import type { LimitRefusal } from '../http/rate-limits.ts';
import { toResponse } from '../http/respond.ts';
import { performerOf } from '../model/actor.ts';
import type { ActingIdentity, GraphqlContext } from './context.ts';
import { prepare, run, type Engine, type GraphqlRequest, type Prepared } from './engine/execute.ts';
import { githubSchema } from './engine/schema.ts';
import { resolvers } from './table.ts';

const requestSchema = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

const documentation = 'https://docs.github.com/graphql';

/** Mutations that count as creating content for the secondary limits. */
const contentMutations =
  /\b(?:create|add)(?:Issue|Comment|PullRequest|PullRequestReview|Reaction)\b/u;

/** `POST /` answers a query; to be mounted at `/graphql` and `/api/graphql`. */
export function graphqlApp(deps: Deps): Hono {
  const app = new Hono();
  app.post('/', async (context) => {
    const headers = context.req.raw.headers;
    const answer = await answerGraphql(
      deps,
      headers.get('authorization'),
      await context.req.text(),
    );
    return toResponse(deps, { method: 'POST', headers }, answer);
  });
  return app;
}

/** One request from token to answer. Errors of a query are 200 with `errors`, as at GitHub. */
export async function answerGraphql(
  deps: Deps,
  authorization: string | null,
  body: string,
): Promise<Answer> {
  const identified = await identify(deps, authorization);
  if (!identified.ok) return problem(identified.status, identified.message);
  const { identity } = identified;
  if (identity.kind === 'anonymous') {
    return problem(401, 'This endpoint requires you to be authenticated.');
  }
  if (identity.kind === 'app') return problem(403, 'Resource not accessible by integration');
  const request = parseRequest(body);
  if (request === undefined) return problem(400, 'Problems parsing JSON');
  const engine = await engineOf();
  const prepared = prepare(engine, request);
  if (prepared.kind === 'refused') {
    complainAbout(deps, prepared);
    return { status: 200, body: prepared.answer, headers: headersFor(deps, identity) };
  }
  const refusal = spend(deps, identity, prepared, request);
  if (refusal !== null) return limited(deps, identity, refusal);
  const graphql = await run(engine, prepared, request, contextFor(deps, identity, prepared));
  for (const error of graphql.errors ?? []) {
    if (error.type === missingType) deps.complain(`GraphQL: ${error.message}`);
  }
  return { status: 200, body: graphql, headers: headersFor(deps, identity) };
}

type Ready = Extract<Prepared, { readonly kind: 'ready' }>;

const missingType = 'SANDBOX_MISSING_RESOLVER';

const table = resolvers();

async function engineOf(): Promise<Engine<GraphqlContext>> {
  return { schema: await githubSchema(), table };
}

function parseRequest(body: string): GraphqlRequest | undefined {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  const parsed = requestSchema.safeParse(json);
  if (!parsed.success) return undefined;
  const { query, variables, operationName } = parsed.data;
  return { query, variables: variables ?? {}, operationName: operationName ?? undefined };
}

function spend(
  deps: Deps,
  identity: ActingIdentity,
  ...[prepared, request]: readonly [Ready, GraphqlRequest]
): LimitRefusal | null {
  const write = prepared.operation.operation === OperationTypeNode.MUTATION;
  return deps.limits.spend(identity, 'graphql', {
    write,
    createsContent: write && contentMutations.test(request.query),
    points: prepared.points,
  });
}

function limited(deps: Deps, identity: ActingIdentity, refusal: LimitRefusal): Answer {
  if (refusal.kind === 'primary') {
    return {
      status: 200,
      body: { errors: [{ type: 'RATE_LIMITED', message: refusal.message }] },
      headers: headersFor(deps, identity),
    };
  }
  return {
    ...problem(refusal.status, refusal.message),
    headers: {
      ...headersFor(deps, identity),
      'retry-after': String(refusal.retryAfterSeconds),
    },
  };
}

function contextFor(deps: Deps, identity: ActingIdentity, prepared: Ready): GraphqlContext {
  const status = deps.limits.status(identity, 'graphql');
  return {
    world: deps.world,
    identity,
    actor: identity.actor,
    viewer: performerOf(deps.world, identity.actor).account,
    baseUrl: deps.site().html,
    searchLag: deps.settings.searchLag,
    rateLimit: {
      limit: status.limit,
      cost: prepared.points,
      remaining: status.remaining,
      used: status.used,
      nodeCount: prepared.nodes,
      resetAt: status.reset * 1000,
    },
  };
}

function headersFor(deps: Deps, identity: ActingIdentity): Readonly<Record<string, string>> {
  return {
    'x-github-media-type': 'github.v4; format=json',
    ...deps.limits.headers(identity, 'graphql'),
  };
}

function complainAbout(
  deps: Deps,
  prepared: Extract<Prepared, { readonly kind: 'refused' }>,
): void {
  for (const error of prepared.answer.errors ?? []) deps.complain(`GraphQL: ${error.message}`);
}

function problem(status: number, message: string): Answer {
  return {
    status,
    body: { message, documentation_url: documentation, status: String(status) },
  };
}
