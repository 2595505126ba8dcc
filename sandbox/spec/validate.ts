import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import type { JsonSchema } from './baked-format.ts';
import { githubDescription, type Operation } from './description.ts';

export type Fault = {
  /** Where, as a JSON pointer into the validated value; empty for the value itself. */
  readonly at: string;
  readonly keyword: string;
  readonly message: string;
  /** The key that a `required` complaint is about. */
  readonly missing?: string;
};

export type Parameters = Readonly<Record<string, unknown>>;

const validators = new WeakMap<object, ValidateFunction>();
const parameterSchemas = new WeakMap<Operation, JsonSchema>();
let strict: Ajv | undefined;
let coercing: Ajv | undefined;

/**
 * Path and query parameters of a request, turned into the types GitHub gives them (`per_page` becomes a
 * number, defaults are filled in). Unknown query parameters are left out, as GitHub ignores them.
 */
export function readParameters(
  operation: Operation,
  path: Readonly<Record<string, string>>,
  query: URLSearchParams,
): { readonly values: Parameters; readonly faults: readonly Fault[] } {
  const values: Record<string, unknown> = {};
  for (const { name, in: place } of operation.parameters) {
    const value = place === 'path' ? path[name] : query.get(name);
    if (value !== undefined && value !== null) values[name] = value;
  }
  const faults = faultsOf(validatorFor(ajvFor('parameters'), parametersSchema(operation)), values);
  return { values, faults };
}

/** What GitHub's description objects to in a request body; empty when the body is as described. */
export function bodyFaults(operation: Operation, body: unknown): readonly Fault[] {
  if (operation.body === null) return [];
  return faultsOf(validatorFor(ajvFor('values'), operation.body.schema), body);
}

/** What is wrong with an answer of ours; `undeclared` when GitHub describes no such status. */
export function answerFaults(
  operation: Operation,
  status: number,
  answer: unknown,
): readonly Fault[] {
  const schema = operation.answers[String(status)];
  if (schema === undefined || schema === null) return [];
  return faultsOf(validatorFor(ajvFor('values'), schema), answer);
}

/**
 * What is wrong with a webhook payload of ours; an event or action that GitHub does not describe is a
 * fault. `repository_dispatch` takes any action: it is the caller's event type.
 */
export function webhookFaults(event: string, payload: unknown): readonly Fault[] {
  const actions = githubDescription().webhooks[event] ?? {};
  const action =
    typeof payload === 'object' && payload !== null && 'action' in payload
      ? String(payload.action)
      : '';
  const schema = event === 'repository_dispatch' ? Object.values(actions)[0] : actions[action];
  if (schema === undefined) {
    const message = `GitHub describes no webhook ${event} with action "${action}"`;
    return [{ at: '', keyword: 'unknown', message }];
  }
  const faults = faultsOf(validatorFor(ajvFor('values'), schema), payload);
  return event === 'repository_dispatch' ? faults.filter(({ at }) => at !== '/action') : faults;
}

/** A short text of faults for logs and exceptions. */
export function describeFaults(faults: readonly Fault[]): string {
  return faults.map(({ at, message }) => `${at === '' ? '(root)' : at} ${message}`).join('; ');
}

function ajvFor(use: 'values' | 'parameters'): Ajv {
  const known = use === 'values' ? strict : coercing;
  if (known !== undefined) return known;
  const made = new Ajv({
    strict: false,
    allErrors: false,
    validateFormats: true,
    // Shared fragments are tried one by one, so compile the thousand schemas only when asked for.
    inlineRefs: false,
    ...(use === 'parameters' ? { coerceTypes: true, useDefaults: true } : {}),
  });
  // `fast` takes URI templates such as `…/labels{/name}` where GitHub's description says `uri`.
  formats.default(made, { mode: 'fast' });
  for (const unchecked of [
    'email',
    'repo.nwo',
    'timestamp',
    'binary',
    'int32',
    'int64',
    'double',
  ]) {
    made.addFormat(unchecked, true);
  }
  // GitHub gives empty texts where there is no address, e.g. in deployment statuses and homepages.
  made.addFormat('uri', /^$|^[a-z][a-z0-9+\-.]*:(?:\/?\/)?[^\s]*$/i);
  made.addSchema({ $id: 'github', schemas: githubDescription().schemas });
  if (use === 'values') strict = made;
  else coercing = made;
  return made;
}

function parametersSchema(operation: Operation): JsonSchema {
  const known = parameterSchemas.get(operation);
  if (known !== undefined) return known;
  const schema = {
    type: 'object',
    properties: Object.fromEntries(operation.parameters.map((each) => [each.name, each.schema])),
    required: operation.parameters
      .filter(
        ({ required, name }) =>
          required && !(operation.id === 'repos/get-content' && name === 'path'),
      )
      .map(({ name }) => name),
  };
  parameterSchemas.set(operation, schema);
  return schema;
}

function validatorFor(ajv: Ajv, schema: JsonSchema): ValidateFunction {
  const key = typeof schema === 'boolean' ? {} : schema;
  const known = validators.get(key);
  if (known !== undefined) return known;
  const made = ajv.compile(schema);
  validators.set(key, made);
  return made;
}

function faultsOf(validate: ValidateFunction, value: unknown): readonly Fault[] {
  return validate(value) ? [] : (validate.errors ?? []).map(toFault);
}

function toFault(error: ErrorObject): Fault {
  const missing: unknown = error.params['missingProperty'];
  return {
    at: error.instancePath,
    keyword: error.keyword,
    message: error.message ?? error.keyword,
    ...(typeof missing === 'string' ? { missing } : {}),
  };
}
