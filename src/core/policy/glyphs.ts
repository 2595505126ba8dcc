/** What a star and a question mark mean within one segment of a path, for policies and for CODEOWNERS. */

/** A character, or a star or question mark that stands for others. */
export type Glyph = { readonly char: string } | 'many' | 'one';

/**
 * Whether a name fits, in time bounded by the product of the lengths: after a mismatch only the latest
 * star can take one character more, those before it need not.
 */
export function fitsGlyphs(name: string, glob: readonly Glyph[]): boolean {
  let at = 0;
  let read = 0;
  let star = -1;
  let resume = 0;
  while (at < name.length) {
    const glyph = glob[read];
    if (glyph === 'many') {
      star = read;
      resume = at;
      read += 1;
    } else if (glyph === 'one' || (glyph !== undefined && glyph.char === name[at])) {
      at += 1;
      read += 1;
    } else if (star !== -1) {
      resume += 1;
      at = resume;
      read = star + 1;
    } else {
      return false;
    }
  }
  return glob.slice(read).every((glyph) => glyph === 'many');
}

/** `**`: of the lengths that a path may have been used up to, every longer one too. */
export function anyLonger(used: readonly number[], most: number): readonly number[] {
  const least = Math.min(...used);
  return Array.from({ length: most - least + 1 }, (_, more) => least + more);
}
