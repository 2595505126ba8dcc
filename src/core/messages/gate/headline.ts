import type { Heading } from 'mdast';
import { phrasing } from '../../markdown/build.ts';

/** Above a part of the page; our own words. */
export function headline(title: string): Heading {
  return { type: 'heading', depth: 3, children: phrasing(title) };
}
