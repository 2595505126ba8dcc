import { readFileSync } from 'node:fs';
import type { Nodes } from 'mdast';
import { describe, expect, test } from 'vitest';
import { readMarkdown } from '../../../../src/core/markdown/read.ts';
import { openPrompts } from '../../../../src/core/messages/postmortem/prompts.ts';
import { INLINE_FACTS } from '../../../../src/core/postmortem/inline-facts.ts';
import { REGION_KINDS } from '../../../../src/core/postmortem/regions/kinds.ts';
import { readRegions } from '../../../../src/core/postmortem/regions/regions.ts';
import { checkTemplate, newDocument } from '../../../../src/core/postmortem/template.ts';
import { aTelling, OVER } from './a-telling.ts';

const read = (name: string): string =>
  readFileSync(new URL(`../../../../templates/${name}.md`, import.meta.url), 'utf8');

describe.each(['postmortem', 'postmortem-short'])('the built-in template %s', (name) => {
  const template = read(name);

  test('has nothing that the policy check would report', () => {
    expect(checkTemplate(template)).toEqual([]);
  });

  test('names only facts that there are', () => {
    const named = Array.from(template.matchAll(/\{\{([^}]+)\}\}/g), ([, fact]) => fact ?? '');
    expect(named.filter((fact) => !(fact in INLINE_FACTS))).toEqual([]);
  });

  test('leaves every question open in a new document, and no region broken', () => {
    const document = newDocument({ template, telling: aTelling(OVER), notice: null });
    expect(readRegions(document).problems).toEqual([]);
    const asked = emphasised(readMarkdown(document));
    expect(asked).toBeGreaterThan(3);
    expect(openPrompts(readMarkdown(document))).toHaveLength(asked);
  });
});

test('the full template has a place for everything that can be told', () => {
  const { regions } = readRegions(read('postmortem'));
  expect(new Set(regions.map(({ name }) => name))).toEqual(new Set(REGION_KINDS));
});

/** Everything in emphasis: in these templates only questions are. */
function emphasised(node: Nodes): number {
  if (node.type === 'emphasis') return 1;
  return 'children' in node
    ? node.children.reduce((sum: number, child: Nodes) => sum + emphasised(child), 0)
    : 0;
}
