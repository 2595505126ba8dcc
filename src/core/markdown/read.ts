/**
 * Markdown: reading what people wrote and building what the app writes, always as a tree.
 *
 * `read.ts` is the one place that parses; `plain.ts` turns Markdown into text; `safe.ts` turns
 * untrusted text into nodes that ping nobody and break nothing; `build.ts` has the small builders
 * and the one place that writes a tree out.
 */
import type { Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { gfmTable } from 'micromark-extension-gfm-table';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter';
import { frontmatter } from 'micromark-extension-frontmatter';
import { calm, calmDocument } from './calm.ts';

/** GitHub refuses longer comments; whatever is beyond is not read. */
export const LONGEST_COMMENT = 65_536;

/**
 * The whole of GitHub's Markdown. Some constructs take quadratic time when written by an adversary,
 * so callers bound `source` to a few thousand characters.
 */
export function readMarkdown(source: string): Root {
  return fromMarkdown(calm(source), WHOLE);
}

const WHOLE = { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] };

/**
 * Blocks, tables, code spans, links and HTML, without emphasis and the other constructs that decide
 * nothing about where a line stands: fast for any comment GitHub lets through.
 */
export function readStructure(source: string): Root {
  return fromMarkdown(calm(source.slice(0, LONGEST_COMMENT)), STRUCTURE);
}

const STRUCTURE = {
  extensions: [gfmTable(), { disable: { null: ['attention'] } }],
  mdastExtensions: [gfmTableFromMarkdown()],
};

/** GitHub stops showing a file as a document at half a megabyte; a longer one is not read at all. */
export const LONGEST_DOCUMENT = 500_000;

/**
 * The structure of a whole file with front matter. Offsets are those of the source, which begins without a
 * byte order mark and is no longer than `LONGEST_DOCUMENT`.
 */
export function readDocument(source: string): Root {
  return fromMarkdown(calmDocument(source), DOCUMENT);
}

const DOCUMENT = {
  extensions: [frontmatter(), ...STRUCTURE.extensions],
  mdastExtensions: [frontmatterFromMarkdown(), ...STRUCTURE.mdastExtensions],
};
