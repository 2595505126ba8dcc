/**
 * Programs without types, as they are installed: they start in half the time that their sources take. What
 * is made is called by what it was made of, so it is never an old one, and serves every file that starts
 * programs, and the next run.
 */
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Inside of `node_modules`, where what the programs import is found. */
const CACHE = join(ROOT, 'node_modules/.cache/norepeat');
/** Where programs are, and what they import from the project. */
const ROOMS = ['src', 'tests/http', 'tests/store'];
/** What programs read. */
const BESIDE = ['package.json', 'templates'];
/** In milliseconds; another run may still start what was made of other sources. */
const KEPT = 24 * 60 * 60_000;

interface Source {
  /** From the root of the project. */
  readonly name: string;
  readonly text: string;
}

/** Made as soon as a file wants to start programs, at no test's expense. */
const folder = folderOf(ROOMS.flatMap(sourcesIn));

/** Where the compiled form of a source lies, for Node to run: `program` is e.g. `src/cli.ts`. */
export function compiled(program: string): string {
  return join(folder, inJavaScript(program));
}

function sourcesIn(room: string): readonly Source[] {
  return fs
    .readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => join(room, name))
    .map((name) => ({ name, text: fs.readFileSync(join(ROOT, name), 'utf8') }));
}

function folderOf(sources: readonly Source[]): string {
  const made = createHash('sha256').update(JSON.stringify([ts.version, sources]));
  const place = join(CACHE, made.digest('hex').slice(0, 16));
  if (fs.existsSync(place)) return place;
  fs.mkdirSync(CACHE, { recursive: true });
  removeOld();
  const draft = fs.mkdtempSync(join(CACHE, 'draft-'));
  for (const name of BESIDE) fs.symlinkSync(join(ROOT, name), join(draft, name));
  for (const { name, text } of sources) {
    const target = join(draft, inJavaScript(name));
    fs.mkdirSync(dirname(target), { recursive: true });
    fs.writeFileSync(target, withoutTypes(text));
  }
  try {
    fs.renameSync(draft, place);
  } catch (error) {
    // Another worker was quicker, with the same.
    if (!fs.existsSync(place)) throw error;
    fs.rmSync(draft, { recursive: true });
  }
  return place;
}

function removeOld(): void {
  for (const name of fs.readdirSync(CACHE)) {
    const path = join(CACHE, name);
    const made = fs.statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
    if (made < Date.now() - KEPT) fs.rmSync(path, { recursive: true, force: true });
  }
}

function inJavaScript(name: string): string {
  return name.replace(/\.ts$/, '.js');
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
