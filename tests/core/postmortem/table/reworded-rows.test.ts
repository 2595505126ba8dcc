/** A row that became an item and was reworded before its issue was named in it is still that row. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  actionTable,
  rowsOf,
  rowsToMake,
} from '../../../../src/core/postmortem/table/action-table.ts';
import type { Telling } from '../../../../src/core/postmortem/telling.ts';
import { anItem, aTelling, issueNumber } from '../../../builders/an-item.ts';
import { CREATED } from '../../../builders/facts.ts';
import { runs } from '../../../support/properties.ts';

function table(titles: readonly string[]): string {
  const rows = titles.map((title) => `| ${title} | | | |\n`);
  return `| Action | Owner | Due | Status |\n| --- | --- | --- | --- |\n${rows.join('')}`;
}

/** Every row of a table became an item, and none was named in it yet; `pending`: none is made yet. */
function having(titles: readonly string[], pending = false): Telling {
  const rows = rowsOf(table(titles), aTelling(), CREATED);
  const items = rows.map(({ title }, at) => anItem(40 + at, { issue: { title } }));
  const madeOfRows = new Map(rows.map(({ key }, at) => [key, issueNumber(40 + at)]));
  const rowTitles = new Map(rows.map(({ key, title }) => [key, title]));
  return {
    ...aTelling(pending ? [] : items, { madeOfRows: pending ? new Map() : madeOfRows }),
    rowTitles,
  };
}

function madeNow(titles: readonly string[], telling: Telling): readonly string[] {
  return rowsToMake(rowsOf(table(titles), telling, CREATED), telling).map(({ title }) => title);
}

/** The issue in each row of the table as the app would write it. */
function namedIn(titles: readonly string[], telling: Telling): readonly (string | undefined)[] {
  const lines = actionTable(table(titles), telling).trim().split('\n').slice(2);
  return lines.map((line) => /#(\d+)/.exec(line)?.[1]);
}

describe('a row that says more, or less, or the same without a slip of the pen', () => {
  test.each([
    ['Alert on pool size', 'Alert early on the size of the pool'],
    ['Add a canary for checkout and search', 'Add a canary for checkout'],
    ['Fix retry', 'Retry: fix it'],
    ['Restart the worker of a qeue', 'Restart the workers of a queue'],
    ['Alert on errrors', 'Alert early on errors'],
  ])('%s → %s', (was, now) => {
    const telling = having(['Write a runbook', was]);
    expect(madeNow(['Write a runbook', now], telling)).toEqual([]);
    expect(namedIn(['Write a runbook', now], telling)).toEqual(['40', '41']);
    expect(madeNow([now], having([was], true))).toEqual([]);
  });
});

describe('is another row', () => {
  test.each([
    ['that says something else in the same words', 'Alert on queue depth', 'Alert on disk depth'],
    ['that shares one word', 'Canary', 'Canary for checkout'],
    ['that says another short word', 'Move the pool to EU', 'Move the pool to US'],
    ['that says another number', 'Scale workers to 10000', 'Scale workers to 20000'],
    ['that says the opposite', 'Increase the timeout', 'Decrease the timeout'],
    ['that says something else', 'Alert on queue depth', 'Write a runbook'],
  ])('one %s', (_, was, now) => {
    expect(madeNow([now], having([was]))).toEqual([now]);
  });

  test('one beside the row itself', () => {
    const telling = having(['Alert on queue depth']);
    const more = 'Alert on queue depth in Europe';
    expect(madeNow(['Alert on queue depth', more], telling)).toEqual([more]);
  });

  test('one after the item was taken off the incident', () => {
    const { madeOfRows, rowTitles } = having(['Alert on queue depth']);
    const telling = { ...aTelling([], { madeOfRows }), rowTitles: rowTitles! };
    const more = 'Alert on queue depth in Europe';
    expect(madeNow([more], telling)).toEqual([more]);
  });

  test('the second of two that might be it', () => {
    const two = ['Alert on queue depth in all of Europe', 'Alert on queue depth in Europe'];
    const telling = having(['Alert on queue depth']);
    expect(madeNow(two, telling)).toEqual([two[0]]);
    expect(namedIn(two, telling)).toEqual([undefined, '40']);
  });
});

/** Words that nobody else uses: `w3x0`. */
const title = (row: number, words: number): string =>
  Array.from({ length: words }, (_, at) => `w${String(row)}x${String(at)}`).join(' ');
const lengths = fc.array(fc.integer({ min: 2, max: 5 }), { minLength: 1, maxLength: 6 });

test('however rows are moved and reworded by more words, none becomes a second item', () => {
  fc.assert(
    fc.property(
      lengths,
      fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 6, maxLength: 6 }),
      fc.boolean(),
      (words, more, turned) => {
        const before = words.map((count, row) => title(row, count));
        const grown = before.map((one, row) =>
          [one, ...Array.from({ length: more[row] ?? 0 }, (_, at) => `more${String(at)}`)].join(
            ' ',
          ),
        );
        const after = turned ? grown.toReversed() : grown;
        const telling = having(before);
        expect(madeNow(after, telling)).toEqual([]);
        expect(namedIn(after, telling).toSorted()).toEqual(
          before.map((_, row) => String(40 + row)),
        );
      },
    ),
    runs(60),
  );
});

test('whatever rows are deleted, every row that says something else is made', () => {
  const word = fc.constantFrom('alert', 'on', 'queue', 'disk', 'depth');
  const titles = fc.uniqueArray(
    fc.uniqueArray(word, { minLength: 2, maxLength: 4 }).map((words) => words.join(' ')),
    { minLength: 1, maxLength: 5 },
  );
  fc.assert(
    fc.property(titles, fc.nat(), titles, (made, kept, added) => {
      const before = made.map((one, row) => `old${String(row)} ${one}`);
      const left = before.filter((_, row) => ((kept >> row) & 1) === 1);
      // Each has a word of its own: neither says all that the other says.
      const fresh = added.map((one, row) => `new${String(row)} ${one}`);
      expect(madeNow([...left, ...fresh], having(before))).toEqual(fresh);
    }),
    runs(200),
  );
});

test('while every row that became an item stands as it was, every other row is made', () => {
  const words = fc
    .array(fc.constantFrom('alert', 'on', 'queue', 'depth', 'early'), {
      minLength: 1,
      maxLength: 5,
    })
    .map((some) => some.join(' '));
  const titles = fc.uniqueArray(words, { minLength: 2, maxLength: 8 });
  fc.assert(
    fc.property(titles, fc.nat(), (all, at) => {
      const before = all.slice(0, 1 + (at % (all.length - 1)));
      const after = all.slice(before.length);
      expect(madeNow([...before, ...after], having(before))).toEqual(after);
    }),
    runs(200),
  );
});
