import { anyLonger, fitsGlyphs, type Glyph } from './glyphs.ts';

/**
 * Whether a name with slashes fits a policy's glob: `*` and `?` stand for characters other than a slash,
 * `**` as a whole segment for any number of segments; nothing else means anything. Case counts. The time
 * is bounded by the product of the lengths, whatever the glob: policies come from many hands, and no
 * glob may become a regular expression that never ends.
 */
export function fitsGlob(name: string, glob: string): boolean {
  // Most are plain names.
  if (!/[*?]/.test(glob)) return name === glob;
  const names = name.split('/');
  // How many segments of the name may be used up by what was read of the glob so far.
  let used: readonly number[] = [0];
  for (const segment of glob.split('/')) {
    used = segment === '**' ? anyLonger(used, names.length) : oneMore(used, segment, names);
    if (used.length === 0) return false;
  }
  return used.includes(names.length);
}

function oneMore(
  used: readonly number[],
  segment: string,
  names: readonly string[],
): readonly number[] {
  const glyphs = segment.split('').map(glyphOf);
  return used.flatMap((length) => {
    const name = names[length];
    return name !== undefined && fitsGlyphs(name, glyphs) ? [length + 1] : [];
  });
}

function glyphOf(char: string): Glyph {
  if (char === '*') return 'many';
  return char === '?' ? 'one' : { char };
}
