/** A commit, what is owed, and people for tests of the gate; say only what the test is about. */
import type {
  FixTarget,
  ObligedIncident,
  Obligation,
  OwedItem,
  TeamObligation,
  Waiver,
} from '../../src/core/followup/obligation.ts';
import type { CommitFacts, People, PullFacts, ReviewFacts } from '../../src/core/gate/facts.ts';
import type { Matter } from '../../src/core/gate/judge.ts';
import { formatIssue, parseIssue, type IssueRef } from '../../src/core/ids.ts';
import type { Actor, PersonFacts } from '../../src/core/incident/facts.ts';
import type { Policy, TeamRef } from '../../src/core/policy/policy.ts';
import { HOUR, plus, DAY } from '../../src/core/time.ts';
import { aPolicy, aService } from './a-policy.ts';
import { CREATED } from './facts.ts';

export const HEAD = 'd0e1f2a3b4c5d6e7f8091a2b3c4d5e6f70819203';
export const OLD_HEAD = 'abc1234567890abcdef1234567890abcdef12345';
export const CHECKOUT = { owner: 'acme', name: 'checkout' };
export const MONO = { owner: 'acme', name: 'mono' };
export const PAYMENTS: TeamRef = { org: 'acme', slug: 'payments' };
export const DISCOVERY: TeamRef = { org: 'acme', slug: 'discovery' };

/** A day after the incident of `anObligation()` was mitigated. */
export const NOW = plus(CREATED, DAY);

/** `acme/incidents#12` */
export function issue(text: string): IssueRef {
  const ref = parseIssue(text);
  if (ref === undefined) throw new Error(`no issue: ${text}`);
  return ref;
}

export function person(login: string): Actor {
  return { login, kind: 'person' };
}

export function app(login: string): Actor {
  return { login, kind: 'bot' };
}

/** acme/checkout#34 by alice on main: one file of the service checkout. */
export function aPull(overrides: Partial<PullFacts> = {}): PullFacts {
  const ref = overrides.ref ?? issue('acme/checkout#34');
  return {
    ref,
    nodeId: `PR_${String(ref.number)}`,
    url: `https://github.example/${ref.repo.owner}/${ref.repo.name}/pull/${String(ref.number)}`,
    author: person('alice'),
    state: 'open',
    isDraft: false,
    baseRef: 'main',
    headSha: HEAD,
    headPushedAt: plus(CREATED, 2 * HOUR),
    updatedAt: plus(CREATED, 2 * HOUR),
    inMergeQueue: false,
    autoMerge: false,
    files: changed('src/basket.ts'),
    closes: [],
    reviews: [],
    fixLabel: null,
    commitAuthors: { authors: [person('alice')], complete: true, signed: false },
    ...overrides,
  };
}

/** All the files there are. */
export function changed(...paths: readonly string[]): PullFacts['files'] {
  return { paths, complete: true, next: null, total: paths.length };
}

export function approval(by: string, overrides: Partial<ReviewFacts> = {}): ReviewFacts {
  return {
    by: person(by),
    opinion: 'approved',
    commit: HEAD,
    at: plus(CREATED, 3 * HOUR),
    ...overrides,
  };
}

export function aCommit(overrides: Partial<CommitFacts> = {}): CommitFacts {
  return {
    repo: CHECKOUT,
    visibility: 'private',
    headSha: HEAD,
    as: 'pulls',
    pulls: [aPull()],
    ...overrides,
  };
}

export function anObligedIncident(overrides: Partial<ObligedIncident> = {}): ObligedIncident {
  const ref = overrides.ref ?? issue('acme/incidents#12');
  return {
    ref,
    nodeId: `I_${String(ref.number)}`,
    url: `https://github.example/${ref.repo.owner}/${ref.repo.name}/issues/${String(ref.number)}`,
    title: 'Checkout is down',
    severity: 'SEV-1',
    declaredAt: CREATED,
    restricted: false,
    visibility: 'private',
    ...overrides,
  };
}

/** acme/incidents#13, assigned to bob. */
export function anOwedItem(overrides: Partial<OwedItem> = {}): OwedItem {
  const ref = overrides.ref ?? issue('acme/incidents#13');
  return {
    ref,
    url: `https://github.example/${ref.repo.owner}/${ref.repo.name}/issues/${String(ref.number)}`,
    title: 'Add a circuit breaker',
    assignees: ['bob'],
    restricted: false,
    state: 'open',
    ...overrides,
  };
}

export function owes(
  team: TeamRef = PAYMENTS,
  overrides: Partial<TeamObligation> = {},
): TeamObligation {
  return { team, items: [anOwedItem()], waiver: null, ...overrides };
}

/** acme/payments owes acme/incidents#13 for acme/incidents#12; carol commands. */
export function anObligation(overrides: Partial<Obligation> = {}): Obligation {
  const incident = overrides.incident ?? anObligedIncident();
  const targets: readonly FixTarget[] = [
    { ref: incident.ref, assignees: [] },
    { ref: issue('acme/incidents#13'), assignees: ['bob'] },
  ];
  return {
    incident,
    since: plus(CREATED, HOUR),
    holdsFrom: plus(CREATED, HOUR),
    teams: [owes()],
    roleHolders: ['carol'],
    fixTargets: targets,
    fixes: [],
    overrides: [],
    ...overrides,
  };
}

export function aWaiver(overrides: Partial<Waiver> = {}): Waiver {
  return {
    requestedBy: 'dave',
    grantedBy: 'erin',
    grantedAt: plus(CREATED, 2 * HOUR),
    until: plus(NOW, 7 * DAY),
    reason: 'the vendor ships the fix next week',
    ...overrides,
  };
}

/** What GitHub says of people: `{ mallory: [], peter: ['acme/payments'] }`. */
export function peopleIn(teams: Readonly<Record<string, readonly string[]>>): People {
  const known = Object.entries(teams).map(([login, of]): [string, PersonFacts] => [
    login.toLowerCase(),
    { login, exists: true, permission: 'write', teams: of },
  ]);
  return new Map(known);
}

/** Everything to judge by: one pull request of acme/checkout, one obligation, no CODEOWNERS. */
export function aMatter(overrides: Partial<Matter> = {}): Matter {
  const commit = overrides.commit ?? aCommit();
  return {
    commit,
    codeOwners: new Map(commit.pulls.map(({ baseRef }) => [baseRef, null])),
    obligations: [anObligation()],
    policy: aPolicy(),
    now: NOW,
    ...overrides,
  };
}

/** The policy with another `dont_repeat`. */
export function aPolicyThat(dontRepeat: Partial<Policy['dontRepeat']>): Policy {
  const policy = aPolicy();
  return { ...policy, dontRepeat: { ...policy.dontRepeat, ...dontRepeat } };
}

/** `acme/incidents#12` of every violation that holds, and its team. */
export function heldFor(
  holds: readonly { readonly obligation: Obligation; readonly team: TeamObligation }[],
): readonly string[] {
  return holds.map(
    ({ obligation, team }) => `${formatIssue(obligation.incident.ref)} ${team.team.slug}`,
  );
}

/** Of `MONO`, in which two teams own a folder each. */
export function aMonoPolicy(dontRepeat: Partial<Policy['dontRepeat']>): Policy {
  const policy = aPolicy();
  return {
    ...policy,
    source: { repo: MONO, path: '.github/norepeat.yml' },
    services: [
      aService({ repositories: [], paths: [{ repository: 'acme/mono', glob: 'pay/**' }] }),
      aService({
        id: 'search',
        team: DISCOVERY,
        repositories: [],
        paths: [{ repository: 'acme/mono', glob: 'search/**' }],
      }),
    ],
    dontRepeat: { ...policy.dontRepeat, ...dontRepeat },
  };
}
