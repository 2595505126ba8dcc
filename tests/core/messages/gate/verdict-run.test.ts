import { describe, expect, it } from 'vitest';
import type { VerdictRun } from '../../../../src/core/effects.ts';
import type { Undecided } from '../../../../src/core/gate/decision.ts';
import { freePass, judge, undecided, type Matter } from '../../../../src/core/gate/judge.ts';
import type { People } from '../../../../src/core/gate/facts.ts';
import { verdictRun } from '../../../../src/core/messages/gate/verdict-run.ts';
import { waiverHelp } from '../../../../src/core/messages/gate/waiver-help.ts';
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
  aWaiver,
  changed,
  DISCOVERY,
  HEAD,
  issue,
  NOW,
  OLD_HEAD,
  owes,
  PAYMENTS,
  person,
  peopleIn,
} from '../../../builders/gate.ts';

const ITEM = issue('acme/incidents#13');

/** As a person reads it: without the marks that keep names from being live. */
function read(run: VerdictRun): { title: string; summary: string; text: string } {
  const plain = (text: string | null): string => (text ?? '').replaceAll('\u200b', '');
  return { title: plain(run.title), summary: plain(run.summary), text: plain(run.text) };
}

function runOf(matter: Matter, people: People = new Map()): VerdictRun {
  const { commit, policy } = matter;
  return verdictRun(judge(matter, people), { headSha: commit.headSha, commit, policy });
}

function page(more: Partial<Matter> = {}, people?: People) {
  return read(runOf(aMatter(more), people));
}

const pull = (more: Parameters<typeof aPull>[0]): Partial<Matter> => ({
  commit: aCommit({ pulls: [aPull(more)] }),
});
const owing = (...obligations: readonly ReturnType<typeof anObligation>[]): Partial<Matter> => ({
  obligations,
});

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

describe('the page of a change that passes', () => {
  const byWaiver = owing(anObligation({ teams: [owes(PAYMENTS, { waiver: aWaiver() })] }));
  it.each([
    [
      'a vouched fix',
      pull({ closes: [ITEM], reviews: [approval('bob')] }),
      'Passes: bob vouched for it as the fix of acme/incidents#12',
    ],
    [
      'an override',
      owing(
        anObligation({
          overrides: [
            { pull: issue('acme/checkout#34'), sha: HEAD, by: 'erin', reason: 'x', at: CREATED },
          ],
        }),
      ),
      'Passes: erin let this commit through in spite of acme/incidents#12',
    ],
    [
      'its author, where the policy takes their word',
      {
        ...pull({ author: person('bob'), closes: [ITEM] }),
        policy: aPolicyThat({ vouch: 'author' }),
      },
      'Passes: bob, its author, vouched for it as the fix of acme/incidents#12',
    ],
    ['a waiver', byWaiver, 'Passes: acme/payments has a waiver until 2026-11-29 14:00 UTC'],
    [
      'its grace',
      owing(anObligation({ holdsFrom: plus(NOW, DAY) })),
      'Passes until 2026-11-23 14:00 UTC',
    ],
    ['owners who owe nothing', owing(), 'Its owners owe nothing'],
    [
      'exempt authors',
      pull({
        author: app('dependabot'),
        commitAuthors: { authors: [app('dependabot')], complete: true, signed: true },
      }),
      'Passes: the policy exempts its authors',
    ],
  ] as const)('because of %s', (_, matter, title) => {
    const run = runOf(aMatter(matter));
    expect(run.conclusion).toBe('success');
    expect(read(run).title).toBe(title);
    expect(run.actions).toEqual([]);
    expect(read(run).summary).not.toContain('What to do');
  });

  it('says who waived what until when, and why', () => {
    expect(page(byWaiver).text).toContain(
      'Waived until 2026-11-29 14:00 UTC by erin, asked for by dave: the vendor ships the fix next week',
    );
  });

  it('says that nothing is in reach without naming anything', () => {
    const run = verdictRun(freePass(), { headSha: HEAD, commit: null, policy: aPolicy() });
    expect(run).toMatchObject({
      conclusion: 'success',
      title: 'Nothing holds merges here',
      text: null,
    });
  });
});

describe('the page of what could not be decided', () => {
  it.each([
    ['incidents-unread', 'it is still reading the incidents'],
    ['incidents-unseen', 'it does not see acme/incidents. Install the app there'],
    [
      'private-incidents-unseen',
      'it does not see the private repository in which the policy keeps incidents. Install the app',
    ],
    ['change-unread', 'it could not read what this change touches, or who owns it'],
    ['github', 'GitHub does not answer, or does not let it read what it needs'],
    ['internal', 'something went wrong inside Norepeat'],
  ] as const satisfies readonly (readonly [Undecided, string])[])(
    '%s: fails, says so, and is tried again',
    (because, why) => {
      const run = verdictRun(undecided(because), {
        headSha: HEAD,
        commit: null,
        policy: aPolicyThat({ mode: 'advise' }),
      });
      expect(run.conclusion).toBe('failure');
      expect(run.title).toBe('Norepeat could not decide, and tries again');
      expect(run.summary).toContain(why);
      expect(run.actions.map(({ identifier }) => identifier)).toEqual(['again']);
    },
  );
});

describe('what a page must never show', () => {
  const secret = anObligation({
    incident: anObligedIncident({
      ref: issue('acme/security#666'),
      title: 'Leaked signing key',
      restricted: true,
    }),
    teams: [
      owes(PAYMENTS, {
        items: [anOwedItem({ ref: issue('acme/security#667'), title: 'Rotate the key' })],
      }),
    ],
    fixTargets: [
      { ref: issue('acme/security#666'), assignees: [] },
      { ref: issue('acme/security#667'), assignees: ['bob'] },
    ],
  });
  const policy = { ...aPolicy(), privateRepository: { owner: 'acme', name: 'security' } };

  function everything(matter: Partial<Matter>): string {
    const whole = aMatter({ policy, ...matter });
    const run = runOf(whole);
    const about = { marker: '<!-- x -->', headSha: HEAD, commit: whole.commit, policy, now: NOW };
    // A hash may hold any digits.
    return JSON.stringify({ ...run, externalId: '' }) + waiverHelp(judge(whole, new Map()), about);
  }

  it.each([
    ['held', {}],
    ['linked to it', { closes: [issue('acme/security#667')], reviews: [approval('mallory')] }],
    ['let through', { closes: [issue('acme/security#667')], reviews: [approval('bob')] }],
  ] as const)('nothing of a restricted incident but that there is one: %s', (_, change) => {
    const shown = everything({ obligations: [secret], ...pull(change) });
    expect(shown).toContain('a restricted incident');
    expect(shown).not.toMatch(/security|66[67]|Leaked|Rotate|SEV-1/);
    expect(shown).not.toContain('14:00 UTC');
  });

  it('says whom to ask about it', () => {
    const { summary } = page({ policy, obligations: [secret] });
    expect(summary).toContain('ask acme/payments and acme/incident-commanders');
    expect(summary).toContain('/override d0e1f2a3b4c5 reason');
  });

  it('shows it where it lies', () => {
    const repo = { owner: 'acme', name: 'security' };
    const services = policy.services.map((one) => ({ ...one, repositories: ['acme/security'] }));
    const { text } = page({
      policy: { ...policy, services },
      commit: aCommit({ repo, pulls: [aPull({ ref: issue('acme/security#7') })] }),
      obligations: [secret],
    });
    expect(text).toContain('Leaked signing key');
  });

  it('no words of an incident on a page that more people can read', () => {
    const shown = everything({ commit: aCommit({ visibility: 'public' }) });
    expect(shown).toContain('issues/12');
    expect(shown).not.toMatch(/Checkout is down|circuit breaker/);
    const internal = anObligation({ incident: anObligedIncident({ visibility: 'internal' }) });
    expect(everything({ obligations: [internal] })).toContain('Checkout is down');
  });

  it.each([
    ['linked', [issue('acme/incidents#13')]],
    ['not linked', []],
  ])('nobody with a part in an incident on a page that more people can read: %s', (_, closes) => {
    const targets = [{ ref: ITEM, assignees: ['quentin'] }];
    const obligation = anObligation({ roleHolders: ['harriet'], fixTargets: targets });
    const on = (visibility: 'private' | 'public') =>
      everything({
        obligations: [obligation],
        commit: aCommit({ visibility, pulls: [aPull({ closes })] }),
      });
    expect(on('public')).toContain('a role holder of the incident, or an approver');
    expect(on('public')).not.toMatch(/quentin|harriet/);
    expect(on('private')).toMatch(/quentin[^]*harriet/);
  });

  it('no restricted item of an incident that may be shown', () => {
    const items = [
      anOwedItem({
        ref: issue('acme/secret-plans#5'),
        title: 'Sell the company',
        restricted: true,
      }),
    ];
    const hidden = anObligation({ teams: [owes(PAYMENTS, { items })], fixTargets: [] });
    const shown = everything({ obligations: [hidden] });
    expect(shown).toContain('a restricted item');
    expect(shown).not.toMatch(/secret-plans|Sell/);
  });

  it('nothing live in what people wrote: no mention, no reference, no markup, no forged marker', () => {
    const title =
      '@acme/everyone #1 <!-- norepeat --> <img src=x> | `code` [x](javascript:1) ![i](http://e.example/i.png)';
    const item = anOwedItem({ title, assignees: ['bob'] });
    const incident = anObligedIncident({ title });
    const hostile = anObligation({ incident, teams: [owes(PAYMENTS, { items: [item] })] });
    const files = changed('`](x) @alice | <!-- a -->');
    const { summary, text } = runOf(aMatter({ ...owing(hostile), ...pull({ files }) }));
    for (const shown of [summary, text ?? '']) {
      // Nothing is live in code.
      expect(shown.replace(/``.*?``|`.*?`/g, '')).not.toMatch(/@(?!\u200b)[a-z]/);
      expect(shown).not.toContain('<!--');
      expect(shown).not.toMatch(/(?<!\\)<img/);
      expect(shown).not.toMatch(/(?<!\\)\]\(javascript/);
      expect(shown).not.toMatch(/(?<!\\)!\[i\]\(/);
    }
  });
});

describe('the size of a page', () => {
  const long = '長い題名'.repeat(60);
  const items = Array.from({ length: 40 }, (_, n) =>
    anOwedItem({
      ref: issue(`acme/incidents#${String(n + 100)}`),
      title: long,
      assignees: ['bob', 'carol', 'dave'],
    }),
  );
  const many = Array.from({ length: 120 }, (_, n) =>
    anObligation({
      incident: anObligedIncident({
        ref: issue(`acme/incidents#${String(n + 1000)}`),
        title: long,
      }),
      teams: [owes(PAYMENTS, { items })],
    }),
  );

  it('stays within what GitHub takes, in bytes, and says that it was cut', () => {
    const reviews = LOGINS.map((login) => approval(login, { commit: OLD_HEAD }));
    const files = changed(...Array.from({ length: 3000 }, (_, n) => `src/${long}/${String(n)}.ts`));
    const run = runOf(
      aMatter({
        obligations: many,
        ...pull({ files, reviews, closes: [issue('acme/incidents#1000')] }),
      }),
    );
    for (const shown of [run.summary, run.text ?? '']) {
      expect(new TextEncoder().encode(shown).length).toBeLessThanOrEqual(65_535);
    }
    expect(run.title.length).toBeLessThanOrEqual(120);
    expect(read(run).summary).toContain('The same goes for 115 more incidents');
    expect(run.text).toMatch(/\d+ more parts of this page would not fit/);
    expect(run.text).toContain('and 30 more items');
  });

  it('keeps its buttons within GitHub’s limits', () => {
    const { actions } = runOf(aMatter());
    expect(actions.map(({ label }) => label)).toEqual(['Check again', 'Ask for a waiver']);
    for (const { label, description, identifier } of actions) {
      expect([label.length <= 20, description.length <= 40, identifier.length <= 20]).toEqual([
        true,
        true,
        true,
      ]);
    }
  });
});

const LOGINS = Array.from({ length: 100 }, (_, n) => `reviewer-${String(n)}`);

describe('the id of a verdict', () => {
  it('is the same for the same page, whenever it is written', () => {
    const id = (now: typeof NOW): string => runOf(aMatter({ now })).externalId;
    expect(id(plus(NOW, 9 * DAY))).toBe(id(NOW));
  });

  it('differs with everything that a reader can see', () => {
    const pages = [
      aMatter(),
      aMatter({ policy: aPolicyThat({ mode: 'advise' }) }),
      aMatter(owing(anObligation({ roleHolders: ['dave'] }))),
      aMatter(owing(anObligation({ incident: anObligedIncident({ title: 'Other' }) }))),
      aMatter(owing(anObligation({ incident: anObligedIncident({ severity: 'SEV-2' }) }))),
      aMatter(
        owing(
          anObligation({ teams: [owes(PAYMENTS, { items: [anOwedItem({ assignees: [] })] })] }),
        ),
      ),
      aMatter(pull({ closes: [ITEM] })),
      aMatter(pull({ closes: [ITEM], reviews: [approval('mallory')] })),
      aMatter(pull({ files: changed('other.ts') })),
    ];
    expect(new Set(pages.map((matter) => runOf(matter).externalId)).size).toBe(pages.length);
  });

  it('begins with the conclusion, so that no text can make a failure look like a pass', () => {
    expect(runOf(aMatter()).externalId).toMatch(/^failure-[0-9a-f]{28}$/);
  });
});

describe('the answer to “Ask for a waiver”', () => {
  const help = (more: Partial<Matter> = {}): string => {
    const matter = aMatter(more);
    const { commit, policy, now } = matter;
    const body = waiverHelp(judge(matter, new Map()), {
      marker: '<!-- m -->',
      headSha: HEAD,
      commit,
      policy,
      now,
    });
    return body.replaceAll('\u200b', '');
  };

  it('is the line to complete, where to say it, and who grants it', () => {
    expect(help()).toBe(
      [
        '<!-- m -->',
        'To ask for a waiver, comment on [acme/incidents#12](https://github.example/acme/incidents/issues/12) and put your reason in place of the last word:',
        '```\n/waive payments until 2026-11-29 reason\n```',
        'Somebody else among acme/incident-commanders grants it there with `/approve-waiver payments`. The longest that the policy allows is 30 days.',
      ].join('\n\n'),
    );
  });

  it('proposes no later day than the policy allows', () => {
    const { waivers } = aPolicy().dontRepeat;
    const three = aPolicyThat({
      waivers: { ...waivers, longest: { unit: 'ms', amount: 3 * DAY } },
    });
    expect(help({ policy: three })).toContain('/waive payments until 2026-11-24 reason');
  });

  it('of a restricted incident names whom to ask and nothing else', () => {
    const restricted = anObligedIncident({ ref: issue('acme/security#5'), restricted: true });
    expect(help({ obligations: [anObligation({ incident: restricted })] })).toBe(
      '<!-- m -->\n\nA restricted incident holds this: ask acme/incident-commanders for a waiver.',
    );
  });

  it('says so when nothing holds it any more', () => {
    expect(help(owing())).toContain('Nothing holds this pull request now.');
  });
});
