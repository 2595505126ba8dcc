import { describe, expect, it } from 'vitest';
import type { Obligation } from '../../../../src/core/followup/obligation.ts';
import type { PullFacts } from '../../../../src/core/gate/facts.ts';
import { authorsOf } from '../../../../src/core/gate/rules/authors.ts';
import { fixEvidence } from '../../../../src/core/gate/rules/fix.ts';
import { fixLinks } from '../../../../src/core/gate/rules/fix-links.ts';
import { staleLabels } from '../../../../src/core/gate/rules/label.ts';
import { HOUR, plus } from '../../../../src/core/time.ts';
import { CREATED } from '../../../builders/facts.ts';
import {
  anObligation,
  app,
  aPolicyThat,
  approval,
  aPull,
  HEAD,
  issue,
  OLD_HEAD,
  PAYMENTS,
  peopleIn,
  person,
} from '../../../builders/gate.ts';

const ITEM = issue('acme/incidents#13');
const AT_HEAD = plus(CREATED, 2 * HOUR);

const people = peopleIn({
  peter: ['Acme/Payments'],
  dora: ['acme/discovery'],
  erin: ['acme/incident-commanders'],
  mallory: [],
});

function evidence(
  pulls: readonly PullFacts[],
  {
    obligation = anObligation(),
    vouch = 'other',
  }: { obligation?: Obligation; vouch?: 'other' | 'author' } = {},
) {
  const links = fixLinks(pulls, obligation);
  const policy = aPolicyThat({ vouch });
  const authors = authorsOf(pulls);
  return fixEvidence(pulls, HEAD, { obligation, team: PAYMENTS, links, authors, people, policy });
}

describe('a link to the fix', () => {
  it.each([
    [
      'GitHub’s, to the incident',
      { closes: [issue('acme/incidents#12')] },
      {},
      ['closes acme/incidents#12'],
    ],
    ['GitHub’s, to an open item', { closes: [ITEM] }, {}, ['closes acme/incidents#13']],
    [
      'in another spelling',
      { closes: [issue('ACME/Incidents#13')] },
      {},
      ['closes acme/incidents#13'],
    ],
    [
      'by /fixes',
      {},
      { fixes: [{ pull: issue('acme/checkout#34'), by: 'x', at: CREATED }] },
      ['fixes acme/incidents#12'],
    ],
    [
      'said on another pull request',
      {},
      { fixes: [{ pull: issue('acme/checkout#3'), by: 'x', at: CREATED }] },
      [],
    ],
    ['to an item that is no longer open', { closes: [ITEM] }, { fixTargets: [] }, []],
    ['to something else', { closes: [issue('acme/checkout#13')] }, {}, []],
    ['none', {}, {}, []],
  ] as const satisfies readonly (readonly [
    string,
    Partial<PullFacts>,
    Partial<Obligation>,
    readonly string[],
  ])[])('%s', (_, pull, obligation, links) => {
    const found = fixLinks([aPull(pull)], anObligation(obligation));
    expect(
      found.map(({ via, target }) => `${via} acme/incidents#${String(target.ref.number)}`),
    ).toEqual(links);
  });

  it('is never enough by itself', () => {
    expect(evidence([aPull({ closes: [ITEM] })])).toMatchObject({ outcome: 'no', children: [] });
    const byApp = aPull({ closes: [ITEM], author: app('copilot') });
    expect(evidence([byApp], { vouch: 'author' })).toMatchObject({ outcome: 'no', children: [] });
  });
});

describe('where the policy takes an author’s word, a linked pull request', () => {
  const vouch = 'author';
  const by = (login: string, more: Partial<PullFacts> = {}): PullFacts =>
    aPull({ author: person(login), closes: [ITEM], ...more });

  it.each([
    ['an assignee of the linked item', 'BOB', 'assignee'],
    ['a role holder', 'Carol', 'role-holder'],
    ['a member of the team', 'peter', 'team-member'],
    ['an approver', 'erin', 'approver'],
    ['a member of another team', 'dora', 'no-standing'],
    ['a stranger', 'mallory', 'no-standing'],
    ['somebody of whom nothing is known', 'nobody', 'no-standing'],
  ] as const)('by %s is judged by their standing', (_, login, because) => {
    const outcome = because === 'no-standing' ? 'no' : 'lifts';
    expect(evidence([by(login)], { vouch })).toMatchObject({
      outcome,
      children: [{ rule: 'author', by: { login }, because, outcome }],
    });
    expect(evidence([by(login)])).toMatchObject({ outcome: 'no', children: [] });
  });

  it('of a stranger does not pass by the author of another on the same head', () => {
    const second = aPull({ ref: issue('acme/checkout#35'), author: person('peter') });
    expect(evidence([by('mallory'), second], { vouch })?.outcome).toBe('no');
    expect(evidence([by('mallory'), { ...second, closes: [ITEM] }], { vouch })?.outcome).toBe(
      'lifts',
    );
  });

  it('takes its author’s review and label too, as far as their word counts', () => {
    const at = AT_HEAD;
    const because = (pull: PullFacts): unknown => evidence([pull], { vouch })?.children[0]?.because;
    expect(because(by('peter', { reviews: [approval('peter')] }))).toBe('team-member');
    expect(because(by('mallory', { reviews: [approval('mallory')] }))).toBe('no-standing');
    expect(because(by('mallory', { fixLabel: { by: person('mallory'), at } }))).toBe('no-standing');
    const unknown = { authors: [null], complete: false, signed: false };
    const opened = { author: app('copilot'), commitAuthors: unknown };
    expect(because(by('x', { ...opened, reviews: [approval('peter')] }))).toBe('team-member');
  });

  it('is nothing without the link', () => {
    expect(evidence([by('peter', { closes: [] })], { vouch })).toBeUndefined();
  });
});

describe('a review', () => {
  it.each([
    ['by an assignee of the linked item', approval('BOB'), 'assignee'],
    ['by a role holder', approval('carol'), 'role-holder'],
    ['by a member of the team', approval('Peter'), 'team-member'],
    ['by an approver', approval('erin'), 'approver'],
    ['by a member of another team', approval('dora'), 'no-standing'],
    ['by anybody else', approval('mallory'), 'no-standing'],
    ['by somebody of whom nothing is known', approval('nobody'), 'no-standing'],
    ['by the author', approval('Alice'), 'by-author'],
    ['by an app', approval('peter', { by: app('peter') }), 'not-a-person'],
    ['of an earlier head', approval('peter', { commit: OLD_HEAD }), 'old-head'],
    ['of a head that is gone', approval('peter', { commit: null }), 'old-head'],
    [
      'that asks for changes',
      approval('peter', { opinion: 'changes-requested' }),
      'changes-requested',
    ],
  ] as const)('%s: %o', (_, review, because) => {
    const lifts = ['assignee', 'role-holder', 'team-member', 'approver'].includes(because);
    const found = evidence([aPull({ closes: [ITEM], reviews: [review] })]);
    expect(found?.outcome).toBe(lifts ? 'lifts' : 'no');
    expect(found?.children).toMatchObject([{ rule: 'review', because, outcome: found?.outcome }]);
  });

  it('by somebody who does not exist counts for nothing', () => {
    const gone = new Map([...people].map(([login, one]) => [login, { ...one, exists: false }]));
    const pulls = [aPull({ closes: [ITEM], reviews: [approval('peter')] })];
    const obligation = anObligation();
    const found = fixEvidence(pulls, HEAD, {
      obligation,
      team: PAYMENTS,
      links: fixLinks(pulls, obligation),
      authors: authorsOf(pulls),
      people: gone,
      policy: aPolicyThat({}),
    });
    expect(found?.outcome).toBe('no');
  });

  it('of a pull request that an app opened counts only from somebody who wrote none of it', () => {
    const opened = (authors: PullFacts['commitAuthors'], by: string) =>
      evidence([
        aPull({
          author: app('copilot'),
          commitAuthors: authors,
          closes: [ITEM],
          reviews: [approval(by)],
        }),
      ])?.children[0]?.because;
    const peter = { authors: [person('peter')], complete: true, signed: true };
    expect(opened(peter, 'peter')).toBe('by-author');
    expect(opened(peter, 'erin')).toBe('approver');
    expect(opened({ ...peter, complete: false }, 'erin')).toBe('authors-unknown');
    expect(opened({ ...peter, authors: [null] }, 'erin')).toBe('authors-unknown');
  });

  it('is not made doubtful by what an app opens on the head of a person’s fix', () => {
    const unknown = { authors: [person('peter'), null], complete: true, signed: true };
    const second = aPull({ ref: issue('acme/checkout#35'), author: app('copilot') });
    const shared = { ...second, commitAuthors: unknown };
    const because = (by: string, author = person('zoe')) =>
      evidence([aPull({ author, closes: [ITEM], reviews: [approval(by)] }), shared])?.children[0]
        ?.because;
    expect(because('erin')).toBe('approver');
    expect(because('peter')).toBe('by-author');
    expect(because('erin', app('renovate'))).toBe('authors-unknown');
  });

  it('counts for every pull request on the head, and so does every author of one', () => {
    const fix = aPull({ closes: [ITEM] });
    const second = aPull({ ref: issue('acme/checkout#35'), author: person('peter') });
    expect(evidence([fix, { ...second, reviews: [approval('erin')] }])?.outcome).toBe('lifts');
    expect(evidence([{ ...fix, reviews: [approval('peter')] }, second])?.outcome).toBe('no');
  });
});

describe('the label dont-repeat-fix', () => {
  const labelled = (by: PullFacts['author'], more: Partial<PullFacts> = {}): PullFacts =>
    aPull({ closes: [ITEM], fixLabel: { by, at: AT_HEAD }, ...more });

  it.each([
    ['set with the head by a member', labelled(person('peter')), 'team-member'],
    ['set later by an assignee', labelled(person('bob'), { headPushedAt: CREATED }), 'assignee'],
    [
      'set before the head came',
      labelled(person('peter'), { headPushedAt: plus(AT_HEAD, 1) }),
      'before-head',
    ],
    [
      'with a head of which the time is unknown',
      labelled(person('peter'), { headPushedAt: null }),
      'head-time-unknown',
    ],
    ['of another head', labelled(person('peter'), { headSha: OLD_HEAD }), 'before-head'],
    ['set by the author', labelled(person('alice')), 'by-author'],
    ['set by somebody without standing', labelled(person('mallory')), 'no-standing'],
    ['set by this app', labelled({ login: 'norepeat', kind: 'self' }), 'not-a-person'],
    ['set by an app', labelled(app('peter')), 'not-a-person'],
  ] as const)('%s: %o', (_, pull, because) => {
    const lifts = because === 'team-member' || because === 'assignee';
    const found = evidence([pull]);
    expect(found?.outcome).toBe(lifts ? 'lifts' : 'no');
    expect(found?.children).toMatchObject([{ rule: 'label', because }]);
  });

  it('comes off when it is known to be older than the head', () => {
    const refs = (pull: PullFacts): readonly unknown[] => staleLabels([pull]);
    expect(refs(labelled(person('peter'), { headPushedAt: plus(AT_HEAD, 1) }))).toHaveLength(1);
    expect(refs(labelled(person('peter')))).toEqual([]);
    expect(refs(labelled(person('peter'), { headPushedAt: null }))).toEqual([]);
    expect(refs(aPull())).toEqual([]);
  });
});
