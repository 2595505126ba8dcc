/** How the bake script turns OpenAPI 3.0 schemas into small JSON Schemas that ajv takes. */
import type { BakedDescription, JsonSchema } from '../sandbox/spec/baked-format.ts';

const prose = new Set([
  'description',
  'title',
  'example',
  'examples',
  'externalDocs',
  'deprecated',
  'readOnly',
  'writeOnly',
  'nullable',
  'xml',
  'discriminator',
]);

/** Keywords whose value is a map from names to schemas. */
const maps = new Set(['properties', 'patternProperties', 'definitions', '$defs']);

/** Keywords whose value is one schema or a list of schemas. */
const nested = new Set(['items', 'additionalProperties', 'not', 'anyOf', 'allOf', 'oneOf']);

/** A schema without prose, with `null` as a type and references that point into the baked file. */
export function rewriteSchema(schema: unknown): JsonSchema {
  if (typeof schema === 'boolean') return schema;
  const source = recordOf(schema);
  const out: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(source)) {
    if (prose.has(key) || key.startsWith('x-')) continue;
    if (key === '$ref') out['$ref'] = String(value).replace('#/components/', 'github#/');
    else if (key === 'oneOf') out['anyOf'] = rewriteNested(value);
    else if (maps.has(key)) out[key] = mapValues(recordOf(value), rewriteSchema);
    else if (nested.has(key)) out[key] = rewriteNested(value);
    else out[key] = value;
  }
  return source['nullable'] === true ? allowNull(out) : out;
}

/**
 * The same description with every larger schema that occurs more than once moved to `schemas` under a
 * generated name: webhook payloads repeat the repository and the sender in full each time.
 */
export function shareRepeated(
  parts: Pick<BakedDescription, 'operations' | 'webhooks' | 'schemas'>,
): Pick<BakedDescription, 'operations' | 'webhooks' | 'schemas'> {
  const counts = new Map<string, number>();
  visitSchemas(parts, (text) => counts.set(text, (counts.get(text) ?? 0) + 1));
  const names = new Map<string, string>();
  const added: Record<string, JsonSchema> = {};
  const share = (node: unknown, isTop: boolean): unknown => {
    if (Array.isArray(node)) return node.map((each) => share(each, false));
    if (typeof node !== 'object' || node === null) return node;
    const text = JSON.stringify(node);
    const inner = (): Record<string, unknown> =>
      mapValues(node as Record<string, unknown>, (each) => share(each, false));
    if (isTop || !isLargeObjectSchema(node, text) || (counts.get(text) ?? 0) < 2) return inner();
    const known = names.get(text);
    if (known !== undefined) return { $ref: `github#/schemas/${known}` };
    const name = `shared-${names.size + 1}`;
    names.set(text, name);
    added[name] = inner();
    return { $ref: `github#/schemas/${name}` };
  };
  const operations = share(parts.operations, true) as BakedDescription['operations'];
  const webhooks = share(parts.webhooks, true) as BakedDescription['webhooks'];
  const schemas = mapValues(parts.schemas, (each) => share(each, true) as JsonSchema);
  return { operations, webhooks, schemas: { ...schemas, ...added } };
}

function visitSchemas(node: unknown, see: (text: string) => void): void {
  if (typeof node !== 'object' || node === null) return;
  if (!Array.isArray(node)) {
    const text = JSON.stringify(node);
    if (isLargeObjectSchema(node, text)) see(text);
  }
  for (const each of Object.values(node)) visitSchemas(each, see);
}

/** Object schemas only: a map of properties looks similar but must stay where it is. */
function isLargeObjectSchema(node: object, text: string): boolean {
  if (text.length < 300 || !('type' in node) || !('properties' in node)) return false;
  return typeof node.type === 'string' || Array.isArray(node.type);
}

function allowNull(schema: Record<string, unknown>): JsonSchema {
  const combined = ['$ref', 'anyOf', 'allOf', 'not'].some((key) => key in schema);
  if (combined || typeof schema['type'] !== 'string') {
    return Object.keys(schema).length === 0 ? {} : { anyOf: [schema, { type: 'null' }] };
  }
  const options: unknown = schema['enum'];
  return {
    ...schema,
    type: [schema['type'], 'null'],
    ...(Array.isArray(options) && !options.includes(null)
      ? { enum: [...(options as unknown[]), null] }
      : {}),
  };
}

function rewriteNested(value: unknown): unknown {
  return Array.isArray(value) ? value.map(rewriteSchema) : rewriteSchema(value);
}

function mapValues<T, R>(
  record: Readonly<Record<string, T>>,
  map: (value: T) => R,
): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

function recordOf(value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw new Error(`Not a schema: ${JSON.stringify(value)}`);
}
