import { WORDS } from '../words.ts';
import { choice, optional, section, word } from './parts.ts';

export const incidents = section(
  optional({
    repository: word(
      WORDS.repository,
      'Where incidents are issues. Default: the repository that holds this file, or `incidents` for an organisation-wide policy.',
    ),
    private_repository: word(
      WORDS.repository,
      'A private repository for incidents that only some may see.',
    ),
    scale: choice(
      ['sev', 'priority'],
      'Built-in severities: sev (SEV-1 … SEV-5, the default) or priority (P0 … P3). With it, `severities` changes single levels; without it, `severities` is the whole scale.',
    ),
    close_after: word(
      WORDS.durationOrZero,
      'How long after its resolution an incident that asks for no follow-up is closed. Default 1bd.',
    ),
  }),
  'Where incidents live and how their severity is called.',
);
