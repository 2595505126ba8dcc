import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withCommandTables } from '../../scripts/readme.ts';
import { COMMANDS } from '../../src/core/command/grammar.ts';

const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const ENVIRONMENT = readFileSync(
  new URL('../../src/config/environment.ts', import.meta.url),
  'utf8',
);

describe('the README', () => {
  it('lists the commands as they are: run `npm run derive` when this fails', async () => {
    expect(await withCommandTables(README)).toBe(README);
    for (const { word } of COMMANDS) expect(README).toContain(`\`/${word}`);
  });

  it('refuses a README that has no place for the commands', async () => {
    await expect(withCommandTables('# Norepeat')).rejects.toThrow('no <!-- commands -->');
  });

  it('names every variable that the program reads', () => {
    const read = [...ENVIRONMENT.matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(([, name]) => name ?? '');
    expect(read.length).toBeGreaterThan(8);
    for (const name of read) {
      if (name !== 'DATABASE_URL') expect(README).toContain(`\`${name}\``);
    }
  });
});
