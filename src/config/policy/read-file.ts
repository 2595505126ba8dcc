/** Text to a YAML value that is safe to look at: bounded, one document, every key once. */
import type { PolicyProblem } from '../../core/policy/problem.ts';
import { explainBrokenYaml } from './broken-yaml.ts';
import { formatKeyPath, placeAt } from './places.ts';
import type { KeyPath } from './places.ts';
import { describeFound } from './problems.ts';
import type { ReadFile } from './problems.ts';
import { readYaml } from './yaml-tree.ts';
import type { YamlDocument, YamlNode } from './yaml-tree.ts';

/** In characters; ten times what a policy of a hundred services needs. */
export const LONGEST_POLICY = 65_536;

/** Values that the file stands for once every alias is written out. */
const MOST_VALUES = 20_000;
const DEEPEST = 50;

export function readPolicyFile(
  given: string,
  file: string,
):
  | { readonly kind: 'read'; readonly read: ReadFile }
  | { readonly kind: 'invalid'; readonly problems: readonly PolicyProblem[] } {
  const text = given.replace(/^\uFEFF/, '');
  const refuse = (offset: number, path: KeyPath, found: string, expected: string) =>
    ({
      kind: 'invalid',
      problems: [{ file, ...placeAt(text, offset), keyPath: formatKeyPath(path), found, expected }],
    }) as const;
  if (text.length > LONGEST_POLICY) {
    const found = `${String(text.length)} characters or more`;
    return refuse(0, [], found, `a file of at most ${String(LONGEST_POLICY)} characters`);
  }
  const yaml = readYaml(text);
  if (yaml.kind === 'broken') {
    const { at, found, expected } = explainBrokenYaml(yaml, text);
    return refuse(at, yaml.inside, found, expected);
  }
  const [document, second] = yaml.documents;
  if (second !== undefined) {
    return refuse(second.root.at ?? text.length, [], 'a second document', 'one YAML document');
  }
  if (document === undefined || document.value === null || document.value === undefined) {
    return refuse(0, [], 'an empty file', 'at least one key, such as incidents or services');
  }
  if (isTooBig(document.value)) {
    const alias = firstAlias(document.root) ?? { at: 0, path: [] };
    const expected = `at most ${String(MOST_VALUES)} values, ${String(DEEPEST)} levels deep, once aliases are written out`;
    return refuse(alias.at, alias.path, 'more', expected);
  }
  return withoutOddKeys(document, text, file);
}

function withoutOddKeys(
  document: YamlDocument,
  text: string,
  file: string,
): ReturnType<typeof readPolicyFile> {
  const problems = oddKeys(document.root, []).map(({ path, at, firstAt }) => {
    const key = describeFound(path.at(-1));
    const here = { file, ...placeAt(text, at), keyPath: formatKeyPath(path) };
    if (firstAt === undefined)
      return { ...here, found: `the key ${key}`, expected: 'another name' };
    const first = String(placeAt(text, firstAt).line);
    const found = `the key ${key} again, first on line ${first}`;
    return { ...here, found, expected: 'each key once' };
  });
  if (problems.length > 0) return { kind: 'invalid', problems };
  return { kind: 'read', read: { file, text, value: document.value, root: document.root } };
}

interface OddKey {
  readonly path: KeyPath;
  readonly at: number;
  /** Where it was written before; undefined for a name that JavaScript keeps for itself. */
  readonly firstAt: number | undefined;
}

function oddKeys(node: YamlNode, path: KeyPath): readonly OddKey[] {
  if (node.content.kind === 'sequence') {
    return node.content.items.flatMap((item, index) => oddKeys(item, [...path, index]));
  }
  if (node.content.kind !== 'mapping') return [];
  const seen = new Map<string, number>();
  return node.content.entries.flatMap(({ key, keyAt, value }) => {
    const firstAt = seen.get(key);
    const here = [...path, key];
    if (firstAt === undefined) seen.set(key, keyAt);
    const isOdd = firstAt !== undefined || key === '__proto__';
    return [...(isOdd ? [{ path: here, at: keyAt, firstAt }] : []), ...oddKeys(value, here)];
  });
}

/** Aliases are shared in memory, so a small file can stand for a huge value, or contain itself. */
function isTooBig(value: unknown): boolean {
  let counted = 0;
  const count = (inside: unknown, depth: number): boolean => {
    counted += 1;
    if (counted > MOST_VALUES || depth > DEEPEST) return true;
    if (typeof inside !== 'object' || inside === null) return false;
    return Object.values(inside).some((one) => count(one, depth + 1));
  };
  return count(value, 0);
}

function firstAlias(node: YamlNode, path: KeyPath = []): { at: number; path: KeyPath } | null {
  if (node.content.kind === 'alias') return { at: node.at ?? 0, path };
  const inside =
    node.content.kind === 'mapping'
      ? node.content.entries.map(({ key, value }) => firstAlias(value, [...path, key]))
      : node.content.kind === 'sequence'
        ? node.content.items.map((item, index) => firstAlias(item, [...path, index]))
        : [];
  return inside.find((one) => one !== null) ?? null;
}
