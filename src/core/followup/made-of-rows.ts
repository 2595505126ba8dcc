import type { IssueRef } from '../ids.ts';
import type { Ledger } from '../ledger/ledger.ts';

/** Rows of the postmortem that have their issue: made for them, or named by them. By the key of the row. */
export function madeOfRows(ledger: Ledger): ReadonlyMap<string, IssueRef> {
  return new Map(
    ledger.flatMap((entry): readonly (readonly [string, IssueRef])[] => {
      if (entry.verdict === 'row') return entry.link === null ? [] : [[entry.row, entry.link]];
      if (entry.verdict !== 'made' || !('row' in entry.asked)) return [];
      return [[entry.asked.row, entry.item]];
    }),
  );
}

/** What the rows said for which an issue is made, by their keys. */
export function titlesOfRows(ledger: Ledger): ReadonlyMap<string, string> {
  return new Map(
    ledger.flatMap((entry): readonly (readonly [string, string])[] =>
      entry.verdict === 'row' && entry.link === null ? [[entry.row, entry.title]] : [],
    ),
  );
}
