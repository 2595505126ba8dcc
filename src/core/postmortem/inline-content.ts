import type { PhrasingContent, TableCell } from 'mdast';
import { gfmToMarkdown } from 'mdast-util-gfm';
import { toMarkdown, type Options } from 'mdast-util-to-markdown';
import { visible } from '../markdown/characters.ts';
import { webAddress } from '../markdown/safe.ts';
import { NOT_KNOWN } from '../messages/postmortem/words.ts';
import { INLINE_FACTS, withoutLinks } from './inline-facts.ts';
import type { Telling } from './telling.ts';

/**
 * A fact as Markdown that can stand anywhere within a line: in a paragraph, a heading, a cell of a table,
 * the words of a link. Null while the incident does not know it, and for a name that is no fact.
 */
export function inlineContent(name: string, telling: Telling, inLink = false): string | null {
  const nodes = factOf(name, telling);
  if (nodes === null) return null;
  const cell: TableCell = { type: 'tableCell', children: inLink ? withoutLinks(nodes) : nodes };
  // In another's code span an escaped grave accent would end it.
  return toMarkdown(cell, ANYWHERE).trim().replaceAll('\\`', '&#96;');
}

export function isFact(name: string): boolean {
  return Object.hasOwn(INLINE_FACTS, name);
}

/** The same with words for what is not known. */
export function inlineOrUnknown(name: string, telling: Telling, inLink = false): string {
  return inlineContent(name, telling, inLink) ?? NOT_KNOWN;
}

/** A fact as plain text of one line, with nothing escaped. */
export function plainFact(name: string, telling: Telling): string {
  const nodes = factOf(name, telling);
  return nodes === null ? NOT_KNOWN : visible(nodes.map(plain).join(''));
}

/** As part of an address: encoded, but for an address at its beginning. */
export function factInAddress(name: string, telling: Telling, isFirst: boolean): string {
  const words = plainFact(name, telling);
  const address = isFirst ? webAddress(words) : undefined;
  return address ?? encodeURIComponent(words).replaceAll(/[()'*!]/g, percent);
}

/** As text of HTML, in an attribute, and in what stands for a picture or comes up over a link. */
export function factInHtml(name: string, telling: Telling): string {
  return plainFact(name, telling).replace(
    /[&<>"'`{}[\]()|*_~\\]/g,
    (char) => `&#${String(char.charCodeAt(0))};`,
  );
}

function factOf(name: string, telling: Telling): PhrasingContent[] | null {
  const fact = isFact(name) ? INLINE_FACTS[name] : undefined;
  return fact?.(telling) ?? null;
}

function plain(node: PhrasingContent): string {
  if (node.type === 'text' || node.type === 'inlineCode') return node.value;
  // `safe` wraps the sign so that it begins no formula.
  if (node.type === 'html') return node.value === '<span>$</span>' ? '$' : '';
  return 'children' in node ? node.children.map(plain).join('') : '';
}

function percent(char: string): string {
  return `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** What a template has before it must not make syntax of a fact's own characters. */
const ANYWHERE = {
  emphasis: '_',
  extensions: [
    gfmToMarkdown({ tablePipeAlign: false }),
    {
      unsafe: [
        {
          character: ']',
          inConstruct: 'phrasing',
          notInConstruct: ['autolink', 'destinationLiteral', 'destinationRaw'],
        },
        {
          character: '[',
          inConstruct: 'phrasing',
          notInConstruct: ['autolink', 'destinationLiteral', 'destinationRaw'],
        },
      ],
    },
  ],
} satisfies Options;
