/**
 * Writes what is made from other files of the project: the JSON Schema of the policy, the issue form of
 * this repository, the tables of commands in the README, and those of the built-in scales. Run it with
 * `npm run derive` after a change; tests tell when somebody forgot.
 */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { policyJsonSchema } from '../src/config/policy/json-schema.ts';
import { withCommandTables } from './readme.ts';
import { scalesPage } from './scale-tables.ts';

const at = (path: string) => new URL(`../${path}`, import.meta.url);

const schema = JSON.stringify(policyJsonSchema(), null, 2);
writeFileSync(at('templates/norepeat.schema.json'), `${schema}\n`);
copyFileSync(at('templates/incident.yml'), at('.github/ISSUE_TEMPLATE/incident.yml'));
writeFileSync(at('README.md'), await withCommandTables(readFileSync(at('README.md'), 'utf8')));
writeFileSync(at('docs/scales.md'), await scalesPage());
