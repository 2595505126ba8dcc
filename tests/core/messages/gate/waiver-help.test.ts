import { describe, expect, it } from 'vitest';
import { judge, type Matter } from '../../../../src/core/gate/judge.ts';
import { waiverHelp } from '../../../../src/core/messages/gate/waiver-help.ts';
import { DAY } from '../../../../src/core/time.ts';
import { aPolicy } from '../../../builders/a-policy.ts';
import {
  aMatter,
  anObligation,
  anObligedIncident,
  aPolicyThat,
  HEAD,
  issue,
} from '../../../builders/gate.ts';
import { owing } from './pages.ts';

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
