import type { Html, Nodes, Root } from 'mdast';

/** One half of a pair that encloses a region, where Markdown shows nothing of it. */
export interface Marker {
  readonly name: string;
  readonly is: 'start' | 'end';
  /** What the start says of the text that the app last wrote behind it. */
  readonly hash: string | null;
  /** Offsets of the whole comment. */
  readonly from: number;
  readonly to: number;
  /** Where the hash stands or, where there is none, would: offsets, equal in the second case. */
  readonly hashFrom: number;
  readonly hashTo: number;
}

/** Markers that can form pairs with each other: those of the blocks of a document, or of one line of text. */
export interface MarkerGroup {
  readonly form: 'block' | 'inline';
  /** Inside the words of a link. */
  readonly inLink: boolean;
  readonly markers: readonly Marker[];
}

export interface FoundMarkers {
  /** In the order of the document. */
  readonly groups: readonly MarkerGroup[];
  /** Markers that stand where they cannot mark anything. */
  readonly misplaced: readonly {
    readonly marker: Marker;
    readonly why: 'in-container' | 'not-alone';
  }[];
}

/**
 * All markers of a document. Those inside code, attributes, other comments and `<pre>` are none. A marker
 * of a block stands alone on its line, in no list and no quotation; of those inside a line, both halves
 * stand in the same paragraph, heading, cell or link.
 */
export function findMarkers(source: string, tree: Root): FoundMarkers {
  const block: Marker[] = [];
  const inline: MarkerGroup[] = [];
  const misplaced: { marker: Marker; why: 'in-container' | 'not-alone' }[] = [];
  const visit = (node: Nodes, within: boolean): void => {
    if (!('children' in node)) return;
    const inLink = within || node.type === 'link' || node.type === 'linkReference';
    const isFlow = FLOW.has(node.type);
    const own: Marker[] = [];
    for (const child of node.children) {
      if (child.type !== 'html') {
        visit(child, inLink);
        continue;
      }
      if (!isFlow) {
        own.push(...markersOfInline(source, child));
        continue;
      }
      for (const { marker, alone } of markersOfBlock(source, child)) {
        if (!alone) misplaced.push({ marker, why: 'not-alone' });
        else if (node.type !== 'root') misplaced.push({ marker, why: 'in-container' });
        else block.push(marker);
      }
    }
    if (own.length > 0) inline.push({ form: 'inline', inLink, markers: own });
  };
  visit(tree, false);
  return { groups: [{ form: 'block', inLink: false, markers: block }, ...inline], misplaced };
}

/** Containers of blocks; HTML in any other stands within a line. */
const FLOW: ReadonlySet<string> = new Set(['root', 'blockquote', 'list', 'listItem']);

function markersOfInline(source: string, node: Html): readonly Marker[] {
  const { start, end } = span(node);
  const marker = markerAt(source, start, end);
  return marker === null ? [] : [marker];
}

/**
 * The comments of a block of HTML, which may hold much else: tags (whose attributes are skipped), text,
 * comments over several lines. In `<pre>`, `<script>` and their like, and in declarations, nothing is a
 * comment of the document.
 */
function markersOfBlock(
  source: string,
  node: Html,
): readonly { readonly marker: Marker; readonly alone: boolean }[] {
  const { start, end } = span(node);
  if (RAW.test(source.slice(start, start + 20))) return [];
  const found: { marker: Marker; alone: boolean }[] = [];
  let at = source.indexOf('<', start);
  while (at !== -1 && at < end) {
    const isComment = source.startsWith('<!--', at);
    const after = isComment ? commentEnd(source, at, end) : tagEnd(source, at, end);
    const marker = isComment ? markerAt(source, at, after) : null;
    if (marker !== null) found.push({ marker, alone: standsAlone(source, marker) });
    at = source.indexOf('<', after);
  }
  return found;
}

const RAW = /^\s*<(?:pre|script|style|textarea|\?|![a-z[])/i;

function commentEnd(source: string, at: number, end: number): number {
  // No further than its block: else each of many that never end would look through the whole document.
  const close = source.slice(at, end).indexOf('-->', 4);
  return close === -1 ? end : at + close + 3;
}

/** Behind the tag that begins here, with `>` in its attributes; one character further where no tag begins. */
function tagEnd(source: string, at: number, end: number): number {
  if (!/^<\/?[a-z]/i.test(source.slice(at, at + 3))) return at + 1;
  let quote = '';
  for (let next = at + 1; next < end; next += 1) {
    const char = source.charAt(next);
    if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === '"' || char === "'") quote = char;
    else if (char === '>') return next + 1;
  }
  return end;
}

function standsAlone(source: string, { from, to }: Marker): boolean {
  let before = from - 1;
  while (source[before] === ' ' || source[before] === '\t') before -= 1;
  let after = to;
  while (source[after] === ' ' || source[after] === '\t') after += 1;
  return isEdge(source[before]) && isEdge(source[after]);
}

function isEdge(char: string | undefined): boolean {
  return char === undefined || char === '\n' || char === '\r';
}

const LONGEST_MARKER = 200;
const MARKER =
  /^<!--[ \t]*(\/?)norepeat:([a-z][a-z0-9-]{0,40})(?:([ \t]+)([0-9a-f]{1,64}))?[ \t]*-->$/;

function markerAt(source: string, from: number, to: number): Marker | null {
  if (to - from > LONGEST_MARKER) return null;
  const match = MARKER.exec(source.slice(from, to));
  if (match === null) return null;
  const [whole, slash = '', name = '', gap = '', hash = ''] = match;
  if (slash !== '' && hash !== '') return null;
  const nameTo = from + whole.indexOf('norepeat:') + 'norepeat:'.length + name.length;
  return {
    name,
    is: slash === '' ? 'start' : 'end',
    hash: hash === '' ? null : hash,
    from,
    to,
    hashFrom: nameTo + gap.length,
    hashTo: nameTo + gap.length + hash.length,
  };
}

function span(node: Html): { readonly start: number; readonly end: number } {
  const start = node.position?.start.offset ?? 0;
  return { start, end: node.position?.end.offset ?? start };
}
