/** A small world in which everything can happen to everything else, for the laws of the gate. */
import fc from 'fast-check';
import type { Obligation, Waiver } from '../../../src/core/followup/obligation.ts';
import type { Decision } from '../../../src/core/gate/decision.ts';
import type { CodeOwners, CommitFacts, PullFacts } from '../../../src/core/gate/facts.ts';
import { judge, type Matter } from '../../../src/core/gate/judge.ts';
import type { Actor } from '../../../src/core/incident/facts.ts';
import { HOUR, plus, type Instant } from '../../../src/core/time.ts';
import {
  aMonoPolicy,
  anObligation,
  anObligedIncident,
  aPull,
  DISCOVERY,
  HEAD,
  issue,
  MONO,
  NOW,
  OLD_HEAD,
  owes,
  PAYMENTS,
  peopleIn,
  person,
} from '../../builders/gate.ts';

const SRE = { org: 'acme', slug: 'sre' };
export const PEOPLE = peopleIn({
  peter: ['acme/payments'],
  dora: ['acme/discovery'],
  sam: ['acme/sre', 'acme/payments'],
  erin: ['acme/incident-commanders'],
  mallory: [],
});
const LOGINS = ['alice', 'bob', 'carol', 'peter', 'dora', 'sam', 'erin', 'mallory'];

const pick = <const T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const few = <T>(one: fc.Arbitrary<T>, maxLength = 2): fc.Arbitrary<T[]> =>
  fc.array(one, { maxLength });
const hours = (from: number, to: number): fc.Arbitrary<Instant> =>
  fc.integer({ min: from, max: to }).map((hour) => plus(NOW, hour * HOUR));
const actor: fc.Arbitrary<Actor> = fc.record({
  login: pick(...LOGINS),
  kind: fc.oneof({ weight: 6, arbitrary: fc.constant('person' as const) }, pick('bot', 'self')),
});
const somebody = fc.oneof({ weight: 5, arbitrary: pick(...LOGINS).map(person) }, actor);
const paths = fc.uniqueArray(
  pick('pay/a.ts', 'pay/b.ts', 'search/c.ts', 'db/d.sql', 'lib/e.ts', '.github/norepeat.yml'),
  { minLength: 1, maxLength: 4 },
);

const policies = fc
  .record({
    mode: pick('enforce', 'advise'),
    unowned: pick('pass', 'block'),
    vouch: pick('other', 'author'),
  })
  .map(aMonoPolicy);

const ownersFiles: fc.Arbitrary<CodeOwners | null> = fc.option(
  few(
    fc.record({
      line: fc.nat(9),
      pattern: pick('*', '*.sql', '/pay/', 'lib/', '.github/'),
      teams: few(pick(PAYMENTS, DISCOVERY, SRE)),
    }),
    3,
  ).map((rules) => ({ path: 'CODEOWNERS', rules })),
);

const REFS = [34, 35, 36].map((number) => issue(`acme/mono#${String(number)}`));
const INCIDENTS = [12, 20].map((number) => issue(`acme/incidents#${String(number)}`));
const ITEMS = [13, 21].map((number) => issue(`acme/incidents#${String(number)}`));

const pulls: fc.Arbitrary<PullFacts> = fc
  .record({
    author: somebody,
    headPushedAt: fc.option(hours(-5, -3)),
    files: paths.map((some) => ({ paths: some, complete: true, next: null, total: some.length })),
    closes: few(pick(...INCIDENTS, ...ITEMS)),
    reviews: few(
      fc.record({
        by: somebody,
        opinion: fc.oneof(
          { weight: 4, arbitrary: fc.constant('approved' as const) },
          pick('changes-requested'),
        ),
        commit: pick(HEAD, HEAD, OLD_HEAD, null),
        at: hours(-4, 0),
      }),
      3,
    ),
    fixLabel: fc.option(fc.record({ by: somebody, at: hours(-5, 0) })),
    commitAuthors: fc.record({
      authors: few(fc.option(somebody, { freq: 8 })),
      complete: fc.boolean(),
      signed: fc.boolean(),
    }),
  })
  .map((some) => aPull(some));

const waivers: fc.Arbitrary<Waiver | null> = fc.option(
  fc.record({
    requestedBy: pick(...LOGINS),
    grantedBy: pick(...LOGINS),
    grantedAt: hours(-3, 1),
    until: hours(-1, 4),
    reason: pick('x', 'y'),
  }),
  { freq: 1 },
);

export const obligations: fc.Arbitrary<Obligation> = fc
  .record({
    at: pick(0, 1),
    holdsFrom: hours(-6, 2),
    teams: fc.uniqueArray(pick(PAYMENTS, DISCOVERY, SRE), { minLength: 1, maxLength: 3 }),
    waiver: waivers,
    roleHolders: few(pick(...LOGINS)),
    fixes: few(fc.record({ pull: pick(...REFS), by: pick(...LOGINS), at: hours(-3, 0) })),
    overrides: few(
      fc.record({
        pull: pick(...REFS),
        sha: pick(HEAD, HEAD, OLD_HEAD),
        by: pick(...LOGINS),
        reason: fc.constant('x'),
        at: hours(-3, 0),
      }),
    ),
  })
  .map(({ at, teams, waiver, ...rest }) =>
    anObligation({
      ...rest,
      incident: anObligedIncident({ ref: INCIDENTS[at]! }),
      teams: teams.map((team, index) => owes(team, { waiver: index === 0 ? waiver : null })),
      fixTargets: [
        { ref: INCIDENTS[at]!, assignees: [] },
        { ref: ITEMS[at]!, assignees: ['bob'] },
      ],
    }),
  );

export const matters: fc.Arbitrary<Matter> = fc
  .record({
    some: fc.array(pulls, { minLength: 1, maxLength: 3 }),
    as: pick<CommitFacts['as']>('pulls', 'group'),
    policy: policies,
    owners: ownersFiles,
    owed: few(obligations, 3),
  })
  .map(({ some, as, policy, owners, owed }) => ({
    commit: {
      repo: MONO,
      visibility: 'private',
      headSha: HEAD,
      as,
      pulls: some.map((pull, index) => ({ ...pull, ref: REFS[index]!, headSha: HEAD })),
    },
    codeOwners: new Map([['main', owners]]),
    obligations: owed,
    policy,
    now: NOW,
  }));

export const passes = ({ conclusion }: Decision): boolean => conclusion === 'success';
export const judged = (matter: Matter, more: Partial<Matter> = {}): Decision =>
  judge({ ...matter, ...more }, PEOPLE);
export const withPulls = (matter: Matter, change: (pull: PullFacts) => PullFacts): Matter => ({
  ...matter,
  commit: { ...matter.commit, pulls: matter.commit.pulls.map(change) },
});
