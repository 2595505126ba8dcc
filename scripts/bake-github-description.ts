/**
 * Bakes GitHub's own description of its API into `sandbox/spec/baked/github.json.gz`.
 *
 * The npm package that carries the description is some 400 MB, so it is no dependency of the project.
 * To bake again (after editing `sandbox/spec/operations-in-use.ts`, or to follow a newer GitHub):
 *
 *     mkdir /tmp/openapi && npm install --prefix /tmp/openapi @octokit/openapi
 *     npx tsx scripts/bake-github-description.ts /tmp/openapi/node_modules/@octokit/openapi
 *
 * What is kept: the operations and webhook events in use, and the schemas they reach. What is changed:
 * prose and examples go; OpenAPI's `nullable` becomes JSON Schema's `null` type; `oneOf` becomes `anyOf`,
 * because GitHub's alternatives overlap; schemas that occur several times are stored once; and where the
 * description is known to be narrower than GitHub, `amend-description.ts` widens it.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import type {
  BakedDescription,
  BakedOperation,
  BakedParameter,
  JsonSchema,
} from '../sandbox/spec/baked-format.ts';
import { eventsInUse, operationsInUse } from '../sandbox/spec/operations-in-use.ts';
import { amendAnswer, amendBody, amendEventLists, amendSchemas } from './amend-description.ts';
import { rewriteSchema, shareRepeated } from './rewrite-schema.ts';

const schemaOf = z.record(z.string(), z.unknown());
const reference = z.object({ $ref: z.string() });
const contentOf = z.record(z.string(), z.object({ schema: schemaOf.optional() }));
const parameterOf = z.object({
  name: z.string(),
  in: z.string(),
  required: z.boolean().default(false),
  schema: schemaOf.default({}),
  example: z.unknown().optional(),
});
const responseOf = z.object({ content: contentOf.optional() });
const operationOf = z.object({
  operationId: z.string(),
  externalDocs: z.object({ url: z.string() }).optional(),
  parameters: z.array(z.union([reference, parameterOf])).default([]),
  requestBody: z.object({ required: z.boolean().default(false), content: contentOf }).optional(),
  responses: z.record(z.string(), z.union([reference, responseOf])),
});
const documentOf = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  'x-webhooks': z.record(z.string(), z.object({ post: operationOf })),
  components: z.object({
    schemas: z.record(z.string(), schemaOf),
    parameters: z.record(z.string(), parameterOf),
    responses: z.record(z.string(), responseOf),
  }),
});
type Document = z.infer<typeof documentOf>;
type Operation = z.infer<typeof operationOf>;

function bake(folder: string): void {
  const manifest = z
    .object({ name: z.string(), version: z.string(), license: z.string() })
    .parse(readJson(join(folder, 'package.json')));
  const document = documentOf.parse(readJson(join(folder, 'generated', 'api.github.com.json')));
  const operations = bakeOperations(document);
  const webhooks = bakeWebhooks(document);
  const schemas = amendSchemas(reachable([operations, webhooks], document));
  const shared = shareRepeated(amendEventLists({ operations, webhooks, schemas }));
  const baked: BakedDescription = {
    source: { package: manifest.name, version: manifest.version, licence: manifest.license },
    ...shared,
  };
  const target = join(import.meta.dirname, '..', 'sandbox', 'spec', 'baked');
  mkdirSync(target, { recursive: true });
  const bytes = gzipSync(JSON.stringify(baked), { level: 9 });
  writeFileSync(join(target, 'github.json.gz'), bytes);
  console.log(
    `Baked ${operations.length} operations and ${Object.keys(webhooks).length} events of ` +
      `${manifest.name} ${manifest.version}: ${Math.round(bytes.length / 1024)} KiB.`,
  );
}

function bakeOperations(document: Document): readonly BakedOperation[] {
  const wanted = new Set<string>(operationsInUse);
  const found: BakedOperation[] = [];
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, raw] of Object.entries(methods)) {
      const parsed = operationOf.safeParse(raw);
      if (!parsed.success || !wanted.delete(parsed.data.operationId)) continue;
      found.push(bakeOperation(document, method, path, parsed.data));
    }
  }
  if (wanted.size > 0) throw new Error(`GitHub describes no ${[...wanted].join(', ')}.`);
  return found.sort((a, b) => a.id.localeCompare(b.id, 'en'));
}

function bakeOperation(
  document: Document,
  method: string,
  path: string,
  operation: Operation,
): BakedOperation {
  const body = operation.requestBody;
  const schema = body?.content['application/json']?.schema;
  return {
    id: operation.operationId,
    method: method.toUpperCase(),
    path,
    parameters: operation.parameters.flatMap((parameter) => bakeParameter(document, parameter)),
    body:
      body === undefined || schema === undefined
        ? null
        : {
            required: body.required,
            schema: amendBody(operation.operationId, rewriteSchema(schema)),
          },
    answers: Object.fromEntries(
      Object.entries(operation.responses).map(([status, response]) => {
        const full = '$ref' in response ? responseNamed(document, response.$ref) : response;
        const answer = full.content?.['application/json']?.schema;
        return [
          status,
          answer === undefined
            ? null
            : amendAnswer(operation.operationId, status, rewriteSchema(answer)),
        ];
      }),
    ),
    documentation: operation.externalDocs?.url ?? 'https://docs.github.com/rest',
  };
}

function bakeParameter(
  document: Document,
  parameter: Operation['parameters'][number],
): readonly BakedParameter[] {
  const full =
    '$ref' in parameter ? document.components.parameters[lastSegment(parameter.$ref)] : parameter;
  if (full === undefined) throw new Error(`A parameter is missing: ${JSON.stringify(parameter)}`);
  if (full.in !== 'path' && full.in !== 'query') return [];
  return [
    { name: full.name, in: full.in, required: full.required, schema: rewriteSchema(full.schema) },
  ];
}

function bakeWebhooks(document: Document): BakedDescription['webhooks'] {
  const wanted = new Set<string>(eventsInUse);
  const found: Record<string, Record<string, JsonSchema>> = {};
  for (const { post } of Object.values(document['x-webhooks'])) {
    const [dashed = '', action = ''] = post.operationId.split('/');
    const event = dashed.replaceAll('-', '_');
    const schema = post.requestBody?.content['application/json']?.schema;
    if (!wanted.has(event) || schema === undefined) continue;
    (found[event] ??= {})[action.replaceAll('-', '_')] = rewriteSchema(schema);
  }
  const missing = eventsInUse.filter((event) => found[event] === undefined);
  if (missing.length > 0) throw new Error(`GitHub describes no event ${missing.join(', ')}.`);
  return found;
}

/** The schemas that the kept parts name, and those that these name in turn. */
function reachable(roots: unknown, document: Document): Record<string, JsonSchema> {
  const kept: Record<string, JsonSchema> = {};
  const visit = (part: unknown): void => {
    for (const [, name = ''] of JSON.stringify(part).matchAll(/"github#\/schemas\/([^"]+)"/g)) {
      if (kept[name] !== undefined) continue;
      const schema = document.components.schemas[name];
      if (schema === undefined) throw new Error(`GitHub's schema ${name} is missing.`);
      kept[name] = rewriteSchema(schema);
      visit(kept[name]);
    }
  };
  visit(roots);
  return kept;
}

function responseNamed(document: Document, ref: string): z.infer<typeof responseOf> {
  const response = document.components.responses[lastSegment(ref)];
  if (response === undefined) throw new Error(`The response ${ref} is missing.`);
  return response;
}

function lastSegment(ref: string): string {
  return ref.slice(ref.lastIndexOf('/') + 1);
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

const folder = process.argv[2];
if (folder === undefined) {
  console.error('Usage: npx tsx scripts/bake-github-description.ts <folder of @octokit/openapi>');
  process.exitCode = 2;
} else {
  bake(folder);
}
