import fc from 'fast-check';
import type { Nodes } from 'mdast';
import { describe, expect, test, vi } from 'vitest';
import type { Incident } from '../../../src/core/incident/incident.ts';
import { readMarkdown } from '../../../src/core/markdown/read.ts';
import { SUMMARY_MARKER, SUMMARY_ROOM } from '../../../src/core/messages/summary.ts';
import { entry } from '../../builders/a-timeline-entry.ts';
import { anIncident } from '../../builders/an-incident.ts';
import { aLinkedIssue, aSubIssue, CREATED, minute } from '../../builders/facts.ts';
import { runs } from '../../support/properties.ts';
import { summary, lines, acknowledged, ROLES } from './summaries.ts';

vi.setConfig({ testTimeout: 120_000 });

function live(node: Nodes): string {
  if (node.type === 'text') return node.value;
  if (node.type === 'inlineCode' || node.type === 'link') return ' ';
  return 'children' in node ? node.children.map(live).join('') : '';
}

describe('the summary is one comment that stays what it is', () => {
  test('it begins with its marker and ends with the ledger', () => {
    const block = '<!-- norepeat:ledger 1 {"a":1} sig -->';
    const markdown = summary(anIncident(), minute(1), { ledgerBlocks: [block] });
    expect(markdown.startsWith(`${SUMMARY_MARKER}\n`)).toBe(true);
    expect(markdown.endsWith(`\n${block}`)).toBe(true);
  });

  test('time passing changes it only when something becomes overdue', () => {
    const incident = anIncident({ ...acknowledged, roles: ROLES });
    expect(summary(incident, minute(5))).toBe(summary(incident, minute(59)));
    expect(summary(incident, minute(59))).not.toBe(summary(incident, minute(60)));
    expect(summary(incident, minute(60))).toBe(summary(incident, minute(119)));
  });

  test('it is Markdown as a formatter would leave it: read and written again it has the same parts', () => {
    const markdown = summary(
      anIncident({ ...acknowledged, timeline: [entry(1, 'x', { key: true })] }),
    );
    const kinds = (text: string) => readMarkdown(text).children.map(({ type }) => type);
    expect(kinds(markdown)).toEqual(kinds(`${markdown}\n`));
    expect(markdown).not.toMatch(/&#x/);
  });

  test('five hundred entries, hostile words and a full ledger fit into a comment', () => {
    const hostile = '$ @all #1 <!-- | ** שלום 👩‍🚒 $'.repeat(20);
    const timeline = Array.from({ length: 500 }, (_, index) =>
      entry(index, hostile, { key: true }),
    );
    const incident = anIncident({
      ...acknowledged,
      timeline,
      title: hostile,
      warnings: Array.from({ length: 50 }, () => hostile),
      unknownServices: Array.from({ length: 50 }, (_, index) => `${String(index)}${hostile}`),
      lastUpdate: { at: minute(3), by: 'alice', text: hostile },
      actionItems: Array.from({ length: 100 }, () => aSubIssue({ title: hostile })),
      mentions: Array.from({ length: 100 }, () => aLinkedIssue({ title: hostile })),
    });
    expect(summary(incident).length).toBeLessThanOrEqual(SUMMARY_ROOM);
    const block = `<!-- ${'x'.repeat(38_000)} -->`;
    const markdown = summary(incident, minute(1), { ledgerBlocks: [block] });
    expect(markdown.length).toBeLessThan(65_536);
    expect(markdown.endsWith(block)).toBe(true);
  });

  const word = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '@alice',
      '#12',
      '<!-- norepeat:summary -->',
      '</details>',
      '| a |',
      '```',
      '\n\n# x',
    ),
    fc
      .array(fc.constantFrom('@', '#', '1', '|', '<', '!--', '-->', '`', '\n', '$', ' ', 'a'), {
        maxLength: 30,
      })
      .map((all) => all.join('')),
  );

  test('whatever people wrote: six lines, the same folds, no mention, no forged marker', () => {
    fc.assert(
      fc.property(word, word, word, (one, two, three) => {
        const hostile = (a: string, b: string, c: string): Incident =>
          anIncident({
            ...acknowledged,
            title: a,
            declaredBy: b === '' ? 'eve' : b,
            confirmed: null,
            detectedHow: c,
            unknownServices: [a],
            warnings: [b],
            lastUpdate: { at: minute(3), by: a, text: b },
            roles: new Map([['commander', c]]),
            relations: [{ kind: 'related', issue: aLinkedIssue().ref, title: a, url: b }],
            mentions: [aLinkedIssue({ title: b, url: c })],
            actionItems: [aSubIssue({ title: c, assignees: [a] })],
            suspects: [{ kind: 'deployment', repository: a, title: b, url: c, at: CREATED, by: a }],
            timeline: [entry(1, a, { key: true, by: b, url: c })],
          });
        const calm = readMarkdown(summary(hostile('x', 'x', 'x')));
        const markdown = summary(hostile(one, two, three));
        const tree = readMarkdown(markdown);
        expect(tree.children.map(({ type }) => type)).toEqual(
          calm.children.map(({ type }) => type),
        );
        expect(lines(markdown)).toHaveLength(6);
        expect(markdown.split('<!--')).toHaveLength(2);
        expect(live(tree)).not.toMatch(/@\w|#\d/);
        expect(summary(hostile(one, two, three))).toBe(markdown);
      }),
      runs(60),
    );
  });
});
