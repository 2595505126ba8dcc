import { load } from 'js-yaml';
import type { Root, Table, TableCell } from 'mdast';
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter';
import { frontmatter } from 'micromark-extension-frontmatter';
import type { Processor } from 'unified';

/**
 * The facts above a file as GitHub shows them: a table with a column for each. What is no YAML, or no list
 * of facts, is shown as it is written.
 */
export function frontMatter(this: Processor): (tree: Root) => void {
  const data = this.data();
  data.micromarkExtensions = [...(data.micromarkExtensions ?? []), frontmatter(['yaml'])];
  data.fromMarkdownExtensions = [
    ...(data.fromMarkdownExtensions ?? []),
    frontmatterFromMarkdown(['yaml']),
  ];
  return (tree) => {
    const [first, ...others] = tree.children;
    if (first?.type !== 'yaml') return;
    const facts = factsIn(first.value);
    tree.children = [
      facts === null ? { type: 'code', lang: 'yaml', value: first.value } : tableOf(facts),
      ...others,
    ];
  };
}

function factsIn(yaml: string): ReadonlyMap<string, unknown> | null {
  try {
    const read = load(yaml);
    if (typeof read !== 'object' || read === null || Array.isArray(read)) return null;
    return new Map(Object.entries(read));
  } catch {
    return null;
  }
}

function tableOf(facts: ReadonlyMap<string, unknown>): Table {
  const cell = (value: unknown): TableCell => ({
    type: 'tableCell',
    children: [{ type: 'text', value: shown(value) }],
  });
  return {
    type: 'table',
    children: [
      { type: 'tableRow', children: [...facts.keys()].map(cell) },
      { type: 'tableRow', children: [...facts.values()].map(cell) },
    ],
  };
}

function shown(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  return Array.isArray(value) ? value.map(shown).join(', ') : JSON.stringify(value);
}
