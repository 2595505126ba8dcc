import { WORDS } from '../words.ts';
import { list, optional, section, teamsAndPeople, word, yesOrNo } from './parts.ts';

export const postmortems = section(
  optional({
    directory: word(WORDS.directory, 'Where postmortems are kept. Default: postmortems.'),
    reviewers: teamsAndPeople(20, 'Who reviews every postmortem.'),
    uninvolved_reviewer: yesOrNo('Whether somebody who took no part reviews too. Default: true.'),
    blame_words: list(
      word(WORDS.blameWord, 'A word or a few.'),
      { most: 100, what: 'words' },
      'Words at which the check of a postmortem hints that they may blame somebody; a hint never keeps it from being merged. Default: a short English list; [] for no hints.',
    ),
  }),
  'How postmortems are written and reviewed.',
);
