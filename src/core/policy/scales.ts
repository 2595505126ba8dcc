/**
 * The two built-in severity scales and the built-in roles: what a policy starts from before it says
 * anything itself. The words and figures come from published incident practice; the clocks are ours.
 */
import { DAY, HOUR, MINUTE } from '../time.ts';
import type { Duration, Role, Severity } from './policy.ts';

export type ScaleName = keyof typeof SCALES;

const span = (amount: number): Duration => ({ unit: 'ms', amount });
const businessDays = (amount: number): Duration => ({ unit: 'business-days', amount });

/** Five levels, from critical with many users affected to cosmetic. */
const SEV: readonly Severity[] = [
  {
    id: 'sev1',
    name: 'SEV-1',
    criteria: [
      'Many customers or a broad feature affected; warrants public and executive communication',
      'Threatens the stability of production, or blocks most teams',
    ],
    thresholds: { users: 20, customers: 25, cost: 100 },
    acknowledgeWithin: span(5 * MINUTE),
    mitigateWithin: span(30 * MINUTE),
    updateEvery: span(30 * MINUTE),
    reassessEvery: span(HOUR),
    roles: ['commander', 'tech-lead', 'communications'],
    postmortem: 'required',
    postmortemWithin: span(3 * DAY),
    postmortemTemplate: null,
    actionItemsWithin: span(15 * DAY),
  },
  {
    id: 'sev2',
    name: 'SEV-2',
    criteria: ['A major function is unavailable', 'Hampers most teams'],
    thresholds: { users: 10, customers: 10, cost: 50 },
    acknowledgeWithin: span(15 * MINUTE),
    mitigateWithin: span(2 * HOUR),
    updateEvery: span(HOUR),
    reassessEvery: span(2 * HOUR),
    roles: ['commander', 'tech-lead'],
    postmortem: 'required',
    postmortemWithin: businessDays(5),
    postmortemTemplate: null,
    actionItemsWithin: span(30 * DAY),
  },
  {
    id: 'sev3',
    name: 'SEV-3',
    criteria: ['A function is partly lost', 'Blocks or delays many teams'],
    thresholds: { users: 5, customers: 5, cost: 30 },
    acknowledgeWithin: span(HOUR),
    mitigateWithin: span(8 * HOUR),
    updateEvery: span(4 * HOUR),
    reassessEvery: span(8 * HOUR),
    roles: ['commander'],
    postmortem: 'when-asked',
    postmortemWithin: businessDays(10),
    postmortemTemplate: null,
    actionItemsWithin: span(60 * DAY),
  },
  {
    id: 'sev4',
    name: 'SEV-4',
    criteria: [
      'No real effect on use yet, but it could have one',
      'Blocks or delays a team or two',
    ],
    thresholds: { users: 1, customers: 1, cost: 10 },
    acknowledgeWithin: businessDays(1),
    mitigateWithin: businessDays(3),
    updateEvery: null,
    reassessEvery: null,
    roles: [],
    postmortem: 'when-asked',
    postmortemWithin: null,
    postmortemTemplate: null,
    actionItemsWithin: span(90 * DAY),
  },
  {
    id: 'sev5',
    name: 'SEV-5',
    criteria: ['Cosmetic or minor', 'Nobody is blocked'],
    thresholds: {},
    acknowledgeWithin: null,
    mitigateWithin: null,
    updateEvery: null,
    reassessEvery: null,
    roles: [],
    postmortem: 'none',
    postmortemWithin: null,
    postmortemTemplate: null,
    actionItemsWithin: null,
  },
];

/** Four levels by figures; the highest that any column reaches. */
const PRIORITY: readonly Severity[] = [
  {
    id: 'p0',
    name: 'P0',
    criteria: [
      'A core function is gone for many users, or data is lost, or security is breached',
      'All hands at once',
    ],
    thresholds: { users: 20, customers: 25, cost: 100 },
    acknowledgeWithin: span(5 * MINUTE),
    mitigateWithin: span(HOUR),
    updateEvery: span(30 * MINUTE),
    reassessEvery: span(HOUR),
    roles: ['commander', 'tech-lead', 'communications'],
    postmortem: 'required',
    postmortemWithin: span(3 * DAY),
    postmortemTemplate: null,
    actionItemsWithin: span(15 * DAY),
  },
  {
    id: 'p1',
    name: 'P1',
    criteria: ['A major feature is broken or severely disrupted', 'Mended the same day'],
    thresholds: { users: 10, customers: 10, cost: 50 },
    acknowledgeWithin: span(30 * MINUTE),
    mitigateWithin: span(8 * HOUR),
    updateEvery: span(2 * HOUR),
    reassessEvery: span(4 * HOUR),
    roles: ['commander', 'tech-lead'],
    postmortem: 'required',
    postmortemWithin: businessDays(5),
    postmortemTemplate: null,
    actionItemsWithin: span(30 * DAY),
  },
  {
    id: 'p2',
    name: 'P2',
    criteria: ['Intermittent or not critical', 'Mended on the next business day'],
    thresholds: { users: 5, customers: 5, cost: 30 },
    acknowledgeWithin: businessDays(1),
    mitigateWithin: businessDays(1),
    updateEvery: null,
    reassessEvery: null,
    roles: ['commander'],
    postmortem: 'when-asked',
    postmortemWithin: businessDays(10),
    postmortemTemplate: null,
    actionItemsWithin: span(60 * DAY),
  },
  {
    id: 'p3',
    name: 'P3',
    criteria: ['A glitch or an edge case', 'Planned into a coming sprint'],
    thresholds: {},
    acknowledgeWithin: null,
    mitigateWithin: null,
    updateEvery: null,
    reassessEvery: null,
    roles: [],
    postmortem: 'none',
    postmortemWithin: null,
    postmortemTemplate: null,
    actionItemsWithin: span(90 * DAY),
  },
];

/** Most severe level first. */
export const SCALES = { sev: SEV, priority: PRIORITY } as const;

/** In the order in which they are shown. */
export const BUILT_IN_ROLES: readonly Role[] = [
  { id: 'commander', name: 'Commander' },
  { id: 'tech-lead', name: 'Technical lead' },
  { id: 'communications', name: 'Communications lead' },
  { id: 'infrastructure', name: 'Infrastructure lead' },
  { id: 'executive', name: 'Executive lead' },
  { id: 'scribe', name: 'Scribe' },
];
