import type { RootContent } from 'mdast';
import type { FollowUpItem } from '../../followup/follow-up-item.ts';
import { formatIssue, sameIssue, sameRepo } from '../../ids.ts';
import {
  bullets,
  code,
  joined,
  paragraph,
  phrasing,
  strong,
  type Words,
} from '../../markdown/build.ts';
import { safe, safeLink, safeString } from '../../markdown/safe.ts';
import { dueOn } from './day.ts';
import type { ReminderView, Saying } from './reminder.ts';

/** On the item: what it is for and what can be said there. In the incident: which item it is. */
export function itemWords(one: FollowUpItem, view: ReminderView): Saying {
  const { reminder, policy, place } = view;
  const due = dueOn(reminder, policy);
  if (sameIssue(place, reminder.clock.place)) {
    const lines = reminder.count === 1 ? wayOn(one, view) : wayOnAgain(one, view);
    return [phrasing(strong(`This is ${due}.`), ' ', origin(view)), lines];
  }
  return [
    phrasing(strong(`An action item is ${due}:`), ' ', nameOf(one, view), '.'),
    paragraph('It is said here because the app cannot write there.'),
  ];
}

/** Nothing of a restricted incident where others read, and no title where fewer may read it. */
function origin({ incident, place }: ReminderView): Words {
  const isHome = sameRepo(place.repo, incident.ref.repo);
  if (incident.restricted && !isHome) return 'An action item of a restricted incident.';
  const name = safeLink(incident.url, safeString(formatIssue(incident.ref), 200));
  const title = isHome ? phrasing(', ', safe(incident.title, 200)) : [];
  return phrasing('An action item of ', name, title, '.');
}

function nameOf({ item }: FollowUpItem, { incident }: ReminderView): Words {
  if (item.restricted && !incident.restricted) return 'a restricted issue';
  const name = safeLink(item.url, safeString(formatIssue(item.ref), 200));
  return phrasing(name, ', ', safe(item.title, 200));
}

/** What can be said there, as the first reminder explains it. */
function wayOn(one: FollowUpItem, view: ReminderView): RootContent {
  return bullets([
    phrasing(
      'Done: a merged pull request that closes this issue, or ',
      code('/confirm'),
      ' by somebody whose work it is not',
    ),
    phrasing('Another day: ', code('/due in 5 days')),
    phrasing(
      one.owners.length === 0 ? 'It has no owner: ' : 'Somebody else: ',
      code('/owner @user'),
    ),
    notDoing(one, view),
  ]);
}

/** The same in one line, for who has read it before: only how it stands is new. */
function wayOnAgain(one: FollowUpItem, view: ReminderView): RootContent {
  const nobody = one.owners.length === 0 ? 'It still has no owner. ' : '';
  const lines = ['/confirm', '/due in 5 days', '/owner @user'].map(code);
  return one.counted === null
    ? paragraph(nobody, 'As before: ', joined([...lines, code('/not-doing reason')]), '.')
    : paragraph(nobody, 'As before: ', joined(lines), '. ', notDoing(one, view), '.');
}

/** What merges wait for is let go only by an approver, on the incident. */
function notDoing({ counted, item }: FollowUpItem, { incident }: ReminderView): Words {
  if (counted === null) return phrasing('Not going to be done: ', code('/not-doing reason'));
  const isHome = sameRepo(item.ref.repo, incident.ref.repo);
  const name = isHome ? `#${String(item.ref.number)}` : formatIssue(item.ref);
  return phrasing(
    'Cannot be done: a waiver approver says ',
    code(`/accept ${name} reason`),
    ' on the incident',
  );
}
