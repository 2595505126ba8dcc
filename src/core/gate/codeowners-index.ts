import { fitsPattern, readPattern, type OwnerPattern, type Segment } from './codeowners-pattern.ts';
import type { CodeOwners, CodeOwnersRule } from './facts.ts';

/**
 * The rules of a file, sorted by what a path must have in it to fit: large files have thousands of rules,
 * large changes thousands of paths, and nearly all rules are about other folders.
 */
export interface OwnersIndex {
  /** The last rule that fits; `undefined` when none does. */
  ruleFor(path: string): CodeOwnersRule | undefined;
  /** How many patterns have been tried so far, for whoever wants to bound the time. */
  tried(): number;
}

export function ownersIndex(owners: CodeOwners): OwnersIndex {
  const shelves = shelvesOf(owners.rules);
  let tried = 0;
  const ruleFor = (path: string): CodeOwnersRule | undefined => {
    const names = path.split('/');
    let best: Shelved | undefined;
    for (const key of new Set(keysOf(names))) {
      const shelf = shelves.get(key) ?? [];
      for (let at = shelf.length - 1; at >= 0; at -= 1) {
        const one = shelf[at];
        if (one === undefined || (best !== undefined && one.order < best.order)) break;
        tried += 1;
        if (fitsPattern(names, one.pattern)) {
          best = one;
          break;
        }
      }
    }
    return best?.rule;
  };
  return { ruleFor, tried: () => tried };
}

interface Shelved {
  readonly order: number;
  readonly rule: CodeOwnersRule;
  readonly pattern: OwnerPattern;
}

function shelvesOf(rules: readonly CodeOwnersRule[]): ReadonlyMap<string, readonly Shelved[]> {
  const shelves = new Map<string, Shelved[]>();
  rules.forEach((rule, order) => {
    const pattern = readPattern(rule.pattern);
    if (pattern === undefined) return;
    const key = keyOf(pattern.segments);
    const shelf = shelves.get(key) ?? [];
    shelf.push({ order, rule, pattern });
    shelves.set(key, shelf);
  });
  return shelves;
}

/** What a path must have among its own keys to fit: a folder it begins with, a name, the end of a name. */
function keyOf(segments: readonly Segment[]): string {
  const [first, second] = segments;
  if (first?.is === 'name') {
    const stop = segments.findIndex(({ is }) => is !== 'name');
    const names = stop === -1 ? segments : segments.slice(0, stop);
    return `begins ${names.map((one) => (one.is === 'name' ? one.name : '')).join('/')}`;
  }
  if (first?.is === 'folders' && second?.is === 'name') return `has ${second.name}`;
  if (first?.is === 'folders' && second?.is === 'glob') return extensionKey(second);
  return ANY;
}

function extensionKey({ glob }: Extract<Segment, { is: 'glob' }>): string {
  const tail: string[] = [];
  for (const glyph of [...glob].reverse()) {
    if (typeof glyph === 'string') return ANY;
    tail.unshift(glyph.char);
    if (glyph.char === '.') return `ends ${tail.join('')}`;
  }
  return ANY;
}

function keysOf(names: readonly string[]): readonly string[] {
  const keys = [ANY];
  let folder = '';
  for (const name of names) {
    folder = folder === '' ? name : `${folder}/${name}`;
    keys.push(`begins ${folder}`, `has ${name}`);
    const dot = name.lastIndexOf('.');
    if (dot !== -1) keys.push(`ends ${name.slice(dot)}`);
  }
  return keys;
}

const ANY = 'any';
