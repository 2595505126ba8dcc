import { WORDS } from '../words.ts';
import {
  choice,
  glob,
  list,
  optional,
  section,
  severityIds,
  teamsAndPeople,
  word,
} from './parts.ts';

const exempt = section(
  optional({
    authors: list(
      word(WORDS.author, 'A login or an app.'),
      { most: 50, what: 'logins' },
      'Pull requests pass when one of these opened them and wrote every commit. Commits must be signed, those of an app by GitHub, for anybody can write a name there.',
    ),
  }),
  'What the gate lets through.',
);

const waivers = section(
  optional({
    approvers: teamsAndPeople(
      50,
      'Who may grant waivers. Owners of the organisation may not unless they are listed.',
    ),
    longest: word(WORDS.duration, 'How long a waiver may last. Default 30d.'),
  }),
  'Exceptions that are reasoned, approved and expire.',
);

export const dontRepeat = section(
  optional({
    severities: severityIds(
      'Incidents that must not repeat, beside any labelled sla-breach. Default: the two most severe levels.',
    ),
    starts: choice(
      ['declared', 'mitigated', 'resolved'],
      'When the obligation begins. Default: mitigated.',
    ),
    grace: word(WORDS.durationOrZero, 'How long after that merges still pass. Default 0d.'),
    mode: choice(
      ['enforce', 'advise'],
      'enforce fails the check; advise is a neutral check that says what it would do. Default: enforce; without a dont_repeat section: advise.',
    ),
    branches: list(
      glob(WORDS.branchGlob, 'A branch.'),
      { most: 50, what: 'branches' },
      'Gated branches. Default: the default branch of each repository.',
    ),
    unowned: choice(
      ['pass', 'block'],
      'What happens to changes of no known owner while anything is open. Default: pass.',
    ),
    exempt,
    vouch: choice(
      ['other', 'author'],
      'Who may vouch that a change is the fix: another person (default), or its author too. Either way only an assignee of the item, a role holder, a member of the team, or a waiver approver.',
    ),
    waivers,
  }),
  'The gate that holds merges until the fix is in.',
);
