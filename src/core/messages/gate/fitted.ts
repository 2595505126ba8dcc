import type { RootContent } from 'mdast';
import { markdownOf, paragraph } from '../../markdown/build.ts';

/** GitHub's limit for each of a check run's two texts; it may count bytes. */
const LONGEST = 65_535;

/**
 * The parts of a page one below the other, as many as fit; where some do not, it says so. A part is
 * written whole or not at all.
 */
export function fitted(parts: readonly (readonly RootContent[])[]): string {
  const written = parts.filter((part) => part.length > 0).map(markdownOf);
  const pages: string[] = [];
  let room = LONGEST - 200;
  for (const part of written) {
    room -= bytesOf(part) + 2;
    if (room < 0) break;
    pages.push(part);
  }
  const left = written.length - pages.length;
  if (left > 0) pages.push(markdownOf([paragraph(cutWords(left))]));
  return pages.join('\n\n');
}

function cutWords(left: number): string {
  const parts = left === 1 ? 'One more part' : `${String(left)} more parts`;
  return `${parts} of this page would not fit: GitHub shows no longer ones.`;
}

function bytesOf(text: string): number {
  return encodeURIComponent(text).replace(/%../g, 'x').length;
}
