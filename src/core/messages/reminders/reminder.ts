/**
 * What a reminder says, one file for each kind of work: who is meant, what is due since when, and the exact
 * line to write. It stands where the work is, so it names nothing that its readers may not know of.
 */
import type { PhrasingContent, RootContent } from 'mdast';
import { sameIssue, type IssueRef } from '../../ids.ts';
import type { Incident } from '../../incident/incident.ts';
import { code, html, joined, markdownOf, paragraph, strong } from '../../markdown/build.ts';
import type { Policy } from '../../policy/policy.ts';
import type { Reminder } from '../../reminders/due.ts';
import { calledBy } from '../../reminders/ladder.ts';
import { reminderMarker } from '../../reminders/marker.ts';
import type { Together } from '../../reminders/together.ts';
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

/** What is said in one comment. */
export interface TogetherView extends Omit<ReminderView, 'reminder'> {
  readonly reminders: Together['reminders'];
}

/** The whole comment, its markers first. The same reminders always read the same. */
export function reminderComment(view: TogetherView): string {
  const { reminders, incident } = view;
  const drill = incident.drill ? [strong('Drill, nothing is really broken.')] : [];
  const call = joined([...drill, ...calledBy(reminders).map(mentionWords)], ' ');
  const said = reminders.map((reminder) => saying({ ...view, reminder }));
  return markdownOf([
    html(reminders.map(reminderMarker).join('\n')),
    ...(said.length === 1 ? said.flatMap((one) => alone(call, one)) : several(call, said)),
    ...quiet(view),
  ]);
}

/** Whom it calls and what is due are one line. */
function alone(call: readonly PhrasingContent[], [point, ...more]: Saying): readonly RootContent[] {
  return [paragraph(call, call.length === 0 ? '' : ' ', point), ...more];
}

/** Whom they call, once; then a block each, as short as can be. */
function several(
  call: readonly PhrasingContent[],
  said: readonly Saying[],
): readonly RootContent[] {
  const blocks = said.flatMap(([point, next, ...more]) =>
    next?.type === 'paragraph'
      ? [paragraph(point, ' ', next.children), ...more]
      : [paragraph(point), ...(next === undefined ? [] : [next]), ...more],
  );
  return call.length === 0 ? blocks : [paragraph(call), ...blocks];
}

/** What it says: one line that follows the names, and what there is to write. */
export type Saying = readonly [readonly PhrasingContent[], ...(readonly RootContent[])];

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

function quiet({ reminders, place }: TogetherView): readonly RootContent[] {
  // Of an item that the app can write nothing to, nobody can say it there either.
  const here = reminders.filter(({ clock }) => sameIssue(place, clock.place));
  if (here.length === 0) return [];
  const span = here.some(({ clock }) => clock.rhythm.is === 'response') ? '2h' : '3d';
  return [paragraph('Not now? No reminders here for a while: ', code(`/snooze ${span}`), '.')];
}
