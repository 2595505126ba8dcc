import { describe, expect, it } from 'vitest';
import { DAY, plus } from '../../../../src/core/time.ts';
import { aPolicy } from '../../../builders/a-policy.ts';
import { CREATED } from '../../../builders/facts.ts';
import {
  aCommit,
  aMatter,
  anObligation,
  anObligedIncident,
  anOwedItem,
  app,
  aPolicyThat,
  approval,
  aPull,
  changed,
  DISCOVERY,
  issue,
  OLD_HEAD,
  owes,
  PAYMENTS,
  person,
  peopleIn,
} from '../../../builders/gate.ts';
import { ITEM, read, runOf, page, pull, owing } from './pages.ts';

describe('the page of a change that is held', () => {
  it('says why in one sentence, then what to do, each way with its link or its line to copy', () => {
    const { title, summary } = page();
    expect(title).toBe('Held: acme/payments owes the follow-up of acme/incidents#12');
    expect(summary).toBe(
      [
        '**Held: this change belongs to acme/payments, and the follow-up of [acme/incidents#12](https://github.example/acme/incidents/issues/12) is not done.**',
        '### What to do',
        '**If this change is the fix**, link it: write `Fixes acme/incidents#13` in the description, or comment here:',
        '```\n/fixes acme/incidents#12\n```',
        'Then somebody other than its author approves commit `d0e1f2a` or sets the label `dont-repeat-fix`. It counts from anybody in acme/payments, an assignee of the linked item (bob), a role holder of the incident (carol), or an approver.',
        '**Finish the follow-up** of [acme/incidents#12](https://github.example/acme/incidents/issues/12). An item is done when a merged pull request closes it, or when somebody other than its assignee closes it as completed; while nobody is assigned, somebody other than whoever wanted it.',
        '- [acme/incidents#13](https://github.example/acme/incidents/issues/13) Add a circuit breaker, bob',
        '**If it cannot wait**, ask for a waiver on [acme/incidents#12](https://github.example/acme/incidents/issues/12) (at most 30 days). Somebody else among acme/incident-commanders grants it with `/approve-waiver payments`.',
        '```\n/waive payments until YYYY-MM-DD reason\n```',
        '**To let only this commit through**, somebody among acme/incident-commanders who is not its author comments here, with a reason:',
        '```\n/override d0e1f2a3b4c5 reason\n```',
        '**If it cannot be fixed**, and what could be done was done, somebody among acme/incident-commanders ends it on the incident with `/accept reason`.',
      ].join('\n\n'),
    );
  });

  it('shows what is owed, since when, and by which rule the change belongs to whom', () => {
    const { text } = page();
    expect(text).toContain(
      '**acme/payments** for [acme/incidents#12](https://github.example/acme/incidents/issues/12) Checkout is down (holds this)',
    );
    expect(text).toContain('- SEV-1, declared 2026-11-21 14:00 UTC');
    expect(text).toContain('- Holds merges since 2026-11-21 15:00 UTC');
    expect(text).toContain(
      '- It is linked as the fix of neither acme/incidents#12 nor any of its open items.',
    );
    expect(text).toContain('acme/checkout#34 at `d0e1f2a`: 1 changed file, all looked at.');
    expect(text).toContain('| acme/payments | service `checkout`, the whole repository |');
    expect(text).toContain('`src/basket.ts` is changed too.');
  });

  it('says of every word that did not count why it did not', () => {
    const reviews = [
      approval('bob', { commit: OLD_HEAD }),
      approval('mallory'),
      approval('Alice'),
      approval('helper', { by: app('helper') }),
      approval('peter', { opinion: 'changes-requested' }),
    ];
    const { summary, text } = page(pull({ closes: [ITEM], reviews }), peopleIn({ mallory: [] }));
    expect(summary).toContain('what is missing is the word of somebody else');
    expect(text).toContain('It is linked to acme/incidents#13.');
    expect(text).toContain(
      'bob approved `abc1234`, not the present head `d0e1f2a`. It takes a review of that one.',
    );
    expect(text).toContain(
      'mallory approved `d0e1f2a`, but is neither in acme/payments, nor an assignee of the linked item',
    );
    expect(text).toContain('Alice approved `d0e1f2a`, but nobody vouches for their own change.');
    expect(text).toContain('helper approved `d0e1f2a`, but is an app, and only people vouch.');
    expect(text).toContain('peter asked for changes on `d0e1f2a`.');
  });

  it('says why a label or an override does not count', () => {
    const overrides = [
      { pull: issue('acme/checkout#34'), sha: OLD_HEAD, by: 'erin', reason: 'x', at: CREATED },
    ];
    const at = plus(CREATED, 0);
    const { text } = page({
      ...pull({ closes: [ITEM], fixLabel: { by: { login: 'peter', kind: 'person' }, at } }),
      ...owing(anObligation({ overrides })),
    });
    expect(text).toContain('peter set the label `dont-repeat-fix` before the present head came');
    expect(text).toContain(
      'erin let commit `abc1234` through on 2026-11-21 14:00 UTC, but the head is now `d0e1f2a`.',
    );
  });

  it('asks for an agreement where no follow-up has been agreed', () => {
    const { summary, text } = page(owing(anObligation({ teams: [owes(PAYMENTS, { items: [] })] })));
    expect(summary).toContain('no follow-up has been agreed yet for');
    expect(summary).toContain('/action prevent what has to change for payments');
    expect(text).toContain('No follow-up has been agreed yet');
  });

  it('says what an item lacks that is closed or gone', () => {
    const items = [
      anOwedItem({ state: 'closed-without-evidence' }),
      anOwedItem({ ref: issue('acme/incidents#14'), state: 'taken-away', assignees: [] }),
    ];
    const { summary } = page(owing(anObligation({ teams: [owes(PAYMENTS, { items })] })));
    expect(summary).toContain(
      'closed, but neither by a merged pull request nor by somebody other than its assignee',
    );
    expect(summary).toContain(
      'still owed until an approver says `/accept acme/incidents#14 reason` there',
    );
  });

  it('says how to name approvers where there are none, and offers nothing that nobody could grant', () => {
    const waivers = { approvers: [], longest: { unit: 'ms', amount: DAY } } as const;
    const { summary } = page({ policy: aPolicyThat({ waivers }) });
    expect(summary).toContain(
      'the policy lists no approvers. Name them under `dont_repeat.waivers.approvers`',
    );
    expect(summary).toContain('https://github.example/acme/.github/blob/HEAD/.github/norepeat.yml');
    expect(summary).not.toContain('/waive');
    expect(summary).not.toContain('/override');
  });

  it('says whose link is enough where authors may vouch, and who else can', () => {
    const { summary } = page({ policy: aPolicyThat({ vouch: 'author' }) });
    expect(summary).toContain('/fixes acme/incidents#12');
    expect(summary).toContain(
      'Of an author whose word counts the link is enough. Anybody else approves commit',
    );
    expect(summary).not.toContain('Somebody other');
  });

  it('says that an author without standing cannot vouch, and who can', () => {
    const { summary, text } = page({
      ...pull({ author: person('mallory'), closes: [ITEM] }),
      policy: aPolicyThat({ vouch: 'author' }),
    });
    expect(summary).toContain(
      'what is missing is the word of somebody who counts. Somebody approves commit',
    );
    expect(text).toContain('mallory opened it, but is neither in acme/payments, nor an assignee');
  });

  it('says who can vouch for what an app opened', () => {
    const commitAuthors = { authors: [null], complete: true, signed: true };
    const { summary, text } = page(
      pull({ author: app('copilot'), commitAuthors, closes: [ITEM], reviews: [approval('bob')] }),
    );
    expect(summary).toContain('Somebody who wrote no commit of it approves');
    expect(text).toContain('an app opened this, and not everybody who wrote its commits is known');
  });

  it('says that names in unsigned commits exempt nobody', () => {
    const author = app('dependabot');
    const commitAuthors = { authors: [author], complete: true, signed: false };
    const { text } = page({
      ...pull({ author, commitAuthors }),
      policy: aPolicyThat({ exemptAuthors: ['dependabot[bot]'] }),
    });
    expect(text).toContain('not everybody who wrote it is known for certain. Only signed commits');
  });

  it('counts teams and incidents where there are several', () => {
    const both = anObligation({ teams: [owes(DISCOVERY), owes(PAYMENTS)] });
    const second = anObligation({
      incident: anObligedIncident({ ref: issue('acme/incidents#20') }),
    });
    const rules = [{ line: 1, pattern: '*', teams: [DISCOVERY] }];
    const { title, summary } = page({
      ...owing(both, second),
      codeOwners: new Map([['main', { path: 'CODEOWNERS', rules }]]),
    });
    expect(title).toBe('Held: 2 teams owe the follow-up of 2 incidents');
    expect(summary).toContain(
      'belongs to acme/discovery and acme/payments, and the follow-up of 2 incidents is not done',
    );
    expect(summary).toContain('/waive discovery until YYYY-MM-DD reason\n/waive payments until');
    expect(summary).toContain('/fixes acme/incidents#20');
  });

  it('says that nobody is known to own it, and that this can be mended', () => {
    const repo = { owner: 'acme', name: 'tools' };
    const pulls = [aPull({ ref: issue('acme/tools#1') })];
    const { summary, text } = page({
      commit: aCommit({ repo, pulls }),
      policy: aPolicyThat({ unowned: 'block' }),
    });
    expect(summary).toContain(
      'Held: nobody is known to own this change, the policy blocks such changes while anything is owed',
    );
    expect(summary).toContain('**If somebody does own it**, say so');
    expect(text).toContain('No team is known to own any of it');
  });

  it('says that it may belong to somebody where not all of its files are known', () => {
    const files = { ...changed('a', 'b'), complete: false, total: 3400 };
    const policy = aPolicy();
    const paths = [{ repository: 'acme/mono', glob: 'pay/**' }];
    const services = policy.services.map((one) => ({ ...one, repositories: [], paths }));
    const { summary, text } = page({
      commit: aCommit({
        repo: { owner: 'acme', name: 'mono' },
        pulls: [aPull({ ref: issue('acme/mono#1'), files })],
      }),
      policy: { ...policy, services },
    });
    expect(summary).toContain(
      'Held: not all files of this change are known, so it may belong to acme/payments',
    );
    expect(summary).toContain('**Or split it**');
    expect(text).toContain('2 of 3400 changed files could be looked at');
  });

  it('of a merge group names the pull request that is held, and leaves the rest to its own page', () => {
    const free = aPull({
      ref: issue('acme/checkout#35'),
      closes: [ITEM],
      reviews: [approval('bob')],
    });
    const { summary } = page({
      commit: aCommit({ as: 'group', headSha: OLD_HEAD, pulls: [free, aPull()] }),
    });
    expect(summary).toContain(
      'Held: acme/checkout#34 in this merge group belongs to acme/payments',
    );
    expect(summary).toContain(
      'The check on [acme/checkout#34](https://github.example/acme/checkout/pull/34) says how',
    );
    expect(summary).not.toContain('acme/checkout#35');
  });
});

describe('a policy that only advises', () => {
  it('shows the same page and says what enforcing would do', () => {
    const run = runOf(aMatter({ policy: aPolicyThat({ mode: 'advise' }) }));
    const { title, summary, text } = read(run);
    expect(run.conclusion).toBe('neutral');
    expect(title).toBe('Would be held: acme/payments owes the follow-up of acme/incidents#12');
    expect(summary).toContain(
      'This would be held if the policy enforced it: this change belongs to acme/payments',
    );
    expect(summary).toContain('/override d0e1f2a3b4c5 reason');
    expect(text).toContain('(would hold this)');
  });
});
