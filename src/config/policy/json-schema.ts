/** The policy file for editors: JSON Schema, made from the zod schema. */
import { z } from 'zod';
import { policyFile } from './schema/policy-file.ts';

/**
 * Draft 2020-12. Says everything about keys and single values; what must hold between keys (an unknown
 * severity under `dont_repeat`, figures out of order) only `parsePolicy` knows.
 */
export function policyJsonSchema(): Readonly<Record<string, unknown>> {
  const { $schema, ...schema } = z.toJSONSchema(policyFile, { io: 'input' });
  return { $schema, title: 'Norepeat policy', ...schema };
}
