/** The rows of the decision table of the gate as facts. */
import type { Obligation } from '../../../src/core/followup/obligation.ts';
import type { CodeOwners, CommitFacts, PullFacts } from '../../../src/core/gate/facts.ts';
import type { Matter } from '../../../src/core/gate/judge.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { DAY, HOUR, plus } from '../../../src/core/time.ts';
import { CREATED } from '../../builders/facts.ts';
import {
  aCommit,
  aMonoPolicy,
  anObligation,
  app,
  approval,
  aPull,
  aWaiver,
  changed,
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
import type { Row } from './decision-rows.ts';

export function matterOf(row: Row): Matter {
  return {
    commit: commitOf(row),
    codeOwners: new Map([['main', ownersFile(row)]]),
    obligations: obligationsOf(row),
    policy: policyOf(row),
    now: NOW,
  };
}

const ITEM = issue('acme/incidents#13');
const PULL = issue('acme/mono#34');

function policyOf({ mode, unowned, vouch, exemption }: Row): Policy {
  const authors = exemption === 'authors-unsigned' ? { exemptAuthors: OPENERS } : {};
  return aMonoPolicy({ mode, unowned, vouch, ...authors });
}

function ownersFile({ owner }: Row): CodeOwners | null {
  const all = { line: 1, pattern: '*', teams: [PAYMENTS] };
  const search = { line: 2, pattern: '/search/', teams: [DISCOVERY] };
  return owner === 'known' ? { path: '.github/CODEOWNERS', rules: [all, search] } : null;
}

function obligationsOf(row: Row): readonly Obligation[] {
  if (row.violation === 'none') return [];
  const waiver = {
    waived: aWaiver(),
    'waiver-expired': aWaiver({ until: NOW }),
    grace: null,
    open: null,
  }[row.violation];
  const holdsFrom = row.violation === 'grace' ? plus(NOW, 1) : plus(NOW, -DAY / 2);
  const said = row.evidence.startsWith('said') || row.evidence.endsWith('said');
  return [
    anObligation({
      holdsFrom,
      teams: [owes(PAYMENTS, { waiver })],
      fixes: said ? [{ pull: PULL, by: 'alice', at: CREATED }] : [],
      overrides: overridesOf(row),
    }),
  ];
}

function overridesOf({ override, evidence }: Row): Obligation['overrides'] {
  const one = { pull: PULL, sha: HEAD, by: 'erin', reason: 'customers wait', at: CREATED };
  switch (override) {
    case 'none':
      return [];
    case 'this-head':
      return [one];
    case 'other-head':
      return [{ ...one, sha: OLD_HEAD }];
    case 'other-pull':
      return [{ ...one, pull: issue('acme/mono#99') }];
    case 'by-author':
      // Who wrote nothing that is known cannot be told from somebody else.
      if (evidence === 'app-opened-by-unknown-writer') return [];
      return [{ ...one, by: openerOf(evidence) }];
  }
}

const OPENERS = ['Alice', 'Bob', 'Dora', 'Mallory'];

/** Whose change it is. */
function openerOf(evidence: Row['evidence']): string {
  if (evidence.startsWith('app-opened')) return 'Alice-app-writer';
  if (evidence.startsWith('outsider-opened')) return 'Mallory';
  if (evidence === 'member-of-other-team-opened') return 'Dora';
  return evidence === 'assignee-opened' ? 'Bob' : 'Alice';
}

export const PEOPLE = peopleIn({
  peter: ['acme/payments'],
  dora: ['acme/discovery'],
  erin: ['acme/incident-commanders'],
  mallory: [],
  alice: ['acme/payments', 'acme/incident-commanders'],
  'alice-app-writer': ['acme/payments', 'acme/incident-commanders'],
});

const AT_HEAD = plus(CREATED, 2 * HOUR);
const label = (by: PullFacts['author']): Partial<PullFacts> => ({
  closes: [ITEM],
  fixLabel: { by, at: AT_HEAD },
});
const review = (...reviews: PullFacts['reviews']): Partial<PullFacts> => ({
  closes: [ITEM],
  reviews,
});
const appOpened = (by: string, authors: PullFacts['commitAuthors']): Partial<PullFacts> => ({
  ...review(approval(by)),
  author: app('copilot'),
  commitAuthors: authors,
});
const opened = (by: string, more: Partial<PullFacts> = {}): Partial<PullFacts> => ({
  author: person(by),
  closes: [ITEM],
  ...more,
});
const WRITER = { authors: [person('alice-app-writer')], complete: true, signed: false };

const EVIDENCE: Readonly<Record<Row['evidence'], Partial<PullFacts>>> = {
  none: {},
  link: { closes: [ITEM] },
  said: {},
  'review-of-old-head': review(approval('peter', { commit: OLD_HEAD })),
  'review-of-lost-head': review(approval('peter', { commit: null })),
  'review-by-author': review(approval('Alice')),
  'review-by-outsider': review(approval('mallory')),
  'review-by-unknown': review(approval('nobody-asked-about')),
  'review-by-app': review(approval('peter', { by: app('peter') })),
  'changes-requested': review(approval('peter', { opinion: 'changes-requested' })),
  'review-by-assignee': review(approval('Bob')),
  'review-by-role-holder': review(approval('Carol')),
  'review-by-member': review(approval('mallory'), approval('Peter')),
  'review-by-member-of-other-team': review(approval('dora')),
  'review-by-approver': review(approval('erin')),
  'said-and-review-by-member': { reviews: [approval('peter')] },
  'said-and-review-by-assignee-of-another-item': { reviews: [approval('bob')] },
  'review-without-link': { reviews: [approval('peter')] },
  'link-to-something-else': { ...review(approval('peter')), closes: [issue('acme/mono#13')] },
  'label-by-member': label(person('peter')),
  'label-by-author': label(person('alice')),
  'label-by-app': label({ login: 'norepeat', kind: 'self' }),
  'label-before-head': {
    ...label(person('peter')),
    fixLabel: { by: person('peter'), at: plus(AT_HEAD, -1) },
  },
  'label-with-unknown-head': { ...label(person('peter')), headPushedAt: null },
  'label-without-link': { ...label(person('peter')), closes: [] },
  'app-opened-review-by-member': appOpened('peter', WRITER),
  'app-opened-review-by-its-writer': appOpened('alice-app-writer', WRITER),
  'app-opened-by-unknown-writer': appOpened('peter', { ...WRITER, authors: [null] }),
  'app-opened-with-more-writers': appOpened('peter', { ...WRITER, complete: false }),
  'outsider-opened': opened('mallory'),
  'outsider-opened-and-said': opened('mallory', { closes: [] }),
  'outsider-opened-with-own-label': opened('mallory', label(person('mallory'))),
  'outsider-opened-review-by-member': opened('mallory', { reviews: [approval('peter')] }),
  'member-of-other-team-opened': opened('dora'),
  'assignee-opened': opened('bob'),
};

function pullOf(row: Row): PullFacts {
  const paths = {
    none: ['lib/basket.ts'],
    paths: ['.github/norepeat.yml'],
    'paths-and-more': ['.github/norepeat.yml', 'lib/basket.ts'],
    authors: ['lib/basket.ts'],
    'authors-and-more': ['lib/basket.ts'],
    'authors-unsigned': ['lib/basket.ts'],
  }[row.exemption];
  const bot = app('dependabot');
  const updater: Partial<PullFacts> = {
    author: bot,
    commitAuthors: { authors: [bot], complete: true, signed: true },
  };
  const exempt: Partial<PullFacts> =
    row.exemption === 'authors'
      ? updater
      : row.exemption === 'authors-and-more'
        ? { commitAuthors: { ...updater.commitAuthors!, authors: [bot, person('alice')] } }
        : row.exemption === 'authors-unsigned'
          ? { commitAuthors: { ...WRITER, authors: [person(openerOf(row.evidence))] } }
          : {};
  const complete = row.owner !== 'incomplete';
  const files = { paths, complete, next: null, total: complete ? paths.length : 3500 };
  const evidence = EVIDENCE[row.evidence];
  // A commit by an app and by alice keeps what the evidence says of an app's own pull request.
  const by = row.exemption !== 'authors' && 'commitAuthors' in evidence ? {} : exempt;
  return aPull({ ref: PULL, files, ...evidence, ...by });
}

function commitOf(row: Row): CommitFacts {
  const pull = pullOf(row);
  const shared = aPull({ ...pull, ref: issue('acme/mono#35'), author: person('zoe'), closes: [] });
  const other = aPull({ ref: issue('acme/mono#36'), headSha: OLD_HEAD });
  const free = { ...other, files: changed('search/index.ts') };
  const held = { ...other, files: changed('lib/other.ts') };
  const on = (as: CommitFacts['as'], pulls: readonly PullFacts[]): CommitFacts =>
    aCommit({ repo: MONO, as, headSha: as === 'group' ? 'f'.repeat(40) : HEAD, pulls });
  switch (row.shape) {
    case 'alone':
      return on('pulls', [pull]);
    case 'shared-head': {
      const second = { ...shared, reviews: [], fixLabel: null };
      const author = pull.author.kind === 'bot' ? pull.author : second.author;
      return on('pulls', [{ ...second, author }, pull]);
    }
    case 'group':
      return on('group', [pull]);
    case 'group-with-free':
      return on('group', [free, pull]);
    case 'group-with-held':
      return on('group', [
        pull,
        row.owner === 'incomplete' ? { ...held, files: pull.files } : held,
      ]);
  }
}
