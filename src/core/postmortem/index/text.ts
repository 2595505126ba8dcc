/**
 * How the index is written: three lists, each between two markers, and in each a row of numbered places
 * (invisible) above what is sorted in. A place holds the lines of one postmortem, so that two that are
 * written at the same time change lines that do not touch.
 */
import { fingerprint } from '../../ledger/fingerprint.ts';
import { indexLine, indexPrefix } from '../../messages/postmortem/index-words.ts';
import type { IndexEntry } from './entries.ts';

export const SECTIONS = ['year', 'service', 'cause'] as const;
export type Section = (typeof SECTIONS)[number];

/** Numbers of issues that lie closer together than this have places of their own. */
export const PLACES = 32;

/** Which place an incident has: higher numbers above lower ones, as long as they are near each other. */
export function placeOf(number: number): number {
  return number % PLACES;
}

export function beginOf(section: Section): string {
  return `<!-- norepeat:index ${section} -->`;
}

export function endOf(section: Section): string {
  return `<!-- /norepeat:index ${section} -->`;
}

/** Two spaces before it: inside a list it belongs to the line above, and the list stays one. */
export function anchorOf(section: Section, place: number): string {
  return `  <!-- norepeat:${section} ${String(place)} -->`;
}

/** Below it everything is sorted. */
export function shelfOf(section: Section): string {
  return `<!-- norepeat:${section} sorted -->`;
}

/** A line of the index, as it was read. */
export interface IndexLine {
  readonly number: number;
  readonly day: string;
  /** Services or causes; of the list by year none. */
  readonly groups: readonly string[];
  /** What people read, without the groups before it. */
  readonly words: string;
  /** It does not say any more what the app wrote. */
  readonly touched: boolean;
}

/** Under which headings of the list a postmortem stands; in none of them it is left out of the list. */
export function groupsIn(section: Section, { services, causes }: IndexEntry): readonly string[] {
  return section === 'service' ? services : section === 'cause' ? causes : [];
}

/** The line of a postmortem; null where the list says nothing of it. */
export function lineOf(section: Section, entry: IndexEntry): IndexLine | null {
  const groups = groupsIn(section, entry);
  if (section !== 'year' && groups.length === 0) return null;
  const { number, day } = entry;
  return { number, day, groups, words: indexLine(entry), touched: false };
}

/** @param under whether it stands under a heading of its group. */
export function writeLine(line: IndexLine, under: boolean): string {
  const { number, day, groups, words, touched } = line;
  const prefix = under ? '' : indexPrefix(groups);
  // The mark of a line that somebody changed is not the one of what it says.
  const mark = touched ? '-' : fingerprint(words);
  const data = [String(number), day, mark, ...groups.map(encoded)].join(' ');
  return `- ${prefix}${words} <!-- norepeat:postmortem ${data} -->`;
}

/** GitHub takes a comment within a line for none when two hyphens stand in it. */
function encoded(group: string): string {
  return encodeURIComponent(group).replace(/-(?=-)/g, '%2D');
}

const MARK = '<!-- norepeat:postmortem ';
const DATA = /^(\d{1,9}) (\d{4}-\d{2}-\d{2}) (\S+)((?: \S+)*) -->$/;

/** Null where it is no line of a postmortem. In linear time, for a file is whatever somebody pushed. */
export function readLine(text: string): IndexLine | null {
  const at = text.lastIndexOf(MARK);
  if (at === -1 || !/^[-*+] [^\r\n]*$/.test(text.trimEnd())) return null;
  const [, number, day, mark, rest] = DATA.exec(text.slice(at + MARK.length).trimEnd()) ?? [];
  if (number === undefined || day === undefined) return null;
  const shown = text.slice(2, at).trimEnd();
  const groups = (rest ?? '')
    .split(' ')
    .filter((part) => part !== '')
    .map(decoded);
  const prefix = indexPrefix(groups);
  const words = prefix !== '' && shown.startsWith(prefix) ? shown.slice(prefix.length) : shown;
  return { number: Number(number), day, groups, words, touched: mark !== fingerprint(words) };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // Somebody edited the marker by hand.
    return part;
  }
}
