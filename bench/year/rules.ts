/** The policy under which the year goes by, as the app reads it and as the oracle knows it. */
import { INCIDENTS } from '../../tests/scenarios/support/organisation.ts';
import type { Rules, SeverityRules } from './oracle.ts';

export const ZONE = 'Europe/Berlin';
const HOLIDAYS = ['2026-01-01', '2026-04-03', '2026-04-06', '2026-05-01', '2026-12-25'];

/** Of each severity, as minutes and as the policy says it. */
export const POLICY = `incidents:
  repository: ${INCIDENTS}
  scale: sev
time_zone: ${ZONE}
calendar:
  holidays: [${HOLIDAYS.map((day) => `'${day}'`).join(', ')}]
  working_hours: '09:00-17:00'
services:
  checkout:
    team: acme/payments
    repositories: [acme/checkout]
    responders: [alice, bob]
  search:
    team: acme/discovery
    repositories: [acme/search]
    responders: [carol]
dont_repeat:
  severities: [sev1, sev2]
  mode: enforce
  waivers: { approvers: [acme/incident-commanders], longest: 30d }
reminders:
  paging: [sev1, sev2]
  before: 2bd
  every: 2bd
`;

const minutes = (amount: number) => ({ minutes: amount });
const hours = (amount: number) => minutes(amount * 60);
const days = (amount: number) => hours(amount * 24);
const workdays = (amount: number) => ({ workdays: amount });

const SEVERITIES = {
  sev1: {
    ...{ acknowledge: minutes(5), mitigate: minutes(30), update: minutes(30), reassess: hours(1) },
    roles: ['commander', 'tech-lead', 'communications'],
    ...{ postmortem: days(3), items: days(15), wakes: true },
  },
  sev2: {
    ...{ acknowledge: minutes(15), mitigate: hours(2), update: hours(1), reassess: hours(2) },
    roles: ['commander', 'tech-lead'],
    ...{ postmortem: workdays(5), items: days(30), wakes: true },
  },
  sev3: {
    ...{ acknowledge: hours(1), mitigate: hours(8), update: hours(4), reassess: hours(8) },
    roles: ['commander'],
    ...{ postmortem: null, items: days(60), wakes: false },
  },
  sev4: {
    ...{ acknowledge: workdays(1), mitigate: workdays(3), update: null, reassess: null },
    roles: [],
    ...{ postmortem: null, items: days(90), wakes: false },
  },
  sev5: {
    ...{ acknowledge: null, mitigate: null, update: null, reassess: null, roles: [] },
    ...{ postmortem: null, items: null, wakes: false },
  },
} as const satisfies Record<string, SeverityRules>;

export type SeverityId = keyof typeof SEVERITIES;

export const RULES: Rules & { readonly severities: Readonly<Record<SeverityId, SeverityRules>> } = {
  week: { zone: ZONE, holidays: HOLIDAYS, from: 9, to: 17 },
  severities: SEVERITIES,
  before: workdays(2),
  every: workdays(2),
};
