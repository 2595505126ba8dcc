import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

const Package = z.object({ version: z.string() });

/** Of the nearest `package.json` above this file, which lies deeper once it is built. */
export function programVersion(from = new URL('.', import.meta.url)): string {
  const file = new URL('package.json', from);
  if (existsSync(file)) {
    const text: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return Package.parse(text).version;
  }
  const above = new URL('../', from);
  if (above.href === from.href) throw new Error('no package.json lies above the program');
  return programVersion(above);
}
