/**
 * `config/policy/schema/`: the policy file as zod sees it, a file to a section: which keys there are and
 * what may stand under each. The JSON Schema for editors is made from this. What zod cannot say of one
 * value alone is in `checks.ts`.
 */
import { z } from 'zod';
import { WORDS } from '../words.ts';
import { calendar } from './calendar.ts';
import { dontRepeat } from './dont-repeat.ts';
import { incidents } from './incidents.ts';
import { list, optional, section, word } from './parts.ts';
import { postmortems } from './postmortems.ts';
import { reminders } from './reminders.ts';
import { repeats } from './repeats.ts';
import { role } from './role.ts';
import { services } from './services.ts';
import { severity } from './severity.ts';
import { taxonomy } from './taxonomy.ts';

const severities = z
  .array(severity, { error: 'a list of severities, such as - id: sev1' })
  .min(1, { error: 'at least one severity, or leave the key out' })
  .max(20, { error: 'at most 20 severities' })
  .describe('Most severe first. Changes levels of `incidents.scale`, or is the whole scale.');

export const policyFile = section(
  optional({
    incidents,
    time_zone: word(
      WORDS.timeZone,
      'Where days begin and times without an offset are read. Default: UTC.',
    ),
    calendar,
    severities,
    roles: list(
      role,
      { most: 30, what: 'roles' },
      'Roles beside the built-in ones, or other names for those.',
    ),
    services,
    dont_repeat: dontRepeat,
    postmortems,
    reminders,
    repeats,
    taxonomy,
  }),
  'The policy of Norepeat: .github/norepeat.yml',
);

export type PolicyFileText = z.infer<typeof policyFile>;
