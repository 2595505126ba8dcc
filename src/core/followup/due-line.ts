/**
 * The line `Due: 2026-12-01` in the text of an item that the app opened. It follows what was said, and what
 * somebody wrote there by hand since then counts instead; the rest of the text, and a text without the line,
 * are people's. What the app wrote last, and for which word, stands hidden beside the line: so nobody's edit is
 * written over without a new word, however often it is looked at and whoever, or whatever, edits it.
 */
import { DateTime } from 'luxon';
import type { Effect } from '../effects.ts';
import type { SubIssueFacts } from '../incident/facts.ts';
import { dateWords } from '../messages/moments.ts';
import { DAY, instantOf, plus, type Instant } from '../time.ts';

/** Until when, and by whose word. */
export interface DueWord {
  /** Exclusive; null where nobody sets a term. */
  readonly due: Instant | null;
  /** The comment that says `/due` last; null while it is the term of the severity, or came with the item. */
  readonly remark: number | null;
}

/** The line as the app writes it. @param due exclusive. */
export function dueLine(due: Instant | null, timeZone: string): string {
  return `${PREFIX} ${dayWords(due, timeZone)}`;
}

/** What the app remembers of it in an item's text; it stands before the line. */
export function dueMarker({ due, remark }: DueWord, timeZone: string): string {
  return `<!-- norepeat:due ${dayWords(due, timeZone)}, ${String(remark ?? 0)} -->`;
}

/** Until when it is, with what somebody wrote into the line after the latest word. */
export function dueOf(item: Item, word: DueWord, timeZone: string): Instant | null {
  const line = lineOf(item);
  if (line === null || !isByHand(line) || isNews(line, word)) return word.due;
  const until = endOfDay(line.day, timeZone);
  return until !== null && isMeant(until, item) ? until : word.due;
}

/** What brings the line up to date: nothing where it is, where it is somebody's, and for items that others opened. */
export function dueLineEffects(item: Item, word: DueWord, timeZone: string): readonly Effect[] {
  const line = lineOf(item);
  if (line === null) return [];
  const { body, ref } = item;
  const wanted = dayWords(word.due, timeZone);
  if (line.written === null ? !isOurs(line, wanted) : isByHand(line) && !isNews(line, word)) {
    return [];
  }
  const end = Math.max(line.end, (MARKER.exec(body)?.index ?? 0) + (line.written?.length ?? 0));
  const from = body.slice(0, end);
  const marker = dueMarker(word, timeZone);
  const text = `${PREFIX} ${wanted}`;
  const to = from
    .replace(LINE, line.written === null ? `${marker}\n${text}` : text)
    .replace(MARKER, marker);
  return to === from ? [] : [{ kind: 'edit-text', issue: ref, from, to }];
}

type Item = Pick<SubIssueFacts, 'author' | 'body' | 'ref' | 'createdAt'>;

interface Line {
  /** What stands behind the prefix. */
  readonly day: string;
  /** Where it ends in the text. */
  readonly end: number;
  /** The marker that remembers what the app wrote last; null in a text without one. */
  readonly written: string | null;
  readonly writtenDay: string;
  readonly remark: number;
}

const PREFIX = 'Due:';
const LINE = /^Due:[^\r\n]*/m;
const MARKER = /<!-- norepeat:due ([^,<>]{1,40}), (\d{1,15}) -->/;
const NO_DAY = 'no date yet';

function dayWords(due: Instant | null, timeZone: string): string {
  return due === null ? NO_DAY : dateWords(plus(due, -1), timeZone);
}

function lineOf({ author, body }: Item): Line | null {
  const found = LINE.exec(body);
  if (author.kind !== 'self' || !body.startsWith('<!-- norepeat:item ') || found === null)
    return null;
  const [written = null, writtenDay = '', remark = ''] = MARKER.exec(body) ?? [];
  const day = found[0].slice(PREFIX.length).trim();
  const end = found.index + found[0].length;
  return { day, end, written, writtenDay, remark: Number(remark) };
}

/** Of a text that remembers nothing: whether the line looks as the app wrote it, and is behind. */
function isOurs({ day }: Line, wanted: string): boolean {
  return day !== wanted && (day === NO_DAY || DAY_WORDS.test(day));
}

function isByHand({ day, written, writtenDay }: Line): boolean {
  return written !== null && day !== writtenDay;
}

/** Somebody said `/due` since the app wrote the line. */
function isNews({ remark }: Line, word: DueWord): boolean {
  return word.remark !== null && word.remark !== remark;
}

/** Later than this, or before there was anything to do, is a slip: `0206` for `2026`. */
const FARTHEST = 10 * 366 * DAY;

function isMeant(until: Instant, { createdAt }: Item): boolean {
  return until > createdAt && until <= createdAt + FARTHEST;
}

const DAY_WORDS = /^\d{4}-\d{2}-\d{2}$/;

function endOfDay(day: string, zone: string): Instant | null {
  const date = DateTime.fromISO(day, { zone });
  if (!DAY_WORDS.test(day) || !date.isValid) return null;
  return instantOf(date.plus({ days: 1 }).startOf('day').toMillis());
}
