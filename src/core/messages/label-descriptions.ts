import type { TeamRef } from '../policy/policy.ts';

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
  slaBreach: 'A service-level agreement was broken',
  drill: 'An exercise: nothing is really broken',
  falseAlarm: 'It turned out to be no incident',
  /** The reason recorded when somebody sets the label instead of writing `/false-alarm reason`. */
  falseAlarmReason: 'marked with the label false-alarm',
} as const;
