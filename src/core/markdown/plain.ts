import type { ListItem, Nodes, Parents } from 'mdast';
import { readMarkdown } from './read.ts';

/**
 * Markdown as plain text, line by line, as a reader would tell it: links and images keep their
 * address, HTML and its comments vanish, lists keep their dashes. The result is text, not Markdown:
 * it still holds whatever its author typed and goes through `safe.ts` before it is shown.
 * Only the first `longest` characters of the source are read.
 */
export function plainText(markdown: string, longest = 8000): string {
  const source = markdown.slice(0, longest);
  if (ONLY_WORDS.test(source)) return source.trimEnd();
  return textOf(readMarkdown(source))
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{2,}/g, '\n')
    .trim();
}

/** One line in which nothing is syntax needs no parser, which most cells of a long table are spared by that. */
const ONLY_WORDS = /^[\p{L}\p{N}][\p{L}\p{N} ,-]*$/u;

/**
 * The first line that says something, for the timeline: not a quote of somebody else, unless there is
 * nothing but quotes. Empty when the comment has no words at all.
 */
export function firstLine(markdown: string): string {
  const tree = readMarkdown(markdown.slice(0, 8000));
  const own = { ...tree, children: tree.children.filter(({ type }) => type !== 'blockquote') };
  for (const node of [own, tree]) {
    const line = textOf(node)
      .split('\n')
      .map((words) => words.trim())
      .find((words) => words !== '');
    if (line !== undefined) return line;
  }
  return '';
}

/** The same of a tree: text as its author typed it, not safe yet. */
export function textOf(node: Nodes): string {
  switch (node.type) {
    case 'text':
    case 'inlineCode':
    case 'code':
      return node.value;
    case 'break':
      return '\n';
    case 'image':
      return withAddress(node.alt ?? '', node.url);
    case 'link':
      return withAddress(inline(node), node.url);
    case 'list':
      return node.children
        .map((item, index) => listItem(item, node.ordered ? (node.start ?? 1) + index : null))
        .join('\n');
    case 'root':
    case 'blockquote':
    case 'table':
    case 'listItem':
      return node.children.map(textOf).join('\n');
    case 'tableRow':
      return node.children.map(inline).join(' · ');
    default:
      // HTML, its comments and definitions have no children and say nothing.
      return 'children' in node ? inline(node) : '';
  }
}

function inline(node: Parents): string {
  return node.children.map(textOf).join('');
}

function listItem(item: ListItem, number: number | null): string {
  const done = item.checked === true ? '[x] ' : item.checked === false ? '[ ] ' : '';
  return `${number === null ? '-' : `${String(number)}.`} ${done}${textOf(item)}`;
}

function withAddress(words: string, url: string): string {
  const plain = url.replace(/^(?:mailto:|https?:\/\/(?=www\.))/, '');
  if (words === '' || words === url || words === plain) return words === '' ? url : words;
  return `${words} (${url})`;
}
