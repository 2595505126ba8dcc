import { describe, expect, test } from 'vitest';
import type { PullFacts } from '../../../src/core/gate/facts.ts';
import { formatIssue, formatRepo, type IssueRef, type RepoRef } from '../../../src/core/ids.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { DAY, plus } from '../../../src/core/time.ts';
import type { PullPage } from '../../../src/flow/ports/pulls.ts';
import { tryPolicy, type TryPolicyDeps } from '../../../src/flow/try-policy.ts';
import { aKnownIncident } from '../../builders/a-known-incident.ts';
import { aPolicy, aService } from '../../builders/a-policy.ts';
import { CREATED, formBody, minute, aComment } from '../../builders/facts.ts';
import { aPull, CHECKOUT, issue } from '../../builders/gate.ts';
import { run } from '../../builders/run-incident.ts';
import { inMemory } from '../support/memory.ts';

const HOME = { owner: 'acme', name: '.github' };
const SEARCH = { owner: 'acme', name: 'search' };
const NOW = plus(CREATED, DAY);
const policy = aPolicy();

function dontRepeat(overrides: Partial<Policy['dontRepeat']>, base = policy): Policy {
  return { ...base, dontRepeat: { ...base.dontRepeat, ...overrides } };
}

/** An incident of `service` that bob called `severity` and mitigated. */
async function keepIncident(
  memory: ReturnType<typeof inMemory>,
  { number, service, severity }: { number: number; service: string; severity: string },
): Promise<void> {
  const ref: IssueRef = { repo: policy.incidentRepository, number };
  const comments = [aComment(`/severity ${severity}\n/mitigated`, { createdAt: minute(5) })];
  const told = run({
    ref,
    nodeId: `I_${String(number)}`,
    body: formBody({ services: service }),
    comments,
  });
  const { facts, ledger, incident } = told;
  await memory.recordStore.save(ref, { facts, readUpTo: CREATED, timelineTotal: 0 });
  await memory.ledgerStore.save(ref, ledger);
  const { id } = incident.severity.inForce;
  const { services } = incident;
  await memory.index.put(aKnownIncident(number, { ref, severity: id, services }));
}

/** One sev3 incident of checkout and a sev1 incident of search; what reads GitHub is counted. */
async function aPlace(
  given: { readonly pulls?: readonly PullFacts[]; readonly inForce?: Policy | null } = {},
) {
  const memory = inMemory();
  await keepIncident(memory, { number: 12, service: 'checkout', severity: 'sev3' });
  await keepIncident(memory, { number: 13, service: 'search', severity: 'sev1' });
  await memory.obligationStore.expect(policy.incidentRepository, []);
  const inForce = given.inForce === undefined ? policy : given.inForce;
  const pulls = given.pulls ?? [
    aPull(),
    aPull({ ref: issue('acme/checkout#35'), headSha: 'b'.repeat(40) }),
    aPull({ ref: issue('acme/search#7'), headSha: 'c'.repeat(40) }),
  ];
  const pages: string[] = [];
  const page = (repo: RepoRef, after: string | null): PullPage => {
    pages.push(formatRepo(repo));
    const here = pulls.filter(({ ref }) => formatRepo(ref.repo) === formatRepo(repo));
    const from = Number(after ?? 0);
    return {
      visibility: 'private',
      defaultBranch: 'main',
      pulls: here.slice(from, from + 100).map((facts) => ({ facts, run: null })),
      next: from + 100 < here.length ? String(from + 100) : null,
    };
  };
  const deps: TryPolicyDeps = {
    policies: { policyFor: () => Promise.resolve(inForce) },
    index: memory.index,
    records: memory.recordStore,
    ledgers: { stored: async (ref) => (await memory.ledgerStore.load(ref)) ?? [] },
    obligations: memory.obligationStore,
    pulls: {
      page: (repo, after) => Promise.resolve({ kind: 'found', value: page(repo, after) }),
      files: () => Promise.reject(new Error('no list of files is needed')),
    },
    codeOwners: {
      load: () => Promise.resolve(null),
      save: () => Promise.reject(new Error('nothing is kept')),
      branches: () => Promise.resolve(['main']),
      forget: () => Promise.reject(new Error('nothing is kept')),
    },
    ownersReader: { read: () => Promise.reject(new Error('owners are known')) },
    names: {
      team: (team) => Promise.resolve(team),
      presentNames: (one) => Promise.resolve(one),
      repositories: () => Promise.resolve([HOME, policy.incidentRepository, CHECKOUT, SEARCH]),
    },
    installed: { repositories: () => Promise.resolve([]) },
    people: { people: () => Promise.resolve(new Map()) },
    glimpses: { find: () => Promise.resolve(null) },
    clock: { now: () => NOW },
  };
  const trying = tryPolicy(deps);
  return {
    pages,
    memory,
    try: async (proposed: Policy) => {
      const impact = await trying(HOME, proposed);
      return {
        impact,
        teams: impact.teams.map(
          (one) => `${one.change} ${one.team.slug} ${formatIssue(one.incident.ref)}`,
        ),
        pulls: impact.pulls.map((one) => `${one.change} ${formatIssue(one.ref)}`),
      };
    },
  };
}

const WIDER = dontRepeat({ severities: ['sev1', 'sev2', 'sev3'] });
const NARROWER = dontRepeat({ severities: [] });

describe('a proposed policy', () => {
  test('that covers more severities holds the pull requests of one more team', async () => {
    const place = await aPlace();
    expect(await place.try(WIDER)).toMatchObject({
      teams: ['held payments acme/incidents#12'],
      pulls: ['held acme/checkout#34', 'held acme/checkout#35'],
      impact: { gaps: [], examined: { pulls: 3, repositories: 2 } },
    });
  });

  test('that covers fewer releases', async () => {
    const place = await aPlace();
    expect(await place.try(NARROWER)).toMatchObject({
      teams: ['released discovery acme/incidents#13'],
      pulls: ['released acme/search#7'],
    });
  });

  test('that only advises releases everything', async () => {
    const place = await aPlace();
    expect(await place.try(dontRepeat({ mode: 'advise' }))).toMatchObject({
      teams: ['released discovery acme/incidents#13'],
      pulls: ['released acme/search#7'],
    });
  });

  test('that gates other branches changes pull requests and no team', async () => {
    const place = await aPlace();
    expect(await place.try(dontRepeat({ branches: ['release/*'] }))).toMatchObject({
      teams: [],
      pulls: ['released acme/search#7'],
    });
  });

  test('that starts later releases what is only mitigated', async () => {
    const place = await aPlace();
    expect((await place.try(dontRepeat({ starts: 'resolved' }))).teams).toEqual([
      'released discovery acme/incidents#13',
    ]);
  });

  test('that gives a repository to another team moves who is held', async () => {
    const place = await aPlace();
    const services = [
      aService(),
      aService({
        id: 'search',
        team: { org: 'acme', slug: 'discovery' },
        repositories: ['acme/checkout'],
      }),
    ];
    const { teams, pulls } = await place.try({ ...policy, services });
    expect(teams).toEqual([]);
    expect(pulls).toEqual([
      'held acme/checkout#34',
      'held acme/checkout#35',
      'released acme/search#7',
    ]);
  });

  test('is compared with nothing where none is in force', async () => {
    const place = await aPlace({ inForce: null });
    expect((await place.try(policy)).pulls).toEqual(['held acme/search#7']);
  });

  test('that changes nothing for merges costs no read', async () => {
    const place = await aPlace();
    const services = policy.services.map((one) => ({ ...one, runbook: 'https://new.example' }));
    const { impact } = await place.try({ ...policy, services, timeZone: 'Europe/Berlin' });
    expect(impact).toEqual({
      teams: [],
      pulls: [],
      examined: { pulls: 0, repositories: 0 },
      gaps: [],
    });
    expect(place.pages).toEqual([]);
  });
});

describe('what was not looked at is said', () => {
  test('an incident that nobody has read', async () => {
    const place = await aPlace();
    await place.memory.recordStore.forget(issue('acme/incidents#12'));
    const { impact, teams } = await place.try(WIDER);
    expect(impact.gaps).toEqual(['incidents-unread']);
    expect(teams).toEqual([]);
  });

  test('an incident repository that was never listed', async () => {
    const place = await aPlace();
    const elsewhere = { ...policy, incidentRepository: { owner: 'acme', name: 'outages' } };
    const { impact, teams } = await place.try(elsewhere);
    expect(impact.gaps).toEqual(['incidents-unread']);
    expect(teams).toEqual(['released discovery acme/incidents#13']);
  });

  test('pull requests beyond three hundred', async () => {
    const pulls = Array.from({ length: 450 }, (_, i) =>
      aPull({ ref: { repo: CHECKOUT, number: i + 1 }, headSha: String(i).padStart(40, '0') }),
    );
    const place = await aPlace({ pulls });
    const { impact } = await place.try(WIDER);
    expect(impact.gaps).toEqual(['too-many']);
    expect(impact.examined.pulls).toBe(300);
    expect(impact.pulls).toHaveLength(300);
    expect(place.pages.filter((name) => name === 'acme/checkout')).toHaveLength(3);
  });

  test('a pull request that comes on two pages counts once', async () => {
    const place = await aPlace({ pulls: [aPull(), aPull()] });
    expect((await place.try(WIDER)).pulls).toEqual(['held acme/checkout#34']);
  });
});

test('pull requests that share a head share their owners and their fate', async () => {
  const pulls = [aPull(), aPull({ ref: issue('acme/checkout#35') })];
  const place = await aPlace({ pulls });
  expect((await place.try(WIDER)).pulls).toEqual([
    'held acme/checkout#34',
    'held acme/checkout#35',
  ]);
});
