/**
 * The line `Due: 2026-12-01` in the text of an item that the app opened. It follows what was said; the rest
 * of the text, and a text without the line, are people's.
 */
import type { Effect } from '../effects.ts';
import type { SubIssueFacts } from '../incident/facts.ts';
import { dateWords } from '../messages/moments.ts';
import { plus, type Instant } from '../time.ts';

/** The line as the app writes it. @param due exclusive; null where nobody sets a term. */
export function dueLine(due: Instant | null, timeZone: string): string {
  return `${PREFIX} ${due === null ? 'no date yet' : dateWords(plus(due, -1), timeZone)}`;
}

const PREFIX = 'Due:';
const LINE = /^Due:[^\r\n]*/m;

/** What brings the line up to date: nothing where it is, where it is not there, and for items that others opened. */
export function dueLineEffects(
  { author, body, ref }: Pick<SubIssueFacts, 'author' | 'body' | 'ref'>,
  due: Instant | null,
  timeZone: string,
): readonly Effect[] {
  const found = LINE.exec(body);
  if (author.kind !== 'self' || !body.startsWith('<!-- norepeat:item ') || found === null)
    return [];
  const [present] = found;
  const wanted = dueLine(due, timeZone);
  if (present.trim() === wanted) return [];
  const before = body.slice(0, found.index);
  return [{ kind: 'edit-text', issue: ref, from: before + present, to: before + wanted }];
}
