import { INDEX_HEADINGS, INDEX_TITLE, indexGroup } from '../../messages/postmortem/index-words.ts';
import { areaOf, linesOf, markerLines, replaced, textOf, type Area } from './areas.ts';
import type { IndexEntry } from './entries.ts';
import {
  anchorOf,
  beginOf,
  endOf,
  lineOf,
  placeOf,
  PLACES,
  readLine,
  SECTIONS,
  shelfOf,
  writeLine,
  type IndexLine,
  type Section,
} from './text.ts';

interface Sorting {
  readonly mine: IndexEntry;
  readonly published: readonly IndexEntry[];
}

/**
 * The index with all that it says sorted in, newest first, with what is published and missing, and the own
 * lines in their place above. What is between the markers and is no line of the app's goes below the rest.
 */
export function sortedIn(before: string | null, sorting: Sorting): string {
  if (before === null)
    return textOf({ lines: [INDEX_TITLE, '', ...newLists([], sorting)], lineEnd: '\n' });
  const { lines, lineEnd } = linesOf(before);
  const areas = SECTIONS.flatMap((section) => areaOf(lines, section) ?? []).sort(
    (a, b) => a.from - b.from,
  );
  const isApart = areas.every(({ from }, index) => from > (areas[index - 1]?.to ?? -1));
  if (areas.length === SECTIONS.length && isApart) {
    const list = (area: Area): readonly string[] =>
      listOf(area.section, lines.slice(area.from, area.to + 1), sorting);
    return textOf({ lines: replaced(lines, areas, list), lineEnd });
  }
  const kept = withoutLists(lines);
  const above = kept.length === 0 ? [INDEX_TITLE, ''] : [...kept, ''];
  return textOf({ lines: [...above, ...newLists(lines, sorting)], lineEnd });
}

/** What stays of an index whose markers are broken: everything that the app did not write. */
function withoutLists(lines: readonly string[]): readonly string[] {
  const marks = new Set(markerLines(lines));
  const own = new Set([...Object.values(INDEX_HEADINGS), ...groupHeadings(lines)]);
  const isOwn = (line: string): boolean => readLine(line) !== null || own.has(line.trimEnd());
  const isIndex = marks.size > 0 || lines.some((line) => readLine(line) !== null);
  const kept = isIndex ? lines.filter((line, at) => !marks.has(at) && !isOwn(line)) : lines;
  const last = kept.findLastIndex((line) => line.trim() !== '');
  return kept.slice(0, last + 1);
}

function newLists(before: readonly string[], sorting: Sorting): readonly string[] {
  return SECTIONS.flatMap((section) => {
    const lines = before.filter((line) => {
      const read = readLine(line);
      return read !== null && (section === 'year') === (read.groups.length === 0);
    });
    const list = listOf(
      section,
      lines.filter((line) => isIn(section, line, sorting)),
      sorting,
    );
    return [INDEX_HEADINGS[section], '', ...list, ''];
  });
}

/** Of a broken index nobody knows any more which list a line stood in; what it says of its incident decides. */
function isIn(section: Section, line: string, { published, mine }: Sorting): boolean {
  if (section === 'year') return true;
  const number = readLine(line)?.number;
  const entry = [mine, ...published].find((one) => one.number === number);
  const wanted = entry === undefined ? null : lineOf(section, entry);
  const groups = readLine(line)?.groups ?? [];
  return wanted !== null && groups.every((group) => wanted.groups.includes(group));
}

/** One list, with its markers. */
function listOf(section: Section, before: readonly string[], sorting: Sorting): readonly string[] {
  const { mine } = sorting;
  const present = merged(before.flatMap((line) => readLine(line) ?? []));
  const own = present.find(({ number }) => number === mine.number);
  const line = own?.touched === true ? own : lineOf(section, mine);
  const others = present.filter(({ number }) => number !== mine.number);
  const places = Array.from({ length: PLACES }, (_, index) => PLACES - 1 - index);
  return [
    beginOf(section),
    '',
    ...places.flatMap((place) => [
      anchorOf(section, place),
      ...(line !== null && place === placeOf(mine.number) ? [writeLine(line, false)] : []),
    ]),
    '',
    shelfOf(section),
    '',
    ...shelf(section, [...others, ...lacking(section, others, sorting)]),
    ...ofPeople(before),
    endOf(section),
  ];
}

/** What is published and not in the list. */
function lacking(
  section: Section,
  present: readonly IndexLine[],
  { mine, published }: Sorting,
): readonly IndexLine[] {
  const known = new Set([mine.number, ...present.map(({ number }) => number)]);
  return published
    .filter(({ number }) => !known.has(number))
    .flatMap((one) => lineOf(section, one) ?? []);
}

function shelf(section: Section, lines: readonly IndexLine[]): readonly string[] {
  const groups = new Map<string, IndexLine[]>();
  for (const line of lines) {
    for (const group of section === 'year' ? [line.day.slice(0, 4)] : line.groups) {
      groups.set(group, [...(groups.get(group) ?? []), line]);
    }
  }
  const names = [...groups.keys()].sort(ascending);
  return (section === 'year' ? names.reverse() : names).flatMap((name) => [
    indexGroup(name),
    '',
    ...(groups.get(name) ?? []).sort(newestFirst).map((line) => writeLine(line, true)),
    '',
  ]);
}

/** One a postmortem; the words that a person changed before those of the app. */
function merged(lines: readonly IndexLine[]): readonly IndexLine[] {
  const found = new Map<number, IndexLine>();
  for (const line of lines) {
    const other = found.get(line.number);
    const groups = [...new Set([...(other?.groups ?? []), ...line.groups])];
    const best = other === undefined || (line.touched && !other.touched) ? line : other;
    found.set(line.number, { ...best, groups });
  }
  return [...found.values()];
}

/** What somebody wrote between the markers, with a blank line below. */
function ofPeople(list: readonly string[]): readonly string[] {
  const marks = new Set(markerLines(list));
  const headings = new Set(groupHeadings(list));
  const kept = list.filter(
    (line, at) =>
      line.trim() !== '' &&
      !marks.has(at) &&
      readLine(line) === null &&
      !headings.has(line.trimEnd()),
  );
  return kept.length === 0 ? [] : [...kept, ''];
}

/** Headings that the app writes above what these lines say. */
function groupHeadings(lines: readonly string[]): readonly string[] {
  const read = lines.flatMap((line) => readLine(line) ?? []);
  const groups = read.flatMap(({ day, groups: own }) => [day.slice(0, 4), ...own]);
  return [...new Set(groups)].map(indexGroup);
}

function newestFirst(a: IndexLine, b: IndexLine): number {
  return ascending(b.day, a.day) || b.number - a.number;
}

function ascending(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
