import type {
  InlineCode,
  Link,
  List,
  Paragraph,
  PhrasingContent,
  Root,
  RootContent,
  Strong,
  Table,
  Text,
} from 'mdast';
import { gfmToMarkdown } from 'mdast-util-gfm';
import { toMarkdown, type Options } from 'mdast-util-to-markdown';

/** A string is our own words; whatever a person wrote comes as nodes from `safe.ts`. */
export type Words = string | PhrasingContent | readonly PhrasingContent[];

/** Writes a tree out: the same nodes give the same text, without a newline at its end. */
export function markdownOf(blocks: readonly RootContent[]): string {
  const tree: Root = { type: 'root', children: [...blocks] };
  const options = {
    bullet: '-',
    emphasis: '_',
    rule: '-',
    extensions: [gfmToMarkdown({ tablePipeAlign: false })],
  } satisfies Options;
  return toMarkdown(tree, options).trimEnd();
}

export function phrasing(...words: readonly Words[]): PhrasingContent[] {
  return words.flatMap((part) => {
    if (typeof part === 'string') return part === '' ? [] : [text(part)];
    return 'type' in part ? [part] : [...part];
  });
}

export function text(value: string): Text {
  return { type: 'text', value };
}

/** Our own words as code: a command, a file. People's words come through `safeCode`. */
export function code(value: string): InlineCode {
  return { type: 'inlineCode', value };
}

export function strong(...words: readonly Words[]): Strong {
  return { type: 'strong', children: phrasing(...words) };
}

/** `url` comes from GitHub or from `webAddress`; `label` holds no link. */
export function link(url: string, ...label: readonly Words[]): Link {
  return { type: 'link', url, title: null, children: phrasing(...label) };
}

/** Our own HTML, written as it is: markers, `<details>`. Never anything that a person wrote. */
export function html(value: string): RootContent & PhrasingContent {
  return { type: 'html', value };
}

export function paragraph(...words: readonly Words[]): Paragraph {
  return { type: 'paragraph', children: phrasing(...words) };
}

export function bullets(items: readonly Words[]): List {
  return {
    type: 'list',
    ordered: false,
    spread: false,
    children: items.map((item) => ({
      type: 'listItem',
      spread: false,
      children: [paragraph(item)],
    })),
  };
}

/** All columns begin at the left. */
export function table(head: readonly Words[], rows: readonly (readonly Words[])[]): Table {
  return {
    type: 'table',
    align: head.map(() => 'left'),
    children: [head, ...rows].map((cells) => ({
      type: 'tableRow',
      children: cells.map((cell) => ({ type: 'tableCell', children: phrasing(cell) })),
    })),
  };
}

/** Folded away until somebody opens it. `title` is our own words. */
export function details(title: string, blocks: readonly RootContent[]): readonly RootContent[] {
  const escaped = title.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return [html(`<details>\n<summary>${escaped}</summary>`), ...blocks, html('</details>')];
}

/** Puts something between the members of a list: `a · b · c`. */
export function joined(items: readonly Words[], between = ' · '): PhrasingContent[] {
  return items.flatMap((item, index) => phrasing(index === 0 ? '' : between, item));
}
