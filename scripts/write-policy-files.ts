/**
 * Writes what is made from other files of the project: the JSON Schema of the policy, and the issue form
 * of this repository. Run it with `npm run schema` after a change; tests tell when somebody forgot.
 */
import { copyFileSync, writeFileSync } from 'node:fs';
import { policyJsonSchema } from '../src/config/policy/json-schema.ts';

const at = (path: string) => new URL(`../${path}`, import.meta.url);

const schema = JSON.stringify(policyJsonSchema(), null, 2);
writeFileSync(at('templates/norepeat.schema.json'), `${schema}\n`);
copyFileSync(at('templates/incident.yml'), at('.github/ISSUE_TEMPLATE/incident.yml'));
