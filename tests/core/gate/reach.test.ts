import { describe, expect, it } from 'vitest';
import type { CodeOwners } from '../../../src/core/gate/facts.ts';
import { ownersOfChange } from '../../../src/core/gate/ownership.ts';
import { inReach, isGated, teamsInReach } from '../../../src/core/gate/reach.ts';
import { formatIssue, parseRepo } from '../../../src/core/ids.ts';
import { formatTeam } from '../../../src/core/policy/services.ts';
import { plus } from '../../../src/core/time.ts';
import { aPolicy, aService } from '../../builders/a-policy.ts';
import {
  anObligation,
  anObligedIncident,
  aPolicyThat,
  aPull,
  aWaiver,
  CHECKOUT,
  changed,
  DISCOVERY,
  issue,
  NOW,
  owes,
  PAYMENTS,
} from '../../builders/gate.ts';

const MONO = { owner: 'acme', name: 'mono' };
const SRE = { org: 'acme', slug: 'sre' };

const policy = {
  ...aPolicy(),
  services: [
    aService({ repositories: ['acme/checkout', 'acme/checkout-*'] }),
    aService({
      id: 'search',
      team: DISCOVERY,
      repositories: [],
      paths: [{ repository: 'acme/mono', glob: 'search/**' }],
    }),
    aService({ id: 'orphan', team: null, repositories: ['acme/orphan'] }),
  ],
};

const owners: CodeOwners = {
  path: 'docs/CODEOWNERS',
  rules: [
    { line: 1, pattern: '*.sql', teams: [SRE] },
    { line: 3, pattern: '/search/', teams: [{ org: 'Acme', slug: 'Discovery' }] },
    { line: 4, pattern: '/search/free/', teams: [] },
  ],
};

function owned(repo: string, paths: readonly string[], file: CodeOwners | null = null) {
  const here = { repo: parseRepo(repo)!, policy };
  return ownersOfChange([aPull({ files: changed(...paths) })], () => file, here);
}

const names = (found: ReturnType<typeof owned>): readonly string[] =>
  found.teams.map(({ team }) => formatTeam(team).toLowerCase());

describe('to whom a change belongs', () => {
  it('belongs as a whole to the team of a service that has the repository', () => {
    const found = owned('Acme/Checkout-web', ['anything']);
    expect(found.teams).toEqual([
      { team: PAYMENTS, reasons: [{ kind: 'repository', service: 'checkout' }] },
    ]);
    expect(found.unowned).toBe(false);
  });

  it('belongs to the team of a service whose paths it touches, with how many files and one of them', () => {
    const found = owned('acme/mono', ['search/a.ts', 'search/deep/b.ts', 'lib/c.ts']);
    expect(found.teams).toEqual([
      {
        team: DISCOVERY,
        reasons: [{ kind: 'paths', service: 'search', files: 2, example: 'search/a.ts' }],
      },
    ]);
  });

  it('unites services and CODEOWNERS, a team once whatever the spelling', () => {
    const found = owned('acme/mono', ['search/a.ts', 'x.sql'], owners);
    expect(names(found)).toEqual(['acme/discovery', 'acme/sre']);
    expect(found.teams[0]?.reasons.map(({ kind }) => kind)).toEqual(['paths', 'codeowners']);
  });

  it('knows no owner where the last rule names none and no service matches', () => {
    const nowhere = owned('acme/other', ['search/free/x'], owners);
    expect(nowhere).toMatchObject({ teams: [], unowned: true });
    expect(owned('acme/orphan', ['x'])).toMatchObject({ teams: [], unowned: true });
  });

  it('reads each pull request by the CODEOWNERS of its own base', () => {
    const pulls = [
      aPull({ files: changed('x.sql') }),
      aPull({ files: changed('x.sql'), baseRef: 'release/1', ref: issue('acme/mono#2') }),
    ];
    const found = ownersOfChange(pulls, (base) => (base === 'main' ? owners : null), {
      repo: MONO,
      policy,
    });
    expect(names(found)).toEqual(['acme/sre']);
    expect(found.unowned).toBe(true);
  });

  it('says that the list is not whole, and stops looking where that would take too long', () => {
    const partial = { ...changed('a'), complete: false, total: 4000 };
    const here = { repo: MONO, policy };
    const found = ownersOfChange([aPull({ files: partial })], () => null, here);
    expect(found).toMatchObject({ incomplete: true, files: { listed: 1, total: 4000 } });
    const hostile: CodeOwners = {
      path: 'CODEOWNERS',
      rules: Array.from({ length: 100_000 }, (_, line) => ({ line, pattern: 'a*b*c', teams: [] })),
    };
    const many = changed(...Array.from({ length: 3000 }, (_, n) => `f${String(n)}`));
    const start = performance.now();
    expect(ownersOfChange([aPull({ files: many })], () => hostile, here).incomplete).toBe(true);
    expect(performance.now() - start).toBeLessThan(15_000);
  });
});

describe('what can be held in a repository', () => {
  it('is what the teams of its services and of its CODEOWNERS owe', () => {
    expect(teamsInReach(MONO, policy, [owners, null]).map(formatTeam)).toEqual([
      'Acme/Discovery',
      'acme/sre',
    ]);
    expect(teamsInReach(CHECKOUT, policy, [])).toEqual([PAYMENTS]);
  });

  const other = anObligation({
    incident: anObligedIncident({ ref: issue('acme/incidents#20') }),
    teams: [owes(SRE)],
  });
  const reach = (
    repo: string,
    { obligations = [anObligation(), other], file = null as CodeOwners | null, by = policy } = {},
  ): readonly string[] =>
    inReach({
      repo: parseRepo(repo)!,
      policy: by,
      codeOwners: [file],
      obligations,
      now: NOW,
    }).map(({ incident }) => formatIssue(incident.ref));

  it('is only what holds now: neither waived nor in grace', () => {
    const waived = anObligation({ teams: [owes(PAYMENTS, { waiver: aWaiver() })] });
    const grace = anObligation({ holdsFrom: plus(NOW, 1) });
    expect(reach('acme/checkout')).toEqual(['acme/incidents#12']);
    expect(reach('acme/checkout', { obligations: [waived, grace] })).toEqual([]);
    expect(reach('acme/mono')).toEqual([]);
    expect(reach('acme/mono', { file: owners })).toEqual(['acme/incidents#20']);
  });

  it('is everything open where changes of no known owner are blocked, unless all have an owner', () => {
    const block = { ...policy, dontRepeat: aPolicyThat({ unowned: 'block' }).dontRepeat };
    expect(reach('acme/mono', { by: block })).toEqual(['acme/incidents#12', 'acme/incidents#20']);
    expect(reach('acme/orphan', { by: block })).toHaveLength(2);
    expect(reach('acme/checkout', { by: block })).toEqual(['acme/incidents#12']);
  });
});

describe('the branches that are gated', () => {
  it.each([
    ['main', null, true],
    ['develop', null, false],
    ['release/1.2', ['main', 'release/*'], true],
    ['release/1/2', ['main', 'release/*'], false],
    ['main', ['release/**'], false],
    ['release/1/2', ['release/**'], true],
    ['Main', ['main'], false],
  ] as const)('%s under %j: %s', (branch, branches, gated) => {
    expect(isGated(branch, 'main', aPolicyThat({ branches }))).toBe(gated);
  });
});
