import { WEEKDAYS } from '../follow-up.ts';
import { WORDS } from '../words.ts';
import { choice, list, optional, section, word } from './parts.ts';

export const calendar = section(
  optional({
    weekend: list(
      choice(WEEKDAYS, 'A day of the week.'),
      { most: 6, what: 'days of the week' },
      'Days on which nobody works, at most six. Default: saturday and sunday.',
    ),
    holidays: list(
      word(WORDS.holiday, 'A day of one year, or of every year.'),
      { most: 200, what: 'dates' },
      'Other days on which nobody works. Default: none.',
    ),
    working_hours: word(
      WORDS.workingHours,
      'When people can be reminded of what wakes nobody. Default 09:00-17:00.',
    ),
  }),
  'When people work: business days and working hours, in `time_zone`.',
);
