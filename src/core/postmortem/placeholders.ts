import type { Nodes, Root } from 'mdast';

/** `{{title}}` in a template. */
export interface Placeholder {
  readonly name: string;
  /** Offsets of the whole, with its braces. */
  readonly from: number;
  readonly to: number;
  readonly where:
    /** Within a line: between markers, so that it follows. */
    | 'text'
    /** The same inside the words of a link. */
    | 'link-text'
    | 'address'
    | 'html'
    | 'front-matter';
  /** Nothing but white space, quotes' signs or a list's dash stands before it on its line. */
  readonly opensLine: boolean;
  /** In an address: nothing stands before it there. */
  readonly opensAddress: boolean;
}

const BRACES = /\{\{[ \t]{0,20}([A-Za-z][A-Za-z0-9_-]{0,60})[ \t]{0,20}\}\}/g;

/** All of a template in its order; those in code and behind a backslash are none. */
export function findPlaceholders(source: string, tree: Root): readonly Placeholder[] {
  return placeholdersIn(source, tree, false).toSorted((a, b) => a.from - b.from);
}

function placeholdersIn(source: string, node: Nodes, inLink: boolean): readonly Placeholder[] {
  const [from, to] = spanOf(node);
  switch (node.type) {
    case 'code':
    case 'inlineCode':
      return [];
    case 'yaml':
      return bracesIn(source, { from, to }, 'front-matter');
    case 'html':
      return bracesIn(source, { from, to }, 'html');
    case 'text':
      return bracesIn(source, { from, to }, inLink ? 'link-text' : 'text').map(
        inBareAddress(source),
      );
    case 'image':
    case 'imageReference':
    case 'definition':
      return addressed(source, { from, to });
    default:
      break;
  }
  if (!('children' in node)) return [];
  const isLink = node.type === 'link' || node.type === 'linkReference';
  const inside = node.children.flatMap((child) => placeholdersIn(source, child, inLink || isLink));
  if (!isLink) return inside;
  const last = node.children.at(-1);
  const addressFrom = last === undefined ? from : spanOf(last)[1];
  return [...inside, ...addressed(source, { from: addressFrom, to })];
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Before `](` or `]:` stands text without markup, and so does a title in quotes behind the address. */
function addressed(source: string, { from, to }: Span): readonly Placeholder[] {
  const turn = /\](?=[(:[])/.exec(source.slice(from, to));
  const middle = turn === null ? from : from + turn.index;
  const title = /[ \t\r\n]["'(]/.exec(source.slice(middle, to));
  const end = title === null ? to : middle + title.index;
  return [
    ...bracesIn(source, { from, to: middle }, 'html'),
    ...bracesIn(source, { from: middle, to: end }, 'address'),
    ...bracesIn(source, { from: end, to }, 'html'),
  ];
}

function bracesIn(
  source: string,
  { from, to }: Span,
  where: Placeholder['where'],
): readonly Placeholder[] {
  return Array.from(source.slice(from, to).matchAll(BRACES)).flatMap((match) => {
    const start = from + match.index;
    if (source[start - 1] === '\\') return [];
    const before = source.slice(Math.max(0, start - 200), start);
    return [
      {
        name: (match[1] ?? '').toLowerCase(),
        from: start,
        to: start + match[0].length,
        where,
        opensLine: /(?:^|[\r\n])[ \t>]*(?:(?:[-+*]|\d{1,9}[.)]|\[[ xX]\])[ \t>]+)*$/.test(before),
        opensAddress: /[(<\s:"]$/.test(before),
      },
    ];
  });
}

/** An address without brackets goes on to the next space: no marker can stand in it. */
function inBareAddress(source: string): (one: Placeholder) => Placeholder {
  return (one) => {
    const before = source.slice(Math.max(0, one.from - 300), one.from);
    return /\b(?:https?:\/\/|www\.)[^\s<>]{0,280}$/i.test(before)
      ? { ...one, where: 'address', opensAddress: false }
      : one;
  };
}

function spanOf(node: Nodes): readonly [number, number] {
  const start = node.position?.start.offset ?? 0;
  return [start, node.position?.end.offset ?? start];
}
