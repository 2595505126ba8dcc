/**
 * Where GitHub's description is known to be narrower than GitHub: each amendment says what GitHub does.
 * Applied to rewritten schemas, before they are stored.
 */
import type { JsonSchema } from '../sandbox/spec/baked-format.ts';

type Schemas = Record<string, JsonSchema>;
type Node = { [key: string]: unknown };

/** The schemas with the amendments made; the input is changed. */
export function amendSchemas(schemas: Schemas): Schemas {
  // `head.repo` is null once the fork is deleted.
  for (const name of ['pull-request', 'pull-request-simple']) {
    for (const side of ['head', 'base']) {
      allowNull(at(schemas[name], ['properties', side, 'properties']), 'repo');
    }
  }
  // Labels without a description have null there.
  allowNull(
    at(schemas['pull-request-simple'], ['properties', 'labels', 'items', 'properties']),
    'description',
  );
  // A search shows issues without a text, too.
  allowNull(at(schemas['issue-search-result-item'], ['properties']), 'body');
  // The list of an issue's events also has those that only change its state.
  const events = at(schemas['issue-event-for-issue'], []);
  events['anyOf'] = [
    ...(Array.isArray(events['anyOf']) ? (events['anyOf'] as unknown[]) : []),
    { $ref: 'github#/schemas/state-change-issue-event' },
  ];
  // Nobody has to give auto-merge a title or message.
  for (const key of ['commit_title', 'commit_message']) {
    allowNull(at(schemas['auto-merge'], ['properties']), key);
  }
  return schemas;
}

/**
 * The lists of events an App may subscribe to are older than `sub_issues` and others: any name will do.
 * Works on any part of the description, in place.
 */
export function amendEventLists<Part>(part: Part): Part {
  if (typeof part !== 'object' || part === null) return part;
  const node = part as Node;
  const options = node['enum'];
  if (Array.isArray(options) && options.includes('issue_comment')) delete node['enum'];
  for (const each of Object.values(node)) amendEventLists(each);
  return part;
}

/** `set-labels` takes an empty list, which removes all labels, though it says that one is the least. */
export function amendBody(operationId: string, body: JsonSchema): JsonSchema {
  return operationId === 'issues/set-labels'
    ? (JSON.parse(JSON.stringify(body).replaceAll('"minItems":1,', '')) as JsonSchema)
    : body;
}

/** The list of installations demands accounts that are a user and an enterprise at once. */
export function amendAnswer(operationId: string, status: string, answer: JsonSchema): JsonSchema {
  return operationId === 'apps/list-installations' && status === '200'
    ? { type: 'array', items: { $ref: 'github#/schemas/installation' } }
    : answer;
}

function at(schema: JsonSchema | undefined, path: readonly string[]): Node {
  let node: unknown = schema;
  for (const key of path) {
    node = typeof node === 'object' && node !== null ? (node as Node)[key] : undefined;
  }
  if (typeof node === 'object' && node !== null) return node as Node;
  throw new Error(`An amendment finds nothing at ${path.join('/')}.`);
}

function allowNull(properties: Node, key: string): void {
  const schema = properties[key];
  if (schema === undefined) throw new Error(`An amendment finds no property ${key}.`);
  properties[key] = { anyOf: [schema, { type: 'null' }] };
}
