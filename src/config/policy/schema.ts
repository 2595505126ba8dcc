/**
 * The policy file as zod sees it: which keys there are and what may stand under each. The JSON Schema
 * for editors is made from this. What zod cannot say of one value alone is in `checks.ts`.
 */
import { z } from 'zod';
import { BUILT_IN_CAUSES } from '../../core/policy/taxonomy.ts';
import { WEEKDAYS } from './follow-up.ts';
import { WORDS } from './words.ts';
import type { Word } from './words.ts';

/** A text of the given kind. Its error message is what was expected; `problems.ts` builds on that. */
function word(kind: Word, description: string) {
  return z
    .string({ error: kind.expected })
    .max(kind.longest, { error: kind.expected })
    .regex(kind.pattern, { error: kind.expected })
    .describe(description);
}

/** A map with known keys only. */
function section<Shape extends z.ZodRawShape>(shape: Shape, description: string) {
  const keys = Object.keys(shape).join(', ');
  return z
    .strictObject(shape, {
      error: (issue) =>
        issue.code === 'unrecognized_keys' ? `one of the keys ${keys}` : `a map with ${keys}`,
    })
    .describe(description);
}

function list<Item extends z.ZodType>(item: Item, most: number, what: string, description: string) {
  const expected = `a list of at most ${String(most)} ${what}, such as [first, second]`;
  return z.array(item, { error: expected }).max(most, { error: expected }).describe(description);
}

function choice<const Values extends readonly [string, ...string[]]>(
  values: Values,
  description: string,
) {
  return z.enum(values, { error: `one of ${values.join(', ')}` }).describe(description);
}

function percent(most: number, description: string) {
  const expected = `a number of percent from 0 to ${String(most)}, such as 20, or none`;
  return z
    .union(
      [
        z.number({ error: expected }).min(0, { error: expected }).max(most, { error: expected }),
        z.literal('none'),
      ],
      { error: expected },
    )
    .describe(description);
}

/** `*` and `**` are cheap, many of them in one glob are not. */
function glob(kind: Word, description: string) {
  return word(kind, description).refine((text) => (text.match(/[*?]+/g) ?? []).length <= 6, {
    error: 'a glob with at most six wildcards',
  });
}

const yesOrNo = (description: string) =>
  z.boolean({ error: 'true or false' }).describe(description);

const incidents = section(
  {
    repository: word(
      WORDS.repository,
      'Where incidents are issues. Default: the repository that holds this file, or `incidents` for an organisation-wide policy.',
    ).optional(),
    private_repository: word(
      WORDS.repository,
      'A private repository for incidents that only some may see.',
    ).optional(),
    scale: choice(
      ['sev', 'priority'],
      'Built-in severities: sev (SEV-1 … SEV-5, the default) or priority (P0 … P3). With it, `severities` changes single levels; without it, `severities` is the whole scale.',
    ).optional(),
    close_after: word(
      WORDS.durationOrZero,
      'How long after its resolution an incident that asks for no follow-up is closed. Default 1bd.',
    ).optional(),
  },
  'Where incidents live and how their severity is called.',
);

const thresholds = section(
  {
    users: percent(100, 'Percent of users affected.').optional(),
    customers: percent(100, 'Percent of customers affected.').optional(),
    cost: percent(100_000, 'Unexpected cost in percent of the expected.').optional(),
  },
  'At or above one of these figures an incident is at least this severe.',
);

const clock = (description: string) => word(WORDS.durationOrNone, description).optional();

const severity = section(
  {
    id: word(WORDS.severityId, 'As in the label severity:sev1 and the command /severity sev1.'),
    name: word(WORDS.title, 'As people say it: SEV-1. Default: the id in capitals.').optional(),
    criteria: list(
      word(WORDS.sentence, 'One criterion.'),
      10,
      'lines of text',
      'What makes an incident this severe, so that a tired person only asks: does it match?',
    ).optional(),
    thresholds: thresholds.optional(),
    acknowledge_within: clock('From declaration until somebody takes it on.'),
    mitigate_within: clock('From declaration until customers are no longer affected.'),
    update_every: clock('How often stakeholders get an update, also without news.'),
    reassess_every: clock('How often the severity is looked at again.'),
    roles: list(
      word(WORDS.roleId, 'A role id.'),
      20,
      'roles',
      'Roles that must be filled, in the order in which they are asked for.',
    ).optional(),
    postmortem: choice(
      ['required', 'when-asked', 'none'],
      'Whether a postmortem is due after the incident.',
    ).optional(),
    postmortem_within: clock('From resolution until the postmortem is due.'),
    action_items_within: clock('From their creation until action items are due.'),
  },
  'One level of severity.',
);

const role = section(
  {
    id: word(WORDS.roleId, 'Also the command: /tech-lead @user.'),
    name: word(WORDS.title, 'As people say it: Technical lead.'),
  },
  'A role, or another name for a built-in one.',
);

const service = section(
  {
    team: word(WORDS.team, 'The GitHub team that owns the service.').optional(),
    repositories: list(
      glob(WORDS.repositoryGlob, 'A repository.'),
      100,
      'repositories',
      'Repositories that belong to the service as a whole.',
    ).optional(),
    paths: list(
      glob(WORDS.pathGlob, 'Part of a repository.'),
      100,
      'paths',
      'Parts of shared repositories that belong to the service.',
    ).optional(),
    responders: list(
      word(WORDS.login, 'A GitHub login.'),
      10,
      'logins',
      'People who are mentioned and assigned when an incident of the service is declared.',
    ).optional(),
    runbook: word(WORDS.url, 'What to do when the service is in trouble.').optional(),
    dashboard: word(WORDS.url, 'Where one sees how the service is.').optional(),
  },
  'One service: who owns it, what belongs to it, whom to call.',
);

const services = z
  .record(word(WORDS.serviceId, 'As in the label service:checkout.'), service, {
    error: 'a map of services, such as checkout: { team: acme/payments }',
  })
  .describe('The catalog of services that can be affected by incidents.');

const waivers = section(
  {
    approvers: list(
      word(WORDS.approver, 'A team or a person.'),
      50,
      'teams or logins',
      'Who may grant waivers. Owners of the organisation may not unless they are listed.',
    ).optional(),
    longest: word(WORDS.duration, 'How long a waiver may last. Default 30d.').optional(),
  },
  'Exceptions that are reasoned, approved and expire.',
);

const dontRepeat = section(
  {
    severities: list(
      word(WORDS.severityId, 'A severity id.'),
      20,
      'severity ids',
      'Incidents that must not repeat, beside any labelled sla-breach. Default: the two most severe levels.',
    ).optional(),
    starts: choice(
      ['declared', 'mitigated', 'resolved'],
      'When the obligation begins. Default: mitigated.',
    ).optional(),
    grace: word(
      WORDS.durationOrZero,
      'How long after that merges still pass. Default 0d.',
    ).optional(),
    mode: choice(
      ['enforce', 'advise'],
      'enforce fails the check; advise is a neutral check that says what it would do. Default: enforce; without a dont_repeat section: advise.',
    ).optional(),
    branches: list(
      glob(WORDS.branchGlob, 'A branch.'),
      50,
      'branches',
      'Gated branches. Default: the default branch of each repository.',
    ).optional(),
    unowned: choice(
      ['pass', 'block'],
      'What happens to changes of no known owner while anything is open. Default: pass.',
    ).optional(),
    exempt: section(
      {
        authors: list(
          word(WORDS.author, 'A login or an app.'),
          50,
          'logins',
          'Pull requests pass when one of these opened them and wrote every commit. Commits must be signed, those of an app by GitHub, for anybody can write a name there.',
        ).optional(),
      },
      'What the gate lets through.',
    ).optional(),
    vouch: choice(
      ['other', 'author'],
      'Who may vouch that a change is the fix: another person (default), or its author too. Either way only an assignee of the item, a role holder, a member of the team, or a waiver approver.',
    ).optional(),
    waivers: waivers.optional(),
  },
  'The gate that holds merges until the fix is in.',
);

const postmortems = section(
  {
    directory: word(
      WORDS.directory,
      'Where postmortems are kept. Default: postmortems.',
    ).optional(),
    reviewers: list(
      word(WORDS.approver, 'A team or a person.'),
      20,
      'teams or logins',
      'Who reviews every postmortem.',
    ).optional(),
    uninvolved_reviewer: yesOrNo(
      'Whether somebody who took no part reviews too. Default: true.',
    ).optional(),
  },
  'How postmortems are written and reviewed.',
);

const calendar = section(
  {
    weekend: list(
      choice(WEEKDAYS, 'A day of the week.'),
      6,
      'days of the week',
      'Days on which nobody works, at most six. Default: saturday and sunday.',
    ).optional(),
    holidays: list(
      word(WORDS.holiday, 'A day of one year, or of every year.'),
      200,
      'dates',
      'Other days on which nobody works. Default: none.',
    ).optional(),
    working_hours: word(
      WORDS.workingHours,
      'When people can be reminded of what wakes nobody. Default 09:00-17:00.',
    ).optional(),
  },
  'When people work: business days and working hours, in `time_zone`.',
);

const reminders = section(
  {
    paging: list(
      word(WORDS.severityId, 'A severity id.'),
      20,
      'severity ids',
      'Incidents that remind at any hour while they are worked on; those of other severities wait for working hours. Default: severities to be acknowledged within 30 minutes.',
    ).optional(),
    before: word(
      WORDS.durationOrZero,
      'How long before an action item, a postmortem or a waiver is due somebody is reminded. Default 2bd.',
    ).optional(),
    every: word(
      WORDS.duration,
      'How often after that, once it is overdue; an hour or more. Default 2bd.',
    ).optional(),
  },
  'Whom to remind when. Each reminder can be put off with /snooze.',
);

const taxonomy = section(
  {
    causes: list(
      word(WORDS.taxonomyId, 'As in the label cause:change and the command /cause change.'),
      50,
      'words',
      `What can have broken, in the order in which it is offered; asked for at resolution. An empty list asks nobody. Default: ${BUILT_IN_CAUSES.join(', ')}.`,
    ).optional(),
    components: list(
      word(WORDS.taxonomyId, 'As in the label component:database.'),
      100,
      'words',
      'Where it can have broken. Default: none.',
    ).optional(),
  },
  'Words for what broke and where.',
);

const repeats = section(
  {
    follow_up: word(
      WORDS.repeats,
      'How the follow-up of an incident is taken that repeats an earlier one: same (default), one-level more severe, or at least at the severity named here. Decides the postmortem, when action items are due, and whether it must not repeat.',
    ).optional(),
  },
  'What follows when an incident comes back: /repeat-of #12.',
);

export const policyFile = section(
  {
    incidents: incidents.optional(),
    time_zone: word(
      WORDS.timeZone,
      'Where days begin and times without an offset are read. Default: UTC.',
    ).optional(),
    calendar: calendar.optional(),
    severities: z
      .array(severity, { error: 'a list of severities, such as - id: sev1' })
      .min(1, { error: 'at least one severity, or leave the key out' })
      .max(20, { error: 'at most 20 severities' })
      .describe('Most severe first. Changes levels of `incidents.scale`, or is the whole scale.')
      .optional(),
    roles: list(
      role,
      30,
      'roles',
      'Roles beside the built-in ones, or other names for those.',
    ).optional(),
    services: services.optional(),
    dont_repeat: dontRepeat.optional(),
    postmortems: postmortems.optional(),
    reminders: reminders.optional(),
    repeats: repeats.optional(),
    taxonomy: taxonomy.optional(),
  },
  'The policy of Norepeat: .github/norepeat.yml',
);

export type PolicyFileText = z.infer<typeof policyFile>;
export type SeverityText = z.infer<typeof severity>;
export type ServiceText = z.infer<typeof service>;
