import type { RootContent } from 'mdast';
import { waiversOf } from '../../followup/waivers.ts';
import { code, paragraph, phrasing, strong } from '../../markdown/build.ts';
import { safeCode, safeString } from '../../markdown/safe.ts';
import { formatTeam } from '../../policy/services.ts';
import type { Subject } from '../../reminders/clock.ts';
import { dayWords } from './day.ts';
import type { ReminderView, Saying } from './reminder.ts';

type WaiverSubject = Extract<Subject, { readonly kind: 'waiver' }>;

/** Until when the team may merge, what ends the need for a waiver, and how to get a longer one. */
export function waiverWords({ team, waiver }: WaiverSubject, view: ReminderView): Saying {
  const name = safeString(formatTeam(team), 150);
  const day = dayWords(waiver.until, view.policy);
  return [
    phrasing(strong(`The waiver of ${name} ends with ${day}.`)),
    paragraph(
      "After that its merges are held again until the don't-repeat work of this incident is done.",
    ),
    renewal({ kind: 'waiver', team, waiver }, view),
  ];
}

function renewal({ team }: WaiverSubject, { incident, policy }: ReminderView): RootContent {
  const name = formatTeam(team);
  const { requested } = waiversOf(incident.dontRepeat, name);
  if (requested === null) {
    return paragraph(
      'More time: ',
      safeCode(`/waive ${name} in 5 days reason`),
      ', granted by a waiver approver.',
    );
  }
  return paragraph(
    `Another one, until ${dayWords(requested.until, policy)}, is asked for and waits for a waiver approver: `,
    code(`/approve-waiver ${name}`),
    '.',
  );
}
