import { anyLonger, fitsGlyphs, type Glyph } from '../policy/glyphs.ts';

/**
 * One pattern of a CODEOWNERS file, read as GitHub documents it: gitignore's rules without `!`, `[ ]`
 * and an escaped `#`. `apps/` fits a folder of that name anywhere, `/apps/` and `a/b` begin at the root,
 * `docs/*` does not reach into folders, and whatever else names a folder owns everything in it.
 */
export interface OwnerPattern {
  readonly segments: readonly Segment[];
  /** How the last segment ends: in exactly one more name, in anything below, or both. */
  readonly end: 'exact' | 'below' | 'here-or-below';
}

export type Segment =
  /** `**`: any number of folders, also none. */
  | { readonly is: 'folders' }
  | { readonly is: 'name'; readonly name: string }
  | { readonly is: 'glob'; readonly glob: readonly Glyph[] };

/** `undefined` for what GitHub calls an invalid pattern. */
export function readPattern(pattern: string): OwnerPattern | undefined {
  if (/^!|[[\]]|^\\#|\*\*\*|\/\/|\\$/.test(pattern) || pattern === '' || pattern === '/') {
    return undefined;
  }
  const names = pattern.split('/');
  const anchored = names[0] === '';
  if (anchored) names.shift();
  const folder = names.length > 1 && names.at(-1) === '' ? (names.pop(), true) : false;
  const floats = !anchored && names.length === 1 && names[0] !== '**';
  const segments = names.map(segmentOf);
  return {
    segments: simplest([...(floats ? [FOLDERS] : []), ...segments], folder),
    end: endOf(names.at(-1) ?? '', folder),
  };
}

/** Time is bounded by the product of the lengths. `path` as Git writes it, split at its slashes. */
export function fitsPattern(path: readonly string[], pattern: OwnerPattern): boolean {
  // How many names of the path may be used up by what was read of the pattern.
  let used: readonly number[] = [0];
  for (const segment of pattern.segments) {
    used = segment.is === 'folders' ? anyLonger(used, path.length) : oneMore(used, segment, path);
    if (used.length === 0) return false;
  }
  switch (pattern.end) {
    case 'exact':
      return used.includes(path.length);
    case 'below':
      return used.some((length) => length < path.length);
    case 'here-or-below':
      return true;
  }
}

const FOLDERS: Segment = { is: 'folders' };

/** `a/**` is whatever lies below `a`; `a/**` with a slash after it, whatever lies in a folder below. */
function simplest(segments: readonly Segment[], folder: boolean): readonly Segment[] {
  if (segments.at(-1)?.is !== 'folders') return segments;
  return folder ? [...segments, { is: 'glob', glob: ['many'] }] : segments.slice(0, -1);
}

function endOf(last: string, folder: boolean): OwnerPattern['end'] {
  if (folder || last === '**') return 'below';
  return last === '*' ? 'exact' : 'here-or-below';
}

function segmentOf(text: string): Segment {
  if (text === '**') return FOLDERS;
  const glob = glyphs(text);
  const name = glob.map((glyph) => (typeof glyph === 'string' ? undefined : glyph.char));
  return name.includes(undefined) ? { is: 'glob', glob } : { is: 'name', name: name.join('') };
}

function glyphs(text: string): readonly Glyph[] {
  const found: Glyph[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '\\') {
      at += 1;
      found.push({ char: text.charAt(at) });
    } else if (char === '*') {
      if (found.at(-1) !== 'many') found.push('many');
    } else {
      found.push(char === '?' ? 'one' : { char });
    }
  }
  return found;
}

function oneMore(
  used: readonly number[],
  segment: Exclude<Segment, { is: 'folders' }>,
  path: readonly string[],
): readonly number[] {
  return used.flatMap((length) => {
    const name = path[length];
    if (name === undefined) return [];
    const fits = segment.is === 'name' ? segment.name === name : fitsGlyphs(name, segment.glob);
    return fits ? [length + 1] : [];
  });
}
