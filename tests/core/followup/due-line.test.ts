import { describe, expect, test } from 'vitest';
import { dueLine, dueLineEffects, dueMarker, dueOf } from '../../../src/core/followup/due-line.ts';
import { instantFromIso, type Instant } from '../../../src/core/time.ts';
import { aSubIssue, SELF } from '../../builders/facts.ts';

const ZONE = 'Europe/Berlin';

/** Exclusive: to the end of that day. */
function endOf(day: string): Instant {
  return instantFromIso(`${day}T23:00:00Z`);
}

const SOON = { due: endOf('2026-12-01'), remark: null };
const LATER = { due: endOf('2026-12-09'), remark: 7 };

function textOf(word: { readonly due: Instant | null; readonly remark: number | null }): string {
  const line = `${dueMarker(word, ZONE)}\n\n${dueLine(word.due, ZONE)}`;
  return `<!-- norepeat:item I_12 7 0 -->\n\nAction item.\n\n${line}\n\nIt is done when …`;
}

const itemWith = (body: string) => aSubIssue({ author: SELF, body });

/** The text once the app looked at it; the same where it leaves it alone. */
function looked(body: string, word: typeof SOON | typeof LATER): string {
  const [edit] = dueLineEffects(itemWith(body), word, ZONE);
  if (edit?.kind !== 'edit-text') return body;
  expect(body.startsWith(edit.from)).toBe(true);
  return edit.to + body.slice(edit.from.length);
}

const byHand = (body: string, day: string): string => body.replace(/^Due:.*$/m, `Due: ${day}`);
const counted = (body: string, word: typeof SOON | typeof LATER): Instant | null =>
  dueOf(itemWith(body), word, ZONE);

describe('the line that says until when', () => {
  test('follows what was said, and nothing else of the text changes', () => {
    const after = looked(textOf(SOON), LATER);
    expect(after).toBe(textOf(LATER));
    expect(looked(after, LATER)).toBe(after);
    expect(counted(after, LATER)).toBe(LATER.due);
  });

  test('edited after the command wins: its day counts, and it is not written over', () => {
    const edited = byHand(textOf(LATER), '2026-12-24');
    expect(looked(edited, LATER)).toBe(edited);
    expect(counted(edited, LATER)).toBe(endOf('2026-12-24'));
  });

  test('loses to a command that comes after it, also when that names the same day once more', () => {
    const edited = byHand(textOf(LATER), '2026-12-24');
    const again = { ...LATER, remark: 8 };
    expect(counted(edited, again)).toBe(LATER.due);
    expect(looked(edited, again)).toBe(textOf(again));
  });

  test.each([
    '1. Dezember 2026',
    '01/12/2026',
    'soon',
    '',
    '2026-02-31',
    '0206-12-24',
    '9999-12-31',
  ])(
    'edited to “%s” names no day that can be meant: it is left alone, and what was said counts',
    (day) => {
      const edited = byHand(textOf(LATER), day);
      expect(looked(edited, LATER)).toBe(edited);
      expect(counted(edited, LATER)).toBe(LATER.due);
    },
  );

  test.each(['2026-12-24', 'Dec 1, 2026'])(
    'that another app puts back to “%s” each time is written once for each word, and no more',
    (day) => {
      let body = textOf(SOON);
      let written = 0;
      for (const word of [LATER, LATER, LATER, { ...LATER, remark: 8 }, { ...LATER, remark: 8 }]) {
        const after = looked(body, word);
        if (after !== body) written += 1;
        body = byHand(after, day);
      }
      expect(written).toBe(2);
    },
  );

  test('follows another term where nobody has touched it, and leaves one that somebody wrote', () => {
    const term = { due: endOf('2026-11-30'), remark: null };
    expect(looked(textOf(SOON), term)).toBe(textOf(term));
    const edited = byHand(textOf(SOON), '2026-12-24');
    expect(looked(edited, term)).toBe(edited);
    expect(counted(edited, term)).toBe(endOf('2026-12-24'));
  });

  test('in a text that remembers nothing follows once, and is left alone in words of its own', () => {
    const forgetful = textOf(SOON).replace(/<!-- norepeat:due.*-->\n\n/, '');
    const after = looked(forgetful, LATER);
    expect(after).toContain(`${dueMarker(LATER, ZONE)}\nDue: 2026-12-09\n`);
    expect(looked(byHand(after, '2026-12-24'), LATER)).toBe(byHand(after, '2026-12-24'));
    expect(looked(byHand(forgetful, 'in a while'), LATER)).toBe(byHand(forgetful, 'in a while'));
    expect(counted(byHand(forgetful, '2026-12-24'), LATER)).toBe(LATER.due);
  });

  test('of items that others opened is theirs, whatever it remembers', () => {
    const edited = byHand(textOf(LATER), '2026-12-24');
    const theirs = aSubIssue({ body: edited });
    expect(dueLineEffects(theirs, { ...LATER, remark: 8 }, ZONE)).toEqual([]);
    expect(dueOf(theirs, LATER, ZONE)).toBe(LATER.due);
  });
});
