import type { TeamRef } from '../policy/policy.ts';

/** What the built-in words of `policy/taxonomy.ts` mean. */
const CAUSES: ReadonlyMap<string, string> = new Map([
  ['change', 'What broke: something that was changed or deployed'],
  ['configuration', 'What broke: a setting was wrong, missing or out of date'],
  ['bug', 'What broke: a defect that had been there for a while'],
  ['capacity', 'What broke: more load than there was room for'],
  ['dependency', 'What broke: something that others run'],
  ['infrastructure', 'What broke: machines, network or platform'],
  ['data', 'What broke: data was wrong, lost or unexpected'],
  ['security', 'What broke: an attack, a leak or an expired secret'],
  ['procedure', 'What broke: the way work is done led to it'],
  ['unknown', 'Nobody could find out what broke'],
]);

/** What GitHub shows when somebody points at a label; cut to 100 characters where it is used. */
export const LABEL_DESCRIPTIONS = {
  incident: 'This issue is an incident',
  severity: (name: string, criterion: string | undefined): string =>
    criterion === undefined ? name : `${name}: ${criterion}`,
  status: {
    declared: 'Nobody has taken it on yet',
    acknowledged: 'Somebody is working on it',
    mitigated: 'Customers are no longer affected',
    resolved: 'It will not come back at once',
  },
  service: (id: string, team: TeamRef | null): string =>
    team === null ? `${id} is affected` : `${id} is affected; owned by ${team.org}/${team.slug}`,
  cause: (id: string): string => CAUSES.get(id) ?? `What broke: ${id}`,
  component: (id: string): string => `Where it broke: ${id}`,
  postmortem: {
    due: 'A postmortem is to be written',
    open: 'The postmortem is being written',
    published: 'The postmortem is merged',
  },
  slaBreach: 'A service-level agreement was broken',
  drill: 'An exercise: nothing is really broken',
  falseAlarm: 'It turned out to be no incident',
  /** The reason recorded when somebody sets the label instead of writing `/false-alarm reason`. */
  falseAlarmReason: 'marked with the label false-alarm',
} as const;
