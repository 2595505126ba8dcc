/** From a key path to the line and column where it stands. */
import type { YamlNode } from './yaml-tree.ts';

/** Names of keys and numbers of list items, from the top. */
export type KeyPath = readonly (string | number)[];

/** Both 1-based; a column counts UTF-16 units, as editors do. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * Offset of what stands at the path: a value that stands on the line of its key or below it by itself;
 * the key, where the value is a block or nothing. Where the path leads nowhere, or into what an alias
 * stands for, the last place on the way.
 */
export function offsetOfValue(root: YamlNode, path: KeyPath, text: string): number {
  const { keyAt, node, complete } = walk(root, path);
  const at = node?.at ?? keyAt;
  if (!complete || node === null) return node?.content.kind === 'alias' ? at : keyAt;
  const isCollection = node.content.kind === 'mapping' || node.content.kind === 'sequence';
  return isCollection && path.length > 0 && /[\r\n]/.test(text.slice(keyAt, at)) ? keyAt : at;
}

/** Offset of the key (or list item) itself. */
export function offsetOfKey(root: YamlNode, path: KeyPath): number {
  return walk(root, path).keyAt;
}

/** Is anything written for this path? What an alias stands for counts as not written here. */
export function isWritten(root: YamlNode, path: KeyPath): boolean {
  return walk(root, path).complete;
}

/** Line and column of an offset. */
export function placeAt(text: string, offset: number): Place {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

/** `services.checkout.responders[1]`; keys with other characters are quoted: `services["a b"]`. */
export function formatKeyPath(path: KeyPath): string {
  return path
    .map((segment, index) => {
      if (typeof segment === 'number') return `[${String(segment)}]`;
      if (!/^[A-Za-z_][\w-]*$/.test(segment)) return `[${JSON.stringify(segment)}]`;
      return index === 0 ? segment : `.${segment}`;
    })
    .join('');
}

interface Walked {
  readonly keyAt: number;
  readonly node: YamlNode | null;
  readonly complete: boolean;
}

function walk(root: YamlNode, path: KeyPath): Walked {
  let walked: Walked = { keyAt: root.at ?? 0, node: root, complete: true };
  for (const segment of path) {
    const step = walked.node === null ? null : stepInto(walked.node, segment);
    if (step === null) return { ...walked, complete: false };
    walked = step;
  }
  return walked;
}

function stepInto(node: YamlNode, segment: string | number): Walked | null {
  if (node.content.kind === 'mapping') {
    // Of a key written twice the later one counts.
    const entry = node.content.entries.findLast((one) => one.key === String(segment));
    return entry === undefined ? null : { keyAt: entry.keyAt, node: entry.value, complete: true };
  }
  if (node.content.kind === 'sequence' && typeof segment === 'number') {
    const item = node.content.items[segment];
    return item === undefined ? null : { keyAt: item.at ?? 0, node: item, complete: true };
  }
  return null;
}
