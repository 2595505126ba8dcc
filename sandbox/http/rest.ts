import { routes } from '../rest/routes.ts';
import type { Operation } from '../spec/description.ts';
import { matchOperation } from '../spec/match-operation.ts';
import { answerFaults, bodyFaults, describeFaults, readParameters } from '../spec/validate.ts';
import { kindRefusal, permissionRefusal, repositoryFor } from './access.ts';
import { completed, invalidBody, notFoundAnswer, problem } from './answers.ts';
import type { Answer, Call, Deps } from './context.ts';
import { identify, type Identity } from './identity.ts';
import type { LimitRefusal } from './rate-limits.ts';
import { toResponse } from './respond.ts';

/** A request as it came in, its body read. */
export type RawRequest = {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: string;
};

type Incoming = {
  readonly method: string;
  /** Without `/api/v3`. */
  readonly pathname: string;
  readonly search: string;
  readonly headers: Headers;
  readonly body: string;
};

/** Answers one REST request from start to end: who asks, what for, may they, is it well formed, do it. */
export async function answerRest(deps: Deps, request: RawRequest): Promise<Response> {
  const url = new URL(request.url);
  const incoming: Incoming = {
    method: request.method,
    pathname: byId(deps, url.pathname.replace(/^\/api\/v3(?=\/|$)/, '')),
    search: url.search,
    headers: request.headers,
    body: request.body,
  };
  const identified = await identify(deps, incoming.headers.get('authorization'));
  if (!identified.ok) {
    const answer = problem(identified.status, identified.message);
    return toResponse(deps, incoming, completed(answer, null));
  }
  const { identity } = identified;
  const resource = incoming.pathname.startsWith('/search') ? 'search' : 'core';
  const refusal = deps.limits.spend(identity, resource, {
    write: incoming.method !== 'GET' && incoming.method !== 'HEAD',
    createsContent:
      incoming.method === 'POST' && /\/(issues|comments|pulls)$/.test(incoming.pathname),
  });
  const answer = refusal === null ? await perform(deps, identity, incoming) : limited(refusal);
  const response = toResponse(deps, incoming, answer);
  if (response.status === 304 || incoming.pathname === '/rate_limit') {
    deps.limits.refund(identity, resource);
  }
  for (const [name, value] of Object.entries(deps.limits.headers(identity, resource))) {
    response.headers.set(name, value);
  }
  return response;
}

async function perform(deps: Deps, identity: Identity, incoming: Incoming): Promise<Answer> {
  if ((incoming.headers.get('user-agent') ?? '') === '') {
    const message =
      'Request forbidden by administrative rules. Please make sure your request has a User-Agent header';
    return completed(problem(403, message), null);
  }
  const match = matchOperation(
    incoming.method === 'HEAD' ? 'GET' : incoming.method,
    incoming.pathname,
  );
  if (!('operation' in match)) {
    const known =
      match.otherMethods.length > 0 ? ` (known here: ${match.otherMethods.join(', ')})` : '';
    deps.complain(`Unknown operation: ${incoming.method} ${incoming.pathname}${known}`);
    return completed(notFoundAnswer, null);
  }
  const { operation, path } = match;
  const parameters = readParameters(operation, path, new URLSearchParams(incoming.search));
  const call: Call = {
    ...deps,
    identity,
    operation,
    parameters: parameters.values,
    body: {},
    url: new URL(deps.site().api + incoming.pathname + incoming.search),
    headers: incoming.headers,
  };
  const answer = await throughGates(call, path, incoming, parameters.faults.length > 0);
  checkAnswer(deps, operation, answer);
  return completed(answer, call);
}

/** Access first, then form: whoever may not see a thing learns nothing about how to ask for it. */
async function throughGates(
  call: Call,
  path: Readonly<Record<string, string>>,
  incoming: Incoming,
  malformedParameters: boolean,
): Promise<Answer> {
  const route = routes[call.operation.id];
  const kind = kindRefusal(call.identity, route.needs);
  if (kind !== null) return kind;
  const { owner, repo } = path;
  let repository = null;
  if (owner !== undefined && repo !== undefined && !route.findsRepositoryItself) {
    const rest = incoming.pathname.slice(`/repos/${owner}/${repo}`.length) + incoming.search;
    const access = repositoryFor(call, call.identity, { owner, repo, rest });
    if (access.kind === 'answer') return access.answer;
    repository = access.repository;
  }
  const lacking = permissionRefusal(call.identity, route.needs, repository);
  if (lacking !== null) return lacking;
  if (malformedParameters) return malformedParameterAnswer(call, path);
  const body = readBody(call.operation, incoming.body);
  if ('refusal' in body) return body.refusal;
  return route.handle({ ...call, body: body.value }, repository);
}

/** A malformed number in the path names nothing; a malformed query is invalid. */
function malformedParameterAnswer(call: Call, path: Readonly<Record<string, string>>): Answer {
  const wrong = readParameters(call.operation, path, new URLSearchParams()).faults;
  if (wrong.length > 0) return notFoundAnswer;
  const faults = readParameters(call.operation, path, call.url.searchParams).faults;
  return problem(422, 'Validation Failed', { errors: [describeFaults(faults)] });
}

function readBody(
  operation: Operation,
  text: string,
): { readonly value: Call['body'] } | { readonly refusal: Answer } {
  if (text === '' && operation.body?.required !== true) return { value: {} };
  let value: unknown;
  try {
    value = text === '' ? {} : JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return { refusal: problem(400, 'Problems parsing JSON') };
    throw error;
  }
  if (operation.body === null) return { value: {} };
  const faults = bodyFaults(operation, value);
  if (faults.length > 0) return { refusal: invalidBody(value, faults) };
  if (typeof value !== 'object' || value === null) {
    return { refusal: problem(400, 'Body should be a JSON object') };
  }
  // Some endpoints also take a bare list (labels); handlers find it under one name.
  return { value: Array.isArray(value) ? { list: value } : { ...value } };
}

/** An answer of ours that GitHub could not have given is a bug of the sandbox, and must not hide. */
function checkAnswer(deps: Deps, operation: Operation, answer: Answer): void {
  if (answer.status >= 400 || answer.text !== undefined) return;
  const undeclared = operation.answers[String(answer.status)] === undefined;
  // "Any request may be redirected" is said once for all operations, in the guide, and not at each of them.
  if (undeclared && answer.status === 301) return;
  const faults = answerFaults(operation, answer.status, plain(answer.body));
  if (!undeclared && faults.length === 0) return;
  const complaint = undeclared
    ? `GitHub describes no answer ${answer.status} to ${operation.id}`
    : `The answer ${answer.status} to ${operation.id} is not as GitHub describes: ${describeFaults(faults)}`;
  deps.complain(complaint);
  throw new Error(complaint);
}

function limited(refusal: LimitRefusal): Answer {
  return {
    ...completed(problem(refusal.status, refusal.message), null),
    headers:
      refusal.kind === 'secondary' ? { 'retry-after': String(refusal.retryAfterSeconds) } : {},
  };
}

/** `/repositories/{id}/…` is where GitHub's redirects after a rename lead. */
function byId(deps: Deps, pathname: string): string {
  const found = /^\/repositories\/(\d+)(\/.*)?$/.exec(pathname);
  const repository = deps.world.state.repositories.get(Number(found?.[1] ?? -1));
  if (found === null || repository === undefined) return pathname;
  return `/repos/${repository.owner.login}/${repository.name}${found[2] ?? ''}`;
}

function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
