import { describe, expect, test } from 'vitest';
import type { PolicyImpact, PullChange, TeamChange } from '../../../src/core/gate/policy-impact.ts';
import { policyTried, triedId, type Readers } from '../../../src/core/messages/policy-impact.ts';
import { policyVerdict } from '../../../src/core/messages/policy.ts';
import { instantFromIso } from '../../../src/core/time.ts';
import { anObligedIncident, DISCOVERY, issue, PAYMENTS } from '../../builders/gate.ts';

const valid = policyVerdict({ kind: 'valid', notes: [] }, '.github/norepeat.yml');
const readers: Readers = { visibility: 'private', timeZone: 'UTC' };

const anImpact = (overrides: Partial<PolicyImpact> = {}): PolicyImpact => ({
  teams: [],
  pulls: [],
  examined: { pulls: 3, repositories: 1 },
  gaps: [],
  ...overrides,
});

const aPull = (change: PullChange['change'], name: string, over = {}): PullChange => ({
  change,
  ref: issue(name),
  url: `https://github.example/${name.replace('#', '/pull/')}`,
  visibility: 'private',
  ...over,
});

const aTeam = (change: TeamChange['change'], overrides: Partial<TeamChange> = {}): TeamChange => ({
  change,
  incident: anObligedIncident(),
  team: PAYMENTS,
  heldFrom: null,
  ...overrides,
});

const wordsOf = (impact: PolicyImpact, who: Readers = readers) =>
  policyTried(valid, { kind: 'tried', impact }, who);
const firstSentence = (impact: PolicyImpact) => wordsOf(impact).summary.split('\n', 1)[0];

describe('the first sentence says what changes', () => {
  const held = (count: number) =>
    Array.from({ length: count }, (_, i) => aPull('held', `acme/checkout#${String(i + 1)}`));
  const released = aPull('released', 'acme/search#9');

  test.each<[readonly PullChange[], readonly TeamChange[], string]>([
    [[...held(2), released], [], '2 more pull requests would be held and 1 released.'],
    [held(1), [], '1 more pull request would be held.'],
    [[released], [], '1 pull request would be released.'],
    [
      [],
      [aTeam('held')],
      '1 more team would be held; no pull request that is open now is concerned.',
    ],
    [[], [], 'the same merges would be held as now.'],
  ])('%#', (pulls, teams, sentence) => {
    expect(firstSentence(anImpact({ pulls, teams }))).toBe(`**With this policy, ${sentence}**`);
  });

  test('and what it could not look at follows at once', () => {
    const gaps = ['incidents-unread', 'too-many', 'undecided'] as const;
    expect(firstSentence(anImpact({ gaps }))).toBe(
      '**With this policy, the same merges would be held as now.** Not every incident has been read yet, so there may be more. There are more open pull requests than were looked at. Of some pull requests it could not be decided.',
    );
  });

  test('the title says it too, and that the file is valid stays', () => {
    const words = wordsOf(anImpact({ pulls: [...held(2), released] }));
    expect(words.title).toBe('Valid: 2 more pull requests held and 1 released');
    expect(words.conclusion).toBe('success');
    expect(words.summary).toContain('`.github/norepeat.yml` is valid.');
    expect(words.summary).toContain('It is in force once it is merged');
  });
});

test('the page lists teams and pull requests with links, and what was looked at', () => {
  const impact = anImpact({
    teams: [
      aTeam('held'),
      aTeam('released', {
        team: DISCOVERY,
        heldFrom: instantFromIso('2026-12-01T12:00:00Z'),
      }),
    ],
    pulls: [aPull('held', 'acme/checkout#34'), aPull('held', 'acme/checkout#35')],
  });
  expect(wordsOf(impact).text).toBe(
    [
      '**Teams that would be held**',
      '',
      '- acme/payments because of [acme/incidents#12](https://github.example/acme/incidents/issues/12)',
      '',
      '**Teams that would be released**',
      '',
      '- acme/discovery because of [acme/incidents#12](https://github.example/acme/incidents/issues/12), until 2026-12-01 12:00 UTC: then it is held',
      '',
      '**Pull requests that would be held**',
      '',
      '- acme/checkout: [#34](https://github.example/acme/checkout/pull/34), [#35](https://github.example/acme/checkout/pull/35)',
      '',
      'Looked at: 3 open pull requests in 1 repository.',
    ].join('\n'),
  );
});

describe('it tells nobody what they may not read', () => {
  test('a restricted incident has no name, and no incident has its title', () => {
    const incident = anObligedIncident({ restricted: true, ref: issue('acme/security#3') });
    const { text } = wordsOf(anImpact({ teams: [aTeam('held', { incident }), aTeam('released')] }));
    expect(text).toContain('acme/payments because of a restricted incident');
    expect(text).not.toMatch(/security|Checkout is down/);
  });

  test('a pull request of a repository that fewer people read is only counted', () => {
    const pulls = [
      aPull('held', 'acme/secret#1'),
      aPull('held', 'acme/checkout#2', { visibility: 'public' }),
    ];
    const { text } = wordsOf(anImpact({ pulls }), { ...readers, visibility: 'public' });
    expect(text).not.toContain('secret');
    expect(text).toContain('acme/checkout: [#2]');
    expect(text).toContain('- 1 in repositories that not everybody here may read');
  });

  test('what comes from a fork is not tried, and says so', () => {
    const words = policyTried(valid, { kind: 'from-elsewhere' }, readers);
    expect(words.title).toBe('Valid');
    expect(words.summary).toContain('for branches of this repository only, not for forks');
  });
});

test('hundreds of changes make a short page', () => {
  const pulls = Array.from({ length: 300 }, (_, i) =>
    aPull('held', `acme/checkout#${String(i + 1)}`),
  );
  const teams = Array.from({ length: 300 }, (_, i) =>
    aTeam('held', { team: { org: 'acme', slug: `t${String(i)}` } }),
  );
  const { text } = wordsOf(anImpact({ pulls, teams }));
  expect(text?.match(/and 250 more/g)).toHaveLength(2);
  expect(text?.length).toBeLessThan(20_000);
});

test('it is written again when it says something else, and only then', () => {
  const one = wordsOf(anImpact());
  expect(triedId(wordsOf(anImpact()))).toBe(triedId(one));
  expect(triedId(wordsOf(anImpact({ teams: [aTeam('held')] })))).not.toBe(triedId(one));
});
