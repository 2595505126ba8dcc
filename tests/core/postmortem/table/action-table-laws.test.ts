import fc from 'fast-check';
import { expect, test } from 'vitest';
import { actionTable, rowsOf } from '../../../../src/core/postmortem/table/action-table.ts';
import type { Telling } from '../../../../src/core/postmortem/telling.ts';
import { anItem, aTelling, issueNumber } from '../../../builders/an-item.ts';
import { CREATED } from '../../../builders/facts.ts';
import { runs } from '../../../support/properties.ts';

const HEADS = [
  '| Action | Owner | Due | Status |\n| --- | --- | --- | --- |',
  'Task | Prio | Who\n:- | -: | :-:',
  '> | What | Due | Status |\n> |-|-|-|',
  '| Status | Action |\n|-|-|',
];

const PIECES = [
  'Add a test',
  '@alice',
  'a\\|b',
  '`x \\| y`',
  '**bold**',
  '<!-- norepeat:item 0123456789abcd -->',
  '<!-- /norepeat:action-items -->',
  '#45',
  '([#46](https://github.example/acme/incidents/issues/46))',
  '2026-12-01',
  'in 5 days',
  '```',
  '<b',
  '[x](y',
  '\\',
  '  ',
  'дата',
  '🚀',
];

const cell = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 12 })), { maxLength: 3 })
  .map((parts) => parts.join(' ').replace(/[\r\n]/g, ''));
const row = fc
  .tuple(
    fc.boolean(),
    fc.array(
      cell.map((words) => words.replace(/(?<!\\)\|/g, '\\|')),
      { maxLength: 6 },
    ),
  )
  .map(([piped, cells]) => (piped ? `| ${cells.join(' | ')} |` : cells.join(' | ')));
const newline = fc.constantFrom('\n', '\r\n');
const region = fc
  .tuple(
    fc.constantFrom('', 'What will change?\n\n', '- a list\n\n'),
    fc.array(fc.tuple(fc.constantFrom(...HEADS), fc.array(row, { maxLength: 5 })), {
      maxLength: 2,
    }),
    fc.constantFrom('', '\n', '\n\nSee the board.\n'),
    newline,
  )
  .map(([before, tables, after, eol]) => {
    const text = tables.map(([head, rows]) => [head, ...rows].join('\n')).join('\n\n');
    return `${before}${text}${after}`.replaceAll('\n', eol);
  });

const item = fc
  .tuple(fc.integer({ min: 40, max: 50 }), fc.string({ maxLength: 30 }), fc.boolean(), fc.boolean())
  .map(([number, title, restricted, over]) =>
    anItem(number, { issue: { title, restricted }, owners: restricted ? [] : ['bob'], over }),
  );
const items = fc.uniqueArray(item, { maxLength: 5, selector: ({ item: { ref } }) => ref.number });

/** The rows of a text have their issues: each the next number. */
function having(current: string, found: Parameters<typeof aTelling>[0]): Telling {
  const keys = rowsOf(current, aTelling(), CREATED).flatMap(({ key, link }) =>
    link === null ? [key] : [],
  );
  const madeOfRows = new Map(keys.map((key, at) => [key, issueNumber(40 + at)]));
  return aTelling(found, { madeOfRows });
}

test('merging twice changes nothing', () => {
  fc.assert(
    fc.property(region, items, fc.boolean(), (current, found, made) => {
      const telling = made ? having(current, found) : aTelling(found);
      const once = actionTable(current, telling);
      expect(actionTable(once, telling)).toBe(once);
    }),
    runs(100),
  );
});

test('every line that a person wrote is there afterwards, in their order', () => {
  fc.assert(
    fc.property(region, items, (current, found) => {
      const lines = current.split(/\r?\n/).filter((line) => line.trim() !== '');
      const after = actionTable(current, aTelling(found)).split(/\r?\n/);
      let at = 0;
      for (const line of lines) {
        const next = after.findIndex((one, index) => index >= at && isSame(one, line));
        expect(next, line).not.toBe(-1);
        at = next + 1;
      }
    }),
    runs(100),
  );
});

/** A person's row may have been taken up: then its action is there still. */
function isSame(one: string, line: string): boolean {
  if (one === line) return true;
  const words = line.split(/(?<!\\)\|/).map((part) => part.trim());
  return words.some((part) => /#4\d/.test(part) && one.includes(part));
}

test('what is added keeps the line ends that are there', () => {
  fc.assert(
    fc.property(region, items, (current, found) => {
      const after = actionTable(current, aTelling(found));
      if (current.includes('\r\n')) expect(after.replaceAll('\r\n', '')).not.toMatch(/\n/);
      else expect(after).not.toContain('\r');
    }),
    runs(),
  );
});

test('an item has its row in every region in which a table can stand', () => {
  fc.assert(
    fc.property(fc.constantFrom(...HEADS), fc.array(row, { maxLength: 4 }), (head, rows) => {
      const current = [head, ...rows.map((one) => one.replaceAll(/[`<\\#]/g, ''))].join('\n');
      const table = actionTable(current, aTelling([anItem(99)]));
      const links = rowsOf(`# P\n\n${table}`, aTelling(), CREATED).map(({ link }) => link?.number);
      const isStrict = head.includes('Owner') || head.includes('Who');
      if (isStrict) expect(links).toContain(99);
      else expect(table).toContain('/issues/99');
    }),
    runs(),
  );
});
