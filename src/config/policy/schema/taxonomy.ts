import { BUILT_IN_CAUSES } from '../../../core/policy/taxonomy.ts';
import { WORDS } from '../words.ts';
import { list, optional, section, word } from './parts.ts';

export const taxonomy = section(
  optional({
    causes: list(
      word(WORDS.taxonomyId, 'As in the label cause:change and the command /cause change.'),
      { most: 50, what: 'words' },
      `What can have broken, in the order in which it is offered; asked for at resolution. An empty list asks nobody. Default: ${BUILT_IN_CAUSES.join(', ')}.`,
    ),
    components: list(
      word(WORDS.taxonomyId, 'As in the label component:database.'),
      { most: 100, what: 'words' },
      'Where it can have broken. Default: none.',
    ),
  }),
  'Words for what broke and where.',
);
