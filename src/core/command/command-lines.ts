import type { Nodes, Root, RootContent } from 'mdast';
import { remembered } from '../remembered.ts';
import { readStructure } from '../markdown/read.ts';

/** A line that begins with a slash and a word, and the text that may belong to it. */
export interface SlashLine {
  /** 1-based line in the comment. */
  readonly line: number;
  /** The line as written, trimmed, cut to 200 characters. */
  readonly found: string;
  /** Lower case, without the slash. */
  readonly word: string;
  /** What follows the word on its line. */
  readonly rest: string;
  /** `rest` and what follows until the next slash line or the next blank line, as Markdown. */
  readonly text: string;
}

/**
 * The lines of a comment that could be commands: in paragraphs (and underlined headings, since `--`
 * below a line makes it one) at the top level of the Markdown tree. Code, quotes, lists, tables, HTML
 * and its comments hold none, nor does what lies between `<details>`, `<blockquote>`, `<pre>` or
 * `<code>` and their ends. `/etc/passwd` and `/usr` followed by anything but a space are no words.
 */
export function slashLines(body: string): readonly SlashLine[] {
  return HINT.test(body) ? linesOf(body) : [];
}

const linesOf = remembered(readLines);

function readLines(body: string): readonly SlashLine[] {
  const tree = readStructure(body);
  const hidden = hiddenSpans(tree);
  const starts: Start[] = [];
  for (const at of tree.children.flatMap((block) => lineStarts(block, body))) {
    if (starts.length === MOST_LINES) break;
    if (hidden.some(({ from, to }) => from <= at && at < to)) continue;
    const start = slashAt(body, at);
    if (start !== undefined) starts.push(start);
  }
  return starts.map((start, index) => {
    const next = starts[index + 1]?.at ?? body.length;
    const end = Math.min(next, stretchEnd(tree, start.at, body));
    const { line, found, word, after } = start;
    const text = body.slice(after, Math.max(after, end));
    return { line, found, word, rest: text.split(NEWLINE, 1)[0]?.trim() ?? '', text: text.trim() };
  });
}

/** Pasted paths may be many; `parse.ts` refuses a comment with more than fifty commands. */
const MOST_LINES = 2000;
const NEWLINE = /\r\n|\n|\r/;
const INVISIBLE = String.raw`[\u200b-\u200f\u2060\ufeff]*`;

/** Most comments have no such line: then the Markdown need not be parsed at all. */
const HINT = new RegExp(String.raw`^[ \t\u00a0]*${INVISIBLE}/${INVISIBLE}[A-Za-z]`, 'm');

/** A word may carry punctuation, `/ack!`, but `/etc/passwd`, `/a.b` and `/ack?` are no commands. */
const WORD = new RegExp(
  String.raw`^[ \t\u00a0]*${INVISIBLE}/${INVISIBLE}([A-Za-z][A-Za-z0-9-]*)[.,:;!]*(?=\s|$)`,
);

function lineStarts(block: RootContent, body: string): readonly number[] {
  if (block.type !== 'paragraph' && block.type !== 'heading') return [];
  return block.children.flatMap((child) => {
    if (child.type !== 'text') return [];
    const start = offsetOf(child, 'start');
    const inner = [...body.slice(start, offsetOf(child, 'end')).matchAll(/\r\n|\n|\r/g)];
    return [
      ...(opensLine(body, start) ? [start] : []),
      ...inner.map((newline) => start + newline.index + newline[0].length),
    ];
  });
}

/** `# /ack` does not: its line begins with something else. */
function opensLine(body: string, at: number): boolean {
  let before = at - 1;
  while (body[before] === ' ' || body[before] === '\t') before -= 1;
  return before < 0 || body[before] === '\n' || body[before] === '\r';
}

interface Start {
  readonly at: number;
  /** Where the word ends. */
  readonly after: number;
  readonly line: number;
  readonly found: string;
  readonly word: string;
}

function slashAt(body: string, at: number): Start | undefined {
  const rest = body.slice(at, at + 400);
  const match = WORD.exec(rest);
  const word = match?.[1];
  if (word === undefined || match === null) return undefined;
  const found = (rest.split(NEWLINE, 1)[0] ?? '').trim().slice(0, 200);
  const line = body.slice(0, at).split(NEWLINE).length;
  return { at, after: at + match[0].length, line, found, word: word.toLowerCase() };
}

/** The end of the blocks that follow each other without a blank line: a list right below a text belongs to it. */
function stretchEnd(tree: Root, at: number, body: string): number {
  let end = -1;
  let lastLine = 0;
  for (const block of tree.children) {
    const position = block.position;
    if (position === undefined) continue;
    if (offsetOf(block, 'end') < at) continue;
    if (end !== -1 && position.start.line > lastLine + 1) break;
    end = offsetOf(block, 'end');
    lastLine = position.end.line;
  }
  return end === -1 ? body.length : end;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Up to the name: looking for the end of every tag would take quadratic time where none has one. */
const FOLDING = /<(\/?)(?:details|blockquote|pre|code)\b/gi;

/** What lies between an opening HTML tag that folds or quotes and its end, or the end of the comment. */
function hiddenSpans(tree: Root): readonly Span[] {
  const spans: Span[] = [];
  let depth = 0;
  let from = 0;
  for (const { at, value } of htmlOf(tree)) {
    for (const tag of value.matchAll(FOLDING)) {
      if (tag[1] === '') {
        if (depth === 0) from = at;
        depth += 1;
      } else if (depth > 0) {
        depth -= 1;
        if (depth === 0) spans.push({ from, to: at });
      }
    }
  }
  return depth === 0 ? spans : [...spans, { from, to: Number.POSITIVE_INFINITY }];
}

function htmlOf(node: Nodes): readonly { readonly at: number; readonly value: string }[] {
  if (node.type === 'html') return [{ at: offsetOf(node, 'start'), value: node.value }];
  if (node.type !== 'root' && node.type !== 'paragraph' && node.type !== 'heading') return [];
  return node.children.flatMap(htmlOf);
}

function offsetOf(node: Nodes, side: 'start' | 'end'): number {
  return node.position?.[side].offset ?? 0;
}
