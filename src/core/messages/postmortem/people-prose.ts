import type { Code, ListItem, Paragraph, RootContent } from 'mdast';
import { bullets, paragraph, strong, type Words } from '../../markdown/build.ts';
import { cut, visible } from '../../markdown/characters.ts';
import { textOf } from '../../markdown/plain.ts';
import { readMarkdown } from '../../markdown/read.ts';
import { safe } from '../../markdown/safe.ts';

/** Characters that are read; whoever wrote more finds the rest in the incident. */
const LONGEST = 6000;
const LONGEST_PARAGRAPH = 1200;
const LONGEST_CODE = 2000;
const MOST_BLOCKS = 20;
const MOST_ITEMS = 30;

/**
 * What a person described, in Markdown, as paragraphs, lists and code that are safe in a document:
 * nothing pings, nothing is a heading, an image or HTML; code is code, never a chart.
 */
export function proseBlocks(markdown: string): {
  readonly blocks: readonly RootContent[];
  /** Something was left out. */
  readonly isCut: boolean;
} {
  const { children } = readMarkdown(markdown.slice(0, LONGEST));
  const blocks = children.flatMap(blockOf);
  return {
    blocks: blocks.slice(0, MOST_BLOCKS),
    isCut: markdown.length > LONGEST || blocks.length > MOST_BLOCKS,
  };
}

function blockOf(node: RootContent): readonly RootContent[] {
  switch (node.type) {
    case 'code':
      return [shownCode(node)];
    case 'list':
      return [bullets(node.children.slice(0, MOST_ITEMS).map(itemWords))];
    case 'heading':
      return worded(node, (words) => [paragraph(strong(words))]);
    case 'blockquote':
      return node.children.flatMap(blockOf);
    default:
      return worded(node, (words) => [paragraph(words)]);
  }
}

function itemWords(item: ListItem): Words {
  return safe(item.children.map(textOf).join(' '), LONGEST_PARAGRAPH);
}

function worded(
  node: RootContent,
  build: (words: Words) => readonly Paragraph[],
): readonly RootContent[] {
  const words = textOf(node).trim();
  return words === '' ? [] : build(safe(words, LONGEST_PARAGRAPH));
}

/** Without a language: a chart that somebody pasted is shown, not drawn. */
function shownCode({ value }: Code): Code {
  const shown = visible(cut(value, LONGEST_CODE)).replaceAll('<!--', '<!\u200b--');
  return { type: 'code', lang: null, meta: null, value: shown };
}
