import type { Heading, Nodes, Root, RootContent } from 'mdast';
import { plainText } from '../markdown/plain.ts';
import { readMarkdown } from '../markdown/read.ts';
import { isPrompt } from '../messages/postmortem/prompts.ts';
import { parseDocument, type ParsedDocument, type Region } from './regions/regions.ts';

/** A document as the rules of its completeness look at it. */
export interface DocumentReading extends ParsedDocument {
  /** By its headings, in order, also those below others. */
  readonly sections: readonly Section[];
}

export interface Section {
  /** As plain text. */
  readonly title: string;
  /** Of its heading, from 1. */
  readonly line: number;
  /** What stands below it, up to the next heading of any depth. */
  readonly blocks: readonly RootContent[];
  /** Headings below it follow. */
  readonly hasParts: boolean;
}

/**
 * Reads a whole document. Emphasis is read where a paragraph or a cell may be a question in emphasis, and
 * nowhere else: the timeline of a long incident is most of the text, and asks nothing.
 */
export function readWhole(document: string): DocumentReading {
  const parsed = parseDocument(document);
  const tree = withQuestions(parsed.tree, parsed.source);
  return { ...parsed, tree, sections: sectionsOf(tree) };
}

/** The regions that hold what the app last wrote there. */
export function untouchedAround({ found }: ParsedDocument, node: Nodes): readonly Region[] {
  const from = offsetOf(node);
  return found.regions.filter((region) => {
    return !region.touched && region.start.from <= from && from < region.end.to;
  });
}

/** Only what people wrote: nothing that the app wrote, and nobody changed since. */
export function isPeoples(document: ParsedDocument, node: Nodes): boolean {
  return untouchedAround(document, node).length === 0;
}

export function lineOf(node: Nodes): number {
  return node.position?.start.line ?? 1;
}

export function offsetOf(node: Nodes): number {
  return node.position?.start.offset ?? 0;
}

/** A reader sees something of it: words, code, a picture. */
export function saysSomething(node: Nodes): boolean {
  switch (node.type) {
    case 'text':
    case 'inlineCode':
    case 'code':
      return node.value.trim() !== '';
    case 'image':
    case 'imageReference':
      return true;
    case 'html':
      return /<(?:img|video|audio|picture|svg)\b/i.test(node.value) || bareHtml(node.value) !== '';
    case 'table':
      return node.children.slice(1).some(saysSomething);
    default:
      return 'children' in node && node.children.some(saysSomething);
  }
}

function bareHtml(html: string): string {
  return html
    .replace(/<!--[^]*?(?:-->|$)/g, '')
    .replace(/<summary\b[^]*?<\/summary>/gi, '')
    .replace(/<[^>]*>?/g, '')
    .trim();
}

/** A question, or a call to write: emphasis alone is also what people write in. */
export function asks(words: string): boolean {
  return words.includes('?') || CALLS.test(words) || /(?:…|\.\.\.)$/.test(words.trim());
}

const CALLS =
  /^\W*(?:add|answer|describe|detail|document|explain|fill|give|include|insert|list|mention|name|note|outline|provide|replace|say|state|summari[sz]e|tell|write|to ?do|tbd|what|when|where|which|who|whom|whose|why|how)\b/i;

function sectionsOf(tree: Root): readonly Section[] {
  const headings = tree.children.flatMap((node, index) =>
    node.type === 'heading' ? [{ node, index }] : [],
  );
  return headings.map(({ node, index }, at) => {
    const next = headings[at + 1];
    return {
      title: titleOf(node),
      line: lineOf(node),
      blocks: tree.children.slice(index + 1, next?.index),
      hasParts: next !== undefined && next.node.depth > node.depth,
    };
  });
}

/** Emphasis is not read in headings, so its signs are taken off. */
function titleOf(heading: Heading): string {
  return wordsIn(heading)
    .replace(/\*+|(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function wordsIn(node: Nodes): string {
  if (node.type === 'text' || node.type === 'inlineCode') return node.value;
  return 'children' in node ? node.children.map(wordsIn).join('') : '';
}

/** Questions longer than this are none. */
const LONGEST_QUESTION = 2000;

function withQuestions(tree: Root, source: string): Root {
  const visit = <Node extends Nodes>(node: Node): Node => {
    if (node.type === 'paragraph' || node.type === 'tableCell') {
      return (asQuestion(node, source) ?? node) as Node;
    }
    return 'children' in node ? { ...node, children: node.children.map(visit) } : node;
  };
  return visit(tree);
}

/** The same paragraph or cell with its emphasis read, when it is a question in emphasis. */
function asQuestion(node: Extract<Nodes, { type: 'paragraph' | 'tableCell' }>, source: string) {
  const [first] = node.children;
  const last = node.children.at(-1);
  if (first === undefined || last === undefined) return null;
  const words = source.slice(offsetOf(first), last.position?.end.offset);
  if (!/^[*_][^]*[*_]$/.test(words) || words.length > LONGEST_QUESTION) return null;
  const [paragraph] = readMarkdown(words).children;
  if (paragraph?.type !== 'paragraph' || !isPrompt(paragraph) || !asks(plainText(words)))
    return null;
  return { ...node, children: paragraph.children };
}
