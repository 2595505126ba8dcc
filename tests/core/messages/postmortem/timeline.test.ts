import type { Table } from 'mdast';
import { expect, test } from 'vitest';
import { textOf } from '../../../../src/core/markdown/plain.ts';
import { readMarkdown } from '../../../../src/core/markdown/read.ts';
import type { TimelineEntry } from '../../../../src/core/timeline/entry.ts';
import { entry } from '../../../builders/a-timeline-entry.ts';
import { aTelling, told } from './a-telling.ts';

function tables(markdown: string): readonly Table[] {
  return readMarkdown(markdown).children.filter((node): node is Table => node.type === 'table');
}

/** `14:02 | Acknowledged | bob` */
function rows({ children }: Table): readonly string[] {
  return children.slice(1).map(({ children: cells }) => cells.map(textOf).join(' | '));
}

function many(count: number, overrides: Partial<TimelineEntry> = {}): readonly TimelineEntry[] {
  return Array.from({ length: count }, (_, index) =>
    entry(index, `Entry ${String(index)} says that the pool of checkout is exhausted once more`, {
      url: `https://github.example/acme/incidents/issues/12#issuecomment-${String(3_000_000_000 + index)}`,
      ...overrides,
    }),
  );
}

function region(timeline: readonly TimelineEntry[]): string {
  const markdown = told('timeline', aTelling({ timeline }));
  if (markdown === null) throw new Error('nothing was told');
  return markdown;
}

test('one that is short stands there as a whole, in its order, each with its comment', () => {
  const url = 'https://github.example/acme/incidents/issues/12#issuecomment-7';
  const markdown = region([
    entry(0, 'Declared', { kind: 'declared', key: true }),
    entry(2, 'I see errors', { by: 'bob', url }),
    entry(24 * 60, 'Nothing since yesterday', { by: null }),
  ]);
  expect(tables(markdown).map(rows)).toEqual([
    [
      '14:00 | Declared | alice',
      `14:02 (${url}) | I see errors | bob`,
      '2026-11-22 14:00 | Nothing since yesterday | ',
    ],
  ]);
  expect(markdown).toContain('Times are UTC, on 2026-11-21 where no date is given.');
  expect(markdown).not.toContain('<details>');
});

test('of a longer one, what moved it on stands there, and what was said is folded below', () => {
  const markdown = region([
    ...many(40),
    entry(41, 'Rollback begins', { kind: 'note' }),
    entry(42, 'A remark that somebody marked', { key: true }),
    entry(43, 'Mentioned in #7', { kind: 'mention' }),
  ]);
  const [shown, whole] = tables(markdown);
  expect(rows(shown!)).toEqual([
    '14:41 | Rollback begins | alice',
    '14:42 | A remark that somebody marked | alice',
  ]);
  expect(rows(whole!)).toHaveLength(43);
  expect(markdown).toContain('<summary>The whole timeline: 43 entries</summary>');
});

test('where nobody marked or noted anything, the latest that was said stands there', () => {
  const [shown, whole] = tables(region(many(100)));
  expect(rows(shown!).length).toBeGreaterThan(0);
  expect(rows(whole!)).toHaveLength(100);
});

test('of two thousand entries each is there with its comment, in a file that GitHub still shows', () => {
  const markdown = region(many(2000));
  expect(markdown.match(/#issuecomment-/g)?.length).toBeGreaterThanOrEqual(2000);
  expect(new TextEncoder().encode(markdown).length).toBeLessThan(400_000);
});

test.each([
  ['signs of Markdown', '*_`[]<>|'.repeat(40)],
  ['dollars and mentions', '$@a #1 '.repeat(40)],
  ['signs of three bytes', '試'.repeat(280)],
])('entries full of %s take no more room', (_, text) => {
  const markdown = region(many(3500, { text }));
  expect(new TextEncoder().encode(markdown).length).toBeLessThan(450_000);
});

test('what does not fit is counted, and leads to the incident', () => {
  const markdown = region(many(5000));
  expect(markdown).toContain(
    '2000 more do not fit here and stand in the [incident](https://github.example/acme/incidents/issues/12).',
  );
});

test('two thousand entries are told in less time than it takes to read them', () => {
  const telling = aTelling({ timeline: many(2000) });
  const text = told('timeline', telling) ?? '';
  const start = performance.now();
  told('timeline', telling);
  const tellingTook = performance.now() - start;
  const read = performance.now();
  readMarkdown(text);
  expect(tellingTook).toBeLessThan(performance.now() - read);
});
