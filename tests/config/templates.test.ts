import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { readTemplates } from '../../src/config/templates.ts';
import { checkTemplate } from '../../src/core/postmortem/template.ts';

const made: string[] = [];

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
});

function anInstallation(depth: readonly string[]) {
  const root = mkdtempSync(join(tmpdir(), 'norepeat-templates-'));
  made.push(root);
  const code = join(root, ...depth);
  mkdirSync(code, { recursive: true });
  return { root, from: pathToFileURL(join(code, 'templates.js')).href };
}

describe('the templates that come with the program', () => {
  it('are whole', () => {
    const { full, short } = readTemplates();
    expect(checkTemplate(full)).toEqual([]);
    expect(checkTemplate(short)).toEqual([]);
    expect(full).toContain('<!-- norepeat:root-cause -->');
    expect(short.length).toBeLessThan(full.length);
  });

  it.each([[['src', 'config']], [['dist', 'src', 'config']]])('are found from %j', (depth) => {
    const { root, from } = anInstallation(depth);
    mkdirSync(join(root, 'templates'));
    writeFileSync(join(root, 'templates', 'postmortem.md'), '# Full\n');
    writeFileSync(join(root, 'templates', 'postmortem-short.md'), '# Short\n');
    expect(readTemplates(from)).toEqual({ full: '# Full\n', short: '# Short\n' });
  });

  it('are missed at the start, not when the first postmortem is due', () => {
    const { from } = anInstallation(['src', 'config']);
    expect(() => readTemplates(from)).toThrow('norepeat is not whole');
  });
});
