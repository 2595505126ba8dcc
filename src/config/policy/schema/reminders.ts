import { WORDS } from '../words.ts';
import { optional, section, severityIds, word } from './parts.ts';

export const reminders = section(
  optional({
    paging: severityIds(
      'Incidents that remind at any hour while they are worked on; those of other severities wait for working hours. Default: severities to be acknowledged within 30 minutes.',
    ),
    before: word(
      WORDS.durationOrZero,
      'How long before an action item, a postmortem or a waiver is due somebody is reminded. Default 2bd.',
    ),
    every: word(
      WORDS.duration,
      'How often after that, once it is overdue; an hour or more. Default 2bd.',
    ),
  }),
  'Whom to remind when. Each reminder can be put off with /snooze.',
);
