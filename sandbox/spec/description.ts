/**
 * `sandbox/spec/` holds GitHub's own description of itself: a trimmed, compressed bake of the official
 * OpenAPI document and its webhook payload schemas (see `scripts/bake-github-description.ts`), how to
 * find the operation a request names, and the validators that hold requests, answers and payloads
 * against it. Nothing here knows what the sandbox contains.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { BakedDescription, BakedOperation } from './baked-format.ts';
import type { OperationId } from './operations-in-use.ts';

export type Operation = BakedOperation & { readonly id: OperationId };

let loaded: BakedDescription | undefined;

/** The baked description, read once per process. */
export function githubDescription(): BakedDescription {
  loaded ??= JSON.parse(
    gunzipSync(readFileSync(join(import.meta.dirname, 'baked', 'github.json.gz'))).toString('utf8'),
  ) as BakedDescription;
  return loaded;
}

/** Every operation the sandbox knows; the bake script guarantees that the ids are those in use. */
export function operations(): readonly Operation[] {
  return githubDescription().operations as readonly Operation[];
}
