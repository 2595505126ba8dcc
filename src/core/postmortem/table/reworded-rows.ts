/** Rows that became items and were reworded before their issue was named in them: which row is which. */
import { distance } from 'fastest-levenshtein';
import { sameIssue, type IssueRef } from '../../ids.ts';
import type { Telling } from '../telling.ts';

/** What names a row: `TableEntry` and `Row` have it. */
export interface NamedRow {
  readonly key: string;
  readonly title: string;
  /** The issue that it names as its own. */
  readonly issue: IssueRef | null;
}

/**
 * The key under which it became an item, by the present key of each row that was reworded since. A row that
 * stands in the table as it was, or by the name of its issue, was not: every new row beside it is new,
 * whatever it says. Of the others, a row is the same one where one of both says all the words of the other,
 * at least two, slips of the pen aside: whatever says something else in the place of what it leaves out is a
 * new row, wherever it stands and whoever is to do it, for a second issue is seen and closed, and an action
 * that nobody made is not missed. Each counts once.
 */
export function rewordedRows(
  rows: readonly NamedRow[],
  telling: Telling,
): ReadonlyMap<string, string> {
  const { rowTitles = new Map<string, string>() } = telling;
  const lost = [...rowTitles].filter(([key]) => isLost(key, rows, telling));
  const fresh = rows.filter(({ key, issue }) => issue === null && !rowTitles.has(key));
  const pairs = lost
    .flatMap(([was, title]) =>
      fresh.map(({ key, title: now }) => ({ was, key, likeness: likenessOf(title, now) })),
    )
    .filter(({ likeness }) => likeness > 0)
    .sort((a, b) => b.likeness - a.likeness);
  const found = new Map<string, string>();
  for (const { was, key } of pairs) {
    if (!found.has(key) && ![...found.values()].includes(was)) found.set(key, was);
  }
  return found;
}

/** With the issues of rows that were reworded under their present keys, too. */
export function withReworded(rows: readonly NamedRow[], telling: Telling): Telling {
  const madeOfRows = new Map(telling.madeOfRows);
  for (const [key, was] of rewordedRows(rows, telling)) {
    const issue = telling.madeOfRows.get(was);
    if (issue !== undefined) madeOfRows.set(key, issue);
  }
  return { ...telling, madeOfRows };
}

/** It became an item, and no row is it. One whose issue was taken off the incident is over. */
function isLost(
  key: string,
  rows: readonly NamedRow[],
  { madeOfRows, incident }: Telling,
): boolean {
  if (rows.some((row) => row.key === key)) return false;
  const issue = madeOfRows.get(key);
  if (issue === undefined) return true;
  return (
    incident.actionItems.some(({ ref }) => sameIssue(ref, issue)) &&
    !rows.some((row) => row.issue !== null && sameIssue(row.issue, issue))
  );
}

/** How much of the longer one's words the shorter one has, in (0, 1]; 0 where it is another action. */
function likenessOf(one: string, other: string): number {
  const [few = [], many = []] = [wordsOf(one), wordsOf(other)].sort((a, b) => a.length - b.length);
  if (few.length < FEWEST || !few.every((word) => many.some((one) => isSame(word, one)))) return 0;
  return few.length / many.length;
}

const FEWEST = 2;

/** A letter more, less or other in a long word: `qeue`, `pools`. A short one is soon another word, and so is a figure. */
function isSame(word: string, other: string): boolean {
  if (word === other) return true;
  const isLong = Math.max(word.length, other.length) >= LONG;
  return isLong && LETTERS.test(word) && LETTERS.test(other) && distance(word, other) === 1;
}

const LONG = 5;
const LETTERS = /^[\p{L}\p{M}]+$/u;

function wordsOf(title: string): readonly string[] {
  return [...new Set(title.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [])];
}
