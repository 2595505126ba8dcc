import { describe, expect, it } from 'vitest';
import type { Undecided } from '../../../../src/core/gate/decision.ts';
import { freePass, undecided } from '../../../../src/core/gate/judge.ts';
import { verdictRun } from '../../../../src/core/messages/gate/verdict-run.ts';
import { DAY, plus } from '../../../../src/core/time.ts';
import { aPolicy } from '../../../builders/a-policy.ts';
import { CREATED } from '../../../builders/facts.ts';
import {
  aMatter,
  anObligation,
  anObligedIncident,
  anOwedItem,
  app,
  aPolicyThat,
  approval,
  aWaiver,
  changed,
  HEAD,
  issue,
  NOW,
  owes,
  PAYMENTS,
  person,
} from '../../../builders/gate.ts';
import { ITEM, read, runOf, page, pull, owing } from './pages.ts';

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
