import type { InlineCode, PhrasingContent } from 'mdast';
import { html, link, phrasing, text, type Words } from './build.ts';
import { cut, hasRightToLeft, visible } from './characters.ts';

/**
 * Text that anybody may have written, as nodes that are safe in every comment: one line, no longer than
 * `longest` code points. Mentions and references of issues are dead (a zero-width space follows the
 * sign), nothing opens an HTML comment, dollars begin no formula, right-to-left words cannot turn
 * their surroundings around; what Markdown would take for syntax is escaped when the tree is written.
 * Web addresses stay links.
 */
export function safe(untrusted: string, longest = 200): PhrasingContent[] {
  const line = oneLine(untrusted, longest).replace(COMMENT_SIGNS, '$&\u200b');
  const nodes = line.split(ADDRESS).flatMap((part, index) => {
    if (index % 2 === 0) return plain(part);
    const { address, after } = trimmed(part);
    return phrasing(link(address, address), plain(after));
  });
  return hasRightToLeft(line) ? phrasing(ISOLATE, nodes, END_ISOLATE) : nodes;
}

/** The same as a string: for titles, and for the words of a link (in which no other link can be). */
export function safeString(untrusted: string, longest = 200): string {
  const line = neutral(oneLine(untrusted, longest));
  return hasRightToLeft(line) ? `${ISOLATE}${line}${END_ISOLATE}` : line;
}

/** As code: nothing is live there, and it can be copied as it stands. */
export function safeCode(untrusted: string, longest = 200): InlineCode {
  const line = oneLine(untrusted, longest).replace(COMMENT_SIGNS, '$&\u200b');
  // An empty code span is no code span.
  return { type: 'inlineCode', value: line === '' ? ' ' : line };
}

/** A link when the address is one of the web; otherwise only its words. */
export function safeLink(url: string, ...label: readonly Words[]): PhrasingContent[] {
  const address = webAddress(url);
  return address === undefined ? phrasing(...label) : [link(address, ...label)];
}

/** An http(s) address without anything that Markdown, HTML or a table could trip over. */
export function webAddress(url: string): string | undefined {
  const address = visible(url).trim().replaceAll('|', '%7C');
  return /^https?:\/\/[^\s<>"'`\\^{}[\]]{1,2000}$/i.test(address) ? address : undefined;
}

/** Our own sentences in which `backticks` mark code and the rest may quote people. */
export function safeSentence(sentence: string, longest = 600): PhrasingContent[] {
  return cut(sentence, longest)
    .split('`')
    .flatMap((part, index, parts) => {
      const isCode = index % 2 === 1 && index < parts.length - 1;
      if (isCode) return [safeCode(part, longest)];
      const [, before = '', words = '', after = ''] = /^(\s*)(.*?)(\s*)$/su.exec(part) ?? [];
      return phrasing(
        before === '' ? '' : ' ',
        words === '' ? [] : safe(words, longest),
        after === '' || words === '' ? '' : ' ',
      );
    });
}

const ISOLATE = '\u2068';
const END_ISOLATE = '\u2069';
const ADDRESS = /(https?:\/\/[^\s<>"'`|\\^{}[\]\u200b\u2068\u2069]+)/i;

function oneLine(untrusted: string, longest: number): string {
  // Nobody's words need a hundred times the room that there is for them.
  const bounded = untrusted.slice(0, longest * 100);
  return cut(visible(bounded).replace(/\s+/g, ' ').trim(), longest);
}

/** A full stop or a bracket after an address is not part of it. */
function trimmed(found: string): { readonly address: string; readonly after: string } {
  const [after = ''] = /[.,:;!?)…*_~-]+$/u.exec(found) ?? [];
  const address = found.slice(0, found.length - after.length);
  return /^https?:\/\/[^/]/i.test(address) ? { address, after } : { address: found, after: '' };
}

function plain(words: string): PhrasingContent[] {
  return neutral(words)
    .split('$')
    .flatMap((part, index) =>
      phrasing(index === 0 ? [] : [html('<span>$</span>')], part === '' ? [] : [text(part)]),
    );
}

/** `<!--` opens a comment and `-->` ends one. */
const COMMENT_SIGNS = /<(?=!|$)|--(?=>)/g;

function neutral(words: string): string {
  return words.replace(COMMENT_SIGNS, '$&\u200b').replace(/@|#(?=\d|$)|\bGH-(?=\d)/gi, '$&\u200b');
}
