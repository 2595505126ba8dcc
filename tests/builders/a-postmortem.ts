/** What GitHub shows of a postmortem, for tests; say only what the test is about. */
import type { IncidentFacts } from '../../src/core/incident/facts.ts';
import type { Incident } from '../../src/core/incident/incident.ts';
import type { Policy } from '../../src/core/policy/policy.ts';
import type { PostmortemFacts, PullFacts, ReviewFacts } from '../../src/core/postmortem/facts.ts';
import type { PostmortemInput } from '../../src/core/postmortem/plan/plan.ts';
import type { Telling } from '../../src/core/postmortem/telling.ts';
import { aPolicy } from './a-policy.ts';
import { anIncident } from './an-incident.ts';
import { INCIDENT_REF, minute, person, SELF, someFacts } from './facts.ts';

/** Short templates, in which everything is where one expects it. */
export const TEMPLATES = {
  full: '# {{title}}\n\n## What happened\n\n<!-- norepeat:timeline -->\n<!-- /norepeat:timeline -->\n\n## Why\n\n_Why did it break?_\n\n## What we do\n\n<!-- norepeat:action-items -->\n<!-- /norepeat:action-items -->\n',
  short:
    '# {{title}}\n\n_What happened?_\n\n<!-- norepeat:timeline -->\n<!-- /norepeat:timeline -->\n',
};

/** Resolved an hour after it was declared, commanded by carol, so that its postmortem is due. */
export function aResolvedIncident(overrides: Parameters<typeof anIncident>[0] = {}): Incident {
  return anIncident({
    status: { is: 'resolved', since: minute(60), by: 'bob' },
    clocks: {
      startedAt: minute(-10),
      detectedAt: minute(-2),
      declaredAt: minute(0),
      acknowledgedAt: minute(3),
      mitigatedAt: minute(40),
      resolvedAt: minute(60),
      closedAt: null,
    },
    resolvedSaidAt: minute(60),
    causes: ['change'],
    roles: new Map([['commander', 'carol']]),
    postmortem: { is: 'due', by: minute(5000), pull: null, asked: null },
    ...overrides,
  });
}

export function aTelling(incident: Incident, policy: Policy = aPolicy()): Telling {
  return { incident, policy, madeOfRows: new Map() };
}

/** Nothing yet: no branch, no pull request, no index. */
export function postmortemFacts(overrides: Partial<PostmortemFacts> = {}): PostmortemFacts {
  return {
    repo: INCIDENT_REF.repo,
    main: { name: 'main', oid: 'main-1' },
    branch: null,
    pull: null,
    document: null,
    doubles: [],
    taken: [],
    template: null,
    index: { onMain: null, onBranch: null, atParting: null },
    others: [],
    ...overrides,
  };
}

/** Open since minute 61, from commit `branch-1`, with nobody asked to review. */
export function aPull(overrides: Partial<PullFacts> = {}): PullFacts {
  return {
    ref: { repo: INCIDENT_REF.repo, number: 40 },
    url: 'https://github.example/acme/incidents/pull/40',
    author: SELF,
    state: 'open',
    headOid: 'branch-1',
    createdAt: minute(61),
    closedAt: null,
    closedBy: null,
    merged: null,
    labels: ['postmortem:open'],
    reviews: [],
    asked: [],
    askedByApp: [],
    files: [],
    offered: [],
    offeredAt: [],
    ownComments: [],
    touched: false,
    reported: null,
    conflicting: false,
    ...overrides,
  };
}

/** By dave, of the present head. */
export function aReview(overrides: Partial<ReviewFacts> = {}): ReviewFacts {
  const state = overrides.state ?? 'approved';
  return {
    by: person('dave'),
    state,
    approved: state === 'approved',
    at: minute(70),
    oid: 'branch-1',
    ...overrides,
  };
}

/** What a plan is made of: a resolved incident whose postmortem is due, and nothing there yet. */
export function aPostmortem(
  overrides: Partial<PostmortemInput> & {
    readonly incident?: Incident;
    readonly policy?: Policy;
  } = {},
): PostmortemInput {
  const { incident = aResolvedIncident(), policy, ...rest } = overrides;
  const record: IncidentFacts = someFacts({ title: incident.title });
  return {
    telling: aTelling(incident, policy),
    facts: postmortemFacts(),
    record,
    templates: TEMPLATES,
    published: [],
    ledger: [],
    now: minute(61),
    ...rest,
  };
}
