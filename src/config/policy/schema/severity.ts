import type { z } from 'zod';
import { WORDS } from '../words.ts';
import { choice, list, optional, percent, section, word } from './parts.ts';

const thresholds = section(
  optional({
    users: percent(100, 'Percent of users affected.'),
    customers: percent(100, 'Percent of customers affected.'),
    cost: percent(100_000, 'Unexpected cost in percent of the expected.'),
  }),
  'At or above one of these figures an incident is at least this severe.',
);

const clock = (description: string) => word(WORDS.durationOrNone, description);

export const severity = section(
  {
    id: word(WORDS.severityId, 'As in the label severity:sev1 and the command /severity sev1.'),
    ...optional({
      name: word(WORDS.title, 'As people say it: SEV-1. Default: the id in capitals.'),
      criteria: list(
        word(WORDS.sentence, 'One criterion.'),
        { most: 10, what: 'lines of text' },
        'What makes an incident this severe, so that a tired person only asks: does it match?',
      ),
      thresholds,
      acknowledge_within: clock('From declaration until somebody takes it on.'),
      mitigate_within: clock('From declaration until customers are no longer affected.'),
      update_every: clock('How often stakeholders get an update, also without news.'),
      reassess_every: clock('How often the severity is looked at again.'),
      roles: list(
        word(WORDS.roleId, 'A role id.'),
        { most: 20, what: 'roles' },
        'Roles that must be filled, in the order in which they are asked for.',
      ),
      postmortem: choice(
        ['required', 'when-asked', 'none'],
        'Whether a postmortem is due after the incident.',
      ),
      postmortem_within: clock('From resolution until the postmortem is due.'),
      postmortem_template: word(
        WORDS.template,
        'full or short, the two that come with the app, or a file of the incident repository such as .github/postmortem-security.md. Default: full for the two most severe levels, short below. Where no file is named, .github/postmortem.md takes the place of both when it is there.',
      ),
      action_items_within: clock('From their creation until action items are due.'),
    }),
  },
  'One level of severity.',
);

export type SeverityText = z.infer<typeof severity>;
