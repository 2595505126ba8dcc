import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BuiltInTemplates } from '../core/postmortem/template-choice.ts';

/**
 * The templates that come with the program, from the folder `templates` beside `src` in development and
 * beside `dist` once compiled. Throws where there is none: then the program is not whole.
 */
export function readTemplates(from = import.meta.url): BuiltInTemplates {
  const folder = templatesAbove(dirname(fileURLToPath(from)));
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  return { full: read(FULL), short: read('postmortem-short.md') };
}

const FULL = 'postmortem.md';

/** How far above this file the folder can be: `dist/src/config/templates.js` is three folders below. */
const MOST_ABOVE = 4;

function templatesAbove(start: string): string {
  let folder = start;
  for (let above = 0; above < MOST_ABOVE; above += 1) {
    folder = dirname(folder);
    if (existsSync(join(folder, 'templates', FULL))) return join(folder, 'templates');
  }
  throw new Error(
    `norepeat is not whole: templates/${FULL} is in no folder above ${start}. Install it again.`,
  );
}
