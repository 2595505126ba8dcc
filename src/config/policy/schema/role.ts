import { WORDS } from '../words.ts';
import { section, word } from './parts.ts';

export const role = section(
  {
    id: word(WORDS.roleId, 'Also the command: /tech-lead @user.'),
    name: word(WORDS.title, 'As people say it: Technical lead.'),
  },
  'A role, or another name for a built-in one.',
);
