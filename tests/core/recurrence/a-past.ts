/** Incidents as others remember them, for tests of what is looked up among them. */
import type { PastIncident } from '../../../src/core/recurrence/past-incident.ts';
import { DAY, instantFromIso, plus } from '../../../src/core/time.ts';

const FIRST = instantFromIso('2026-01-05T09:00:00Z');

/** Number 1 was declared on the first day, 2 on the second, and so on. */
export function aPast(number: number, overrides: Partial<PastIncident> = {}): PastIncident {
  return {
    ref: { repo: { owner: 'acme', name: 'incidents' }, number },
    url: `https://github.example/acme/incidents/issues/${String(number)}`,
    title: 'Checkout is down',
    open: false,
    severity: 'sev2',
    services: ['checkout'],
    declaredAt: plus(FIRST, number * DAY),
    restricted: false,
    confirmed: true,
    drill: false,
    words: '',
    causes: [],
    components: [],
    repeatOf: null,
    ended: { as: 'done', at: plus(FIRST, number * DAY + 3_600_000), took: 2_040_000, how: null },
    postmortem: null,
    prevention: [],
    accepted: null,
    ...overrides,
  };
}
