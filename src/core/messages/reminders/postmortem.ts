import { postmortemBranch } from '../../followup/postmortem-branch.ts';
import { formatIssue } from '../../ids.ts';
import { paragraph, phrasing, strong, type Words } from '../../markdown/build.ts';
import { POSTMORTEM_CHECK } from '../../postmortem/check-name.ts';
import { safe, safeCode, safeLink, safeString } from '../../markdown/safe.ts';
import { dueOn } from './day.ts';
import type { ReminderView, Saying } from './reminder.ts';

/** When the postmortem is due, and what makes it count as published. */
export function postmortemWords({ reminder, incident, policy }: ReminderView): Saying {
  return [
    phrasing(strong(`The postmortem is ${dueOn(reminder, policy)}.`)),
    paragraph(
      ...begun(incident.postmortem),
      'It is published once a pull request from the branch ',
      safeCode(postmortemBranch(incident.ref.number)),
      ' is merged into the default branch.',
    ),
  ];
}

function begun(postmortem: ReminderView['incident']['postmortem']): readonly Words[] {
  if (postmortem.is !== 'due' || postmortem.pull?.state !== 'open') return [];
  const { url, ref, title, left } = postmortem.pull;
  const name = safeLink(url, safeString(formatIssue(ref), 200));
  const check = safeCode(POSTMORTEM_CHECK);
  return [
    phrasing(name, ', ', safe(title, 120), ', is open'),
    left === undefined
      ? phrasing('; its check ', check, ' says what is left. ')
      : phrasing('. ', strong(safe(left, 120)), '. '),
  ];
}
