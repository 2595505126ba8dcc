import type { Policy, Service } from '../../src/core/policy/policy.ts';
import { BUILT_IN_ROLES, SCALES } from '../../src/core/policy/scales.ts';
import { DAY } from '../../src/core/time.ts';

/**
 * The policy of the example organisation: the `sev` scale, two services, incidents in
 * `acme/incidents`. Say only what the test is about.
 */
export function aPolicy(overrides: Partial<Policy> = {}): Policy {
  return {
    source: { repo: { owner: 'acme', name: '.github' }, path: '.github/norepeat.yml' },
    organisationWide: true,
    incidentRepository: { owner: 'acme', name: 'incidents' },
    privateRepository: null,
    timeZone: 'UTC',
    calendar: { weekend: [6, 7], holidays: [], hours: { from: 9 * 60, to: 17 * 60 } },
    reminders: {
      paging: ['sev1', 'sev2'],
      before: { unit: 'business-days', amount: 2 },
      every: { unit: 'business-days', amount: 2 },
    },
    taxonomy: { causes: ['change', 'capacity', 'unknown'], components: ['database'] },
    repeats: { raise: 'not' },
    closeAfter: { unit: 'business-days', amount: 1 },
    severities: SCALES.sev,
    roles: BUILT_IN_ROLES,
    services: [
      aService(),
      aService({
        id: 'search',
        team: { org: 'acme', slug: 'discovery' },
        repositories: ['acme/search'],
        responders: ['carol'],
        runbook: 'https://runbooks.example/search',
        dashboard: 'https://dashboards.example/search',
      }),
    ],
    dontRepeat: {
      severities: ['sev1', 'sev2'],
      starts: 'mitigated',
      grace: { unit: 'ms', amount: 0 },
      mode: 'enforce',
      branches: null,
      unowned: 'pass',
      exemptAuthors: ['dependabot[bot]'],
      vouch: 'other',
      waivers: {
        approvers: [{ kind: 'team', team: { org: 'acme', slug: 'incident-commanders' } }],
        longest: { unit: 'ms', amount: 30 * DAY },
      },
    },
    postmortems: {
      directory: 'postmortems',
      reviewers: [{ kind: 'team', team: { org: 'acme', slug: 'sre' } }],
      uninvolvedReviewer: true,
      blameWords: null,
    },
    ...overrides,
  };
}

/** `checkout` of `acme/payments`, unless the test says otherwise. */
export function aService(overrides: Partial<Service> = {}): Service {
  return {
    id: 'checkout',
    team: { org: 'acme', slug: 'payments' },
    repositories: ['acme/checkout'],
    paths: [],
    responders: ['alice', 'bob'],
    runbook: 'https://runbooks.example/checkout',
    dashboard: 'https://dashboards.example/checkout',
    ...overrides,
  };
}
