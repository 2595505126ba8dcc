/**
 * YAML to a value and to the places of everything in it. js-yaml says when a node opens and closes;
 * from that we rebuild which key or item stands where, so that an error can point at it.
 */
import { CORE_SCHEMA, loadAll, YAMLException } from 'js-yaml';
import type { EventType, State } from 'js-yaml';

/** A place is an offset into the text; `placeAt` in places.ts makes line and column of it. */
export interface YamlNode {
  /** Where the value begins; `null` when nothing is written there. */
  readonly at: number | null;
  readonly content:
    | { readonly kind: 'mapping'; readonly entries: readonly YamlEntry[] }
    | { readonly kind: 'sequence'; readonly items: readonly YamlNode[] }
    | { readonly kind: 'scalar' }
    | { readonly kind: 'alias' };
}

export interface YamlEntry {
  readonly key: string;
  readonly keyAt: number;
  readonly value: YamlNode;
}

export type YamlReading =
  | { readonly kind: 'read'; readonly documents: readonly YamlDocument[] }
  | {
      readonly kind: 'broken';
      /** In js-yaml's words. */
      readonly reason: string;
      readonly at: number;
      /** Where the innermost unfinished value begins: an open quote or bracket. */
      readonly openedAt: number;
      /** Keys and items that were open where reading broke off. */
      readonly inside: readonly (string | number)[];
    };

export interface YamlDocument {
  readonly value: unknown;
  readonly root: YamlNode;
}

/**
 * Reads YAML 1.2 without dates, merge keys and binaries (a policy needs none). A key written twice is
 * no error here: both are in the tree, the later one in the value. `text` must not begin with a BOM.
 */
export function readYaml(text: string): YamlReading {
  const roots: RawNode[] = [];
  const open: Frame[] = [];
  try {
    const values = loadAll(text, null, {
      schema: CORE_SCHEMA,
      json: true,
      listener: listenerInto(open, roots),
    });
    const documents = values.map((value, index): YamlDocument => {
      const raw = roots[index];
      return { value, root: raw === undefined ? NOTHING : nodeOf(raw, text) };
    });
    return { kind: 'read', documents };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return {
      kind: 'broken',
      reason: error.reason,
      at: error.mark.position,
      openedAt: skipSpace(text, open.at(-1)?.start ?? 0),
      inside: [
        ...open.slice(0, -1).flatMap((frame) => segmentOf(frame, text)),
        ...keyOnLineOf(error.mark.position, open.at(-1), text),
      ],
    };
  }
}

const NOTHING: YamlNode = { at: null, content: { kind: 'scalar' } };

/** What js-yaml told about one node, before we know what it was for. */
interface RawNode {
  readonly start: number;
  readonly end: number;
  readonly kind: string | null;
  readonly result: unknown;
  readonly children: readonly RawNode[];
}

/** A node that is open and has these children so far. */
interface Frame {
  readonly start: number;
  readonly children: RawNode[];
}

function listenerInto(open: Frame[], roots: RawNode[]): (event: EventType, state: State) => void {
  return (event, state) => {
    if (event === 'open') {
      // js-yaml steps back after a wrong guess: what it read ahead never happened.
      const siblings = open.at(-1)?.children ?? [];
      while ((siblings.at(-1)?.end ?? 0) > state.position) siblings.pop();
      open.push({ start: state.position, children: [] });
      return;
    }
    const frame = open.pop();
    if (frame === undefined) return;
    const { start, children } = frame;
    const result: unknown = state.result;
    const raw = { start, end: state.position, kind: state.kind, result, children };
    (open.at(-1)?.children ?? roots).push(raw);
  };
}

/** Which key or item of an unfinished node its open child belongs to; none in what only wraps another. */
function segmentOf(frame: Frame, text: string): readonly (string | number)[] {
  const last = frame.children.at(-1);
  if (last !== undefined && colonFollows(last, text)) return [String(last.result)];
  const isList = /[-[]/.test(text.charAt(skipSpace(text, frame.start)));
  return isList ? [frame.children.length] : [];
}

/** The key of the innermost map that stands on the line where reading broke off. */
function keyOnLineOf(at: number, frame: Frame | undefined, text: string): readonly string[] {
  const key = frame?.children.findLast((child) => colonFollows(child, text));
  if (key === undefined) return [];
  const from = skipSpace(text, key.start);
  return /[\r\n]/.test(text.slice(from, at)) ? [] : [String(key.result)];
}

function nodeOf(raw: RawNode, text: string): YamlNode {
  const begin = skipSpace(text, raw.start);
  // A collection that is an item passes through a second node around the real one.
  const inner = raw.children.length === 1 ? raw.children[0] : undefined;
  if (inner !== undefined && inner.kind !== null && inner.result === raw.result) {
    return { ...nodeOf(inner, text), at: begin };
  }
  switch (raw.kind) {
    case 'mapping':
      return { at: begin, content: { kind: 'mapping', entries: entriesOf(raw.children, text) } };
    case 'sequence':
      return { at: begin, content: { kind: 'sequence', items: itemsOf(raw, begin, text) } };
    case 'scalar':
      return { at: begin, content: { kind: 'scalar' } };
    default:
      return begin < raw.end && text[begin] === '*'
        ? { at: begin, content: { kind: 'alias' } }
        : NOTHING;
  }
}

/** Keys and values come one after the other; a key is what a colon follows. */
function entriesOf(children: readonly RawNode[], text: string): readonly YamlEntry[] {
  const entries: YamlEntry[] = [];
  for (let index = 0; index < children.length; index += 1) {
    const key = children[index];
    if (key === undefined) break;
    const keyAt = skipSpace(text, key.start);
    const hasValue = colonFollows(key, text);
    const value = hasValue ? children[index + 1] : undefined;
    if (hasValue) index += 1;
    else if (key.kind === null && text[keyAt] !== '*') continue;
    entries.push({
      key: String(key.result),
      keyAt,
      value: value === undefined ? NOTHING : nodeOf(value, text),
    });
  }
  return entries;
}

/** Empty items have no node of their own, and `[a: b]` has two for one item. */
function itemsOf(raw: RawNode, begin: number, text: string): readonly YamlNode[] {
  const values: readonly unknown[] = Array.isArray(raw.result) ? raw.result : [];
  let cursor = begin;
  let next = 0;
  return values.map((value): YamlNode => {
    const child = raw.children[next];
    if (child !== undefined && colonFollows(child, text)) {
      const pair = raw.children.slice(next, next + 2);
      next += 2;
      cursor = pair.at(-1)?.end ?? cursor;
      const at = skipSpace(text, child.start);
      return { at, content: { kind: 'mapping', entries: entriesOf(pair, text) } };
    }
    if (child !== undefined && Object.is(child.result, value)) {
      const dash = skipSpace(text, cursor);
      next += 1;
      cursor = child.end;
      const node = nodeOf(child, text);
      return node.at === null ? { ...node, at: dash } : node;
    }
    const dash = skipSpace(text, cursor);
    cursor = dash + 1;
    return { ...NOTHING, at: dash };
  });
}

function colonFollows(node: RawNode, text: string): boolean {
  return text[skipSpace(text, node.end)] === ':';
}

/** Over white space, line breaks and comments. */
function skipSpace(text: string, from: number): number {
  let at = from;
  for (;;) {
    while (at < text.length && /[ \t\r\n]/.test(text.charAt(at))) at += 1;
    const startsComment = text[at] === '#' && (at === 0 || /[ \t\r\n]/.test(text.charAt(at - 1)));
    if (!startsComment) return at;
    while (at < text.length && !/[\r\n]/.test(text.charAt(at))) at += 1;
  }
}
