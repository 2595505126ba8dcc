/**
 * The index of postmortems, a file that every postmortem changes in its own pull request. Pull requests
 * that are open at the same time must be able to be merged in any order: so each changes only lines in its
 * own place (`text.ts`), and what was merged is sorted in by the next one that begins alone. What
 * cannot be written without touching lines of another waits until there is room (`plan/index-file.ts`).
 */
import type { Policy } from '../../policy/policy.ts';
import { areasOf, linesOf, replaced, textOf, type Area } from './areas.ts';
import type { IndexEntry } from './entries.ts';
import { sortedIn } from './sorting.ts';
import { anchorOf, lineOf, placeOf, readLine, shelfOf, writeLine } from './text.ts';

export function indexPath({ postmortems }: Pick<Policy, 'postmortems'>): string {
  const directory = postmortems.directory.replace(/^(?:\.?\/)+|\/+$/g, '');
  return directory === '' || directory === '.' ? 'README.md' : `${directory}/README.md`;
}

export interface IndexOpening {
  readonly mine: IndexEntry;
  /** Everything that is published, to put in what the index lacks. */
  readonly published: readonly IndexEntry[];
  /** Numbers of the incidents whose postmortems are open too, and opened before it. */
  readonly othersOpen: readonly number[];
  /** And of those that opened after it: they wrote no more than lines in their own places. */
  readonly openedLater?: readonly number[];
}

/**
 * The index with one more postmortem, as its branch begins, or later when it has main's index. While no other
 * is open, everything is sorted in, and an index that is missing or broken is made or mended; people's text
 * outside the lists stays. While others are, only lines in the own place are added; the first of them to
 * open makes or mends it.
 *
 * @param before as main has it, null where there is none. @returns null where nothing can be written now.
 */
export function indexOnOpening(before: string | null, opening: IndexOpening): string | null {
  const { mine, othersOpen, openedLater = [] } = opening;
  const isFirst = othersOpen.length === 0;
  const isWhole = before !== null && areasOf(linesOf(before).lines) !== null;
  if (isFirst && (openedLater.length === 0 || !isWhole)) return sortedIn(before, opening);
  if (!isWhole || othersOpen.some((number) => placeOf(number) === placeOf(mine.number))) {
    return null;
  }
  return othersIn(before, mine).length === 0 ? withMine(before, mine) : null;
}

/** Whether the index names a postmortem, wherever. */
export function isNamedIn(index: string, number: number): boolean {
  return linesOf(index).lines.some((line) => readLine(line)?.number === number);
}

/**
 * The index on the branch of an open postmortem, kept to what it says of its incident. One that does not
 * name it is left alone: there was no place for it.
 */
export function indexFollowing(onBranch: string, mine: IndexEntry): string {
  const { lines } = linesOf(onBranch);
  const year = areasOf(lines)?.find(({ section }) => section === 'year');
  if (year === undefined) return onBranch;
  const isNamed = lines
    .slice(year.from, year.to)
    .some((line) => readLine(line)?.number === mine.number);
  return isNamed && othersIn(onBranch, mine).length === 0 ? withMine(onBranch, mine) : onBranch;
}

/**
 * For a branch that cannot be merged: its lists as main has them. Lists that are the same on both sides cannot
 * be in the way; the own lines come back once the branch has main.
 */
export function indexYielding(index: {
  readonly onMain: string;
  readonly onBranch: string;
}): string {
  return withListsOf(index.onMain, index.onBranch) ?? index.onBranch;
}

/** The branch's text with main's lists; null where one of the two has none. */
function withListsOf(onMain: string, onBranch: string): string | null {
  const main = linesOf(onMain);
  const branch = linesOf(onBranch);
  const from = areasOf(main.lines);
  const to = areasOf(branch.lines);
  if (from === null || to === null) return null;
  const listOf = ({ section }: Area): readonly string[] => {
    const area = from.find((one) => one.section === section);
    return area === undefined ? [] : main.lines.slice(area.from, area.to + 1);
  };
  return textOf({ ...branch, lines: replaced(branch.lines, to, listOf) });
}

/** Numbers of other postmortems in the same place. */
function othersIn(text: string, { number }: IndexEntry): readonly number[] {
  const { lines } = linesOf(text);
  return (areasOf(lines) ?? []).flatMap((area) => {
    const [from, to] = placeIn(lines, area, number);
    return lines
      .slice(from, to)
      .flatMap((line) => readLine(line)?.number ?? [])
      .filter((other) => other !== number);
  });
}

/** The text with the own lines as they should be, each in its place or where it stands. */
function withMine(text: string, mine: IndexEntry): string {
  const { lines, lineEnd } = linesOf(text);
  const areas = areasOf(lines) ?? [];
  const list = (area: Area): readonly string[] => listWithMine(lines, area, mine);
  return textOf({ lines: replaced(lines, areas, list), lineEnd });
}

/** A line that somebody changed stays as it is. */
function listWithMine(lines: readonly string[], area: Area, mine: IndexEntry): readonly string[] {
  const all = lines.slice(area.from, area.to + 1);
  const present = all.flatMap((line) => readLine(line) ?? []).filter((line) => isOf(line, mine));
  const wanted = lineOf(area.section, mine);
  if (present.some(({ touched }) => touched)) return all;
  const written = wanted === null ? [] : [writeLine(wanted, false)];
  const [from, to] = placeIn(lines, area, mine.number);
  const isSorted =
    present.length > 0 && !lines.slice(from, to).some((line) => isLineOf(line, mine));
  if (isSorted) return all;
  const place = lines.slice(from, to).filter((line) => !isLineOf(line, mine));
  return [...lines.slice(area.from, from), ...written, ...place, ...lines.slice(to, area.to + 1)];
}

function isOf(line: { readonly number: number }, mine: IndexEntry): boolean {
  return line.number === mine.number;
}

function isLineOf(line: string, mine: IndexEntry): boolean {
  return readLine(line)?.number === mine.number;
}

/** The lines after the mark of a place, up to the next mark. */
function placeIn(
  lines: readonly string[],
  { section, from, to }: Area,
  number: number,
): readonly [number, number] {
  const place = placeOf(number);
  const inside = lines.slice(from, to).map((line) => line.trimEnd());
  const next = place === 0 ? shelfOf(section) : anchorOf(section, place - 1);
  return [from + inside.indexOf(anchorOf(section, place)) + 1, from + inside.indexOf(next)];
}
