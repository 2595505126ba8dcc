/**
 * What a reminder says, one file for each kind of work: who is meant, what is due since when, and the exact
 * line to write. It stands where the work is, so it names nothing that its readers may not know of.
 */
import type { RootContent } from 'mdast';
import { sameIssue, type IssueRef } from '../../ids.ts';
import type { Incident } from '../../incident/incident.ts';
import {
  code,
  html,
  joined,
  markdownOf,
  paragraph,
  phrasing,
  strong,
} from '../../markdown/build.ts';
import type { Policy } from '../../policy/policy.ts';
import type { Reminder } from '../../reminders/due.ts';
import { calledBy } from '../../reminders/ladder.ts';
import { reminderMarker } from '../../reminders/marker.ts';
import { itemWords } from './item.ts';
import { mentionWords } from './mentions.ts';
import { postmortemWords } from './postmortem.ts';
import { responseWords } from './response.ts';
import { waiverWords } from './waiver.ts';

export interface ReminderView {
  readonly reminder: Reminder;
  readonly incident: Incident;
  readonly policy: Policy;
  /** Where it is written: where the clock says, or the incident. */
  readonly place: IssueRef;
}

/** The whole comment, its marker first. The same reminder always reads the same. */
export function reminderComment(view: ReminderView): string {
  const { reminder, incident } = view;
  const called = calledBy(reminder.clock, reminder.point).map(mentionWords);
  const drill = incident.drill ? phrasing(strong('Drill, nothing is really broken.'), ' ') : [];
  const call = called.length === 0 ? [] : phrasing(joined(called, ' '), ' ');
  const [first, ...others] = saying(view);
  return markdownOf([
    html(reminderMarker(reminder)),
    paragraph(drill, call, first),
    ...others,
    ...quiet(view),
  ]);
}

/** What it says: one line that follows the names, and what there is to write. */
export type Saying = readonly [ReturnType<typeof phrasing>, ...(readonly RootContent[])];

function saying(view: ReminderView): Saying {
  const { about } = view.reminder.clock;
  switch (about.kind) {
    case 'postmortem':
      return postmortemWords(view);
    case 'item':
      return itemWords(about.item, view);
    case 'waiver':
      return waiverWords(about, view);
    default:
      return responseWords(about, view);
  }
}

function quiet({ reminder: { clock }, place }: ReminderView): readonly RootContent[] {
  // Of an item that the app can write nothing to, nobody can say it there either.
  if (!sameIssue(place, clock.place)) return [];
  const span = clock.rhythm.is === 'response' ? '2h' : '3d';
  return [paragraph('Not now? No reminders here for a while: ', code(`/snooze ${span}`), '.')];
}
