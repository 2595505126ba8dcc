import { anchorOf, beginOf, endOf, PLACES, SECTIONS, shelfOf, type Section } from './text.ts';

/**
 * A text as lines. Each carries the line end that it has in the text, so that it keeps that wherever it goes;
 * what is written anew has none, and gets the one that most lines have.
 */
export interface Lines {
  readonly lines: readonly string[];
  readonly lineEnd: string;
}

export function linesOf(text: string): Lines {
  const lines = text.split(/(?<=\n)/);
  const ofWindows = lines.filter((line) => line.endsWith('\r\n')).length;
  const lineEnd = ofWindows > lines.length / 2 ? '\r\n' : '\n';
  return { lines: text.endsWith('\n') ? [...lines, ''] : lines, lineEnd };
}

/** The last line ends the text, and has no line end. */
export function textOf({ lines, lineEnd }: Lines): string {
  const ended = lines.slice(0, -1).map((line) => (line.endsWith('\n') ? line : line + lineEnd));
  return [...ended, bare(lines.at(-1) ?? '')].join('');
}

function bare(line: string): string {
  return line.replace(/\r?\n$/, '');
}

/** Lines of a list: its markers are at `from` and `to`, both included. */
export interface Area {
  readonly section: Section;
  readonly from: number;
  readonly to: number;
}

/** All three, each once and whole, none in another, with every place; null otherwise. */
export function areasOf(lines: readonly string[]): readonly Area[] | null {
  const areas = SECTIONS.flatMap((section) => areaOf(lines, section) ?? []);
  const sorted = [...areas].sort((a, b) => a.from - b.from);
  const isApart = sorted.every(({ from }, index) => from > (sorted[index - 1]?.to ?? -1));
  const isWhole = areas.length === SECTIONS.length && areas.every((area) => hasPlaces(lines, area));
  return isApart && isWhole ? sorted : null;
}

/** Where a list begins and ends, whatever is between; null where one of the markers is not there once. */
export function areaOf(lines: readonly string[], section: Section): Area | null {
  const shown = outsideFences(lines);
  const from = only(shown, beginOf(section));
  const to = only(shown, endOf(section));
  return from === null || to === null || to < from ? null : { section, from, to };
}

/** Every line that is a marker of the index, also one that belongs to nothing. */
export function markerLines(lines: readonly string[]): readonly number[] {
  const known = new Set(
    SECTIONS.flatMap((section) => [
      beginOf(section),
      endOf(section),
      shelfOf(section),
      ...Array.from({ length: PLACES }, (_, place) => anchorOf(section, place).trim()),
    ]),
  );
  return outsideFences(lines).flatMap((line, index) =>
    line !== null && known.has(line.trim()) ? [index] : [],
  );
}

/** The lines with each area's lines in the place of what is there; one that says what it said is the same line. */
export function replaced(
  lines: readonly string[],
  areas: readonly Area[],
  listOf: (area: Area) => readonly string[],
): readonly string[] {
  const known = new Map(lines.map((line) => [bare(line), line]));
  const result: string[] = [];
  let at = 0;
  for (const area of areas) {
    const list = listOf(area).map((line) => known.get(line) ?? line);
    result.push(...lines.slice(at, area.from), ...list);
    at = area.to + 1;
  }
  return [...result, ...lines.slice(at)];
}

function hasPlaces(lines: readonly string[], { section, from, to }: Area): boolean {
  const inside = lines.slice(from, to).map((line) => line.trimEnd());
  const wanted = [
    ...Array.from({ length: PLACES }, (_, index) => anchorOf(section, PLACES - 1 - index)),
    shelfOf(section),
  ];
  const found = wanted.map((line) => inside.indexOf(line));
  return found.every((at, index) => at > (found[index - 1] ?? 0));
}

function only(lines: readonly (string | null)[], wanted: string): number | null {
  const found = lines.flatMap((line, index) => (line?.trim() === wanted ? [index] : []));
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** Lines in a fence show what a marker looks like, and are none. */
function outsideFences(lines: readonly string[]): readonly (string | null)[] {
  let fence: string | null = null;
  return lines.map((line) => {
    const [, sign] = /^ {0,3}(`{3,}|~{3,})/.exec(line) ?? [];
    if (fence === null) {
      if (sign !== undefined) fence = sign;
      return sign === undefined ? line : null;
    }
    const ends = sign !== undefined && sign.startsWith(fence) && line.trim() === sign;
    if (ends) fence = null;
    return null;
  });
}
