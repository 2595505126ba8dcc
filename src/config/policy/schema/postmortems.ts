import { WORDS } from '../words.ts';
import { optional, section, teamsAndPeople, word, yesOrNo } from './parts.ts';

export const postmortems = section(
  optional({
    directory: word(WORDS.directory, 'Where postmortems are kept. Default: postmortems.'),
    reviewers: teamsAndPeople(20, 'Who reviews every postmortem.'),
    uninvolved_reviewer: yesOrNo('Whether somebody who took no part reviews too. Default: true.'),
  }),
  'How postmortems are written and reviewed.',
);
