/**
 * The program as it is installed, without types: it starts in half the time that the source takes, which
 * counts for a test that starts it fifty times. Compiled anew from `src/`, so that it is never an old one.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

export interface Compiled {
  /** `cli.js`, to be run by Node. */
  readonly cli: string;
  readonly remove: () => void;
}

export function compiled(): Compiled {
  // Inside of `node_modules`, where what the program imports is found.
  const cache = join(ROOT, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'norepeat-'));
  const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module", "version": "0.0.0" }');
  for (const name of sources.filter((one) => one.endsWith('.ts'))) {
    const target = join(folder, name.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, withoutTypes(readFileSync(join(ROOT, 'src', name), 'utf8')));
  }
  return {
    cli: join(folder, 'cli.js'),
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function withoutTypes(source: string): string {
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
      rewriteRelativeImportExtensions: true,
    },
  });
  return outputText;
}
