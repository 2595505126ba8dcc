import { fingerprint } from '../ledger/fingerprint.ts';

/**
 * What the app last wrote into a region, in 28 hexadecimal digits for the region's marker. Line ends count
 * as one, and so do blank lines around it: git and editors change them without anybody meaning it. Who
 * forges one gains that the app writes over the forger's own text.
 */
export function contentHash(content: string): string {
  const text = trimBlankLines(content.replaceAll('\r\n', '\n'));
  return `${fingerprint(text)}${fingerprint(`content\n${text}`)}`;
}

/**
 * The same of words that stand where the incident said nothing: questions, or a template's own. So what
 * the incident takes back is known from what it never said.
 */
export function silentHash(content: string): string {
  return contentHash(`nothing said\n${trimBlankLines(content.replaceAll('\r\n', '\n'))}`);
}

/** Without the blank lines at its beginning and its end. */
export function trimBlankLines(text: string): string {
  const { from, to } = coreOf(text, 0, text.length);
  return text.slice(from, to);
}

/** Where the text between two offsets stands when blank lines around it are left out; empty at `end` when it is all blank. */
export function coreOf(
  source: string,
  start: number,
  end: number,
): { readonly from: number; readonly to: number } {
  let from = start;
  for (let at = start; at < end; at += 1) {
    if (isLineEnd(source[at])) from = at + 1;
    else if (!isSpace(source[at])) break;
    else if (at === end - 1) from = end;
  }
  let to = end;
  for (let at = end - 1; at >= from; at -= 1) {
    if (isLineEnd(source[at])) to = at;
    else if (!isSpace(source[at])) break;
    else if (at === from) to = from;
  }
  return { from, to };
}

function isLineEnd(char: string | undefined): boolean {
  return char === '\n' || char === '\r';
}

function isSpace(char: string | undefined): boolean {
  return char === ' ' || char === '\t';
}
