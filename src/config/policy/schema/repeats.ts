import { WORDS } from '../words.ts';
import { optional, section, word } from './parts.ts';

export const repeats = section(
  optional({
    follow_up: word(
      WORDS.repeats,
      'How the follow-up of an incident is taken that repeats an earlier one: same (default), one-level more severe, or at least at the severity named here. Decides the postmortem, when action items are due, and whether it must not repeat.',
    ),
  }),
  'What follows when an incident comes back: /repeat-of #12.',
);
