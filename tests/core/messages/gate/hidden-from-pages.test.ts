import { describe, expect, it } from 'vitest';
import { judge, type Matter } from '../../../../src/core/gate/judge.ts';
import { waiverHelp } from '../../../../src/core/messages/gate/waiver-help.ts';
import { aPolicy } from '../../../builders/a-policy.ts';
import {
  aCommit,
  aMatter,
  anObligation,
  anObligedIncident,
  anOwedItem,
  approval,
  aPull,
  changed,
  HEAD,
  issue,
  NOW,
  owes,
  PAYMENTS,
} from '../../../builders/gate.ts';
import { ITEM, runOf, page, pull, owing } from './pages.ts';

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
