import { sameIssue, type IssueRef } from '../ids.ts';
import type { Subject } from './clock.ts';
import type { Reminder } from './due.ts';

/** The reminders of one comment, the most urgent first. */
export interface Together {
  readonly place: IssueRef;
  readonly reminders: readonly [Reminder, ...(readonly Reminder[])];
}

/** So many reminders of at most some 1,500 characters each are far from what a comment can hold. */
const MOST = 10;

/**
 * What is due in the same place is said at once: one comment for each place, and more only where more than
 * ten things are due there.
 */
export function together(
  due: readonly Reminder[],
  placeOf: (reminder: Reminder) => IssueRef,
): readonly Together[] {
  const all: { place: IssueRef; reminders: [Reminder, ...Reminder[]] }[] = [];
  for (const reminder of [...due].sort(byUrgency)) {
    const place = placeOf(reminder);
    const there = all.findLast((one) => sameIssue(one.place, place));
    if (there === undefined || there.reminders.length === MOST) {
      all.push({ place, reminders: [reminder] });
    } else {
      there.reminders.push(reminder);
    }
  }
  return all;
}

/** Of one kind what is due first; else in the order in which it was found. */
function byUrgency({ clock: a }: Reminder, { clock: b }: Reminder): number {
  return RANK[a.about.kind] - RANK[b.about.kind] || a.due - b.due;
}

const RANK = {
  acknowledge: 1,
  mitigate: 2,
  update: 3,
  roles: 4,
  reassess: 5,
  waiver: 6,
  postmortem: 7,
  item: 8,
} as const satisfies Record<Subject['kind'], number>;
