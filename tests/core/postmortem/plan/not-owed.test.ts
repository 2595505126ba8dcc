import { describe, expect, it } from 'vitest';
import { planPostmortem } from '../../../../src/core/postmortem/plan/plan.ts';
import type { PostmortemFacts } from '../../../../src/core/postmortem/facts.ts';
import { aPostmortem, aPull, aResolvedIncident } from '../../../builders/a-postmortem.ts';
import { minute, SELF, person } from '../../../builders/facts.ts';
import { effectOf, kinds, opened } from './planned.ts';

describe('an open postmortem of what was a false alarm', () => {
  const because = { why: 'false-alarm', reason: 'the probe broke' } as const;
  const incident = aResolvedIncident({
    status: { is: 'closed', since: minute(90), by: 'bob', because },
    postmortem: { is: 'not-asked' },
  });
  const now = minute(300);
  const begun = (touched: boolean) => aPostmortem({ facts: shown({ touched }), incident, now });
  const shown = (pull: Partial<NonNullable<PostmortemFacts['pull']>>) => {
    const facts = opened();
    return { ...facts, pull: { ...facts.pull, ...aPull(pull) } };
  };

  it('is closed where nobody wrote in it, and says why and how it is opened again', () => {
    expect(kinds(begun(false))).toEqual(['keep-comment', 'report-check', 'close-pull']);
    const { issue, body = '' } = effectOf(begun(false), 'keep-comment') ?? {};
    expect(issue?.number).toBe(40);
    expect(body).toMatch(/#12 was a false alarm.*so it is closed.*`\/postmortem` in #12/s);
  });

  it('is opened again by itself where it is owed after all; what a person closed is not', () => {
    const closed = (closedBy: typeof SELF) => {
      const facts = shown({ state: 'closed', closedAt: minute(100), closedBy });
      return kinds(aPostmortem({ facts, now }));
    };
    expect(closed(SELF)).toEqual(['reopen-pull']);
    expect(closed(person('dave'))).toEqual([]);
  });

  it('is left to those who wrote in it, with a check that asks for nothing, once', () => {
    expect(kinds(begun(true))).toEqual(['keep-comment', 'report-check']);
    const run = effectOf(begun(true), 'report-check');
    expect(run?.conclusion).toBe('neutral');
    const body = effectOf(begun(true), 'keep-comment')?.body ?? '';
    expect(body).toContain('Otherwise close it');
    const ownComments = [{ id: 5, nodeId: 'IC_5', body }];
    const reported = run?.externalId ?? null;
    const told = shown({ touched: true, ownComments, reported });
    expect(planPostmortem(aPostmortem({ facts: told, incident, now }))).toMatchObject({
      effects: [],
      wantsReviewer: false,
      lookAgainAt: null,
    });
    const again = kinds(aPostmortem({ facts: told, now }));
    expect(again).toContain('delete-comment');
    expect(again).not.toContain('close-pull');
  });
});
