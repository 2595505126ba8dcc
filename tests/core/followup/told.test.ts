import { describe, expect, it } from 'vitest';
import { obligationOf } from '../../../src/core/followup/owed.ts';
import { summaryComment } from '../../../src/core/messages/summary.ts';
import { aComment, formBody, minute } from '../../builders/facts.ts';
import { afterwards, owing } from '../../builders/an-obligation.ts';
import { answerTo, type Run } from '../../builders/run-incident.ts';

function summaryOf(state: Run): string {
  return summaryComment(state.incident, state.policy, minute(30), {
    ledgerBlocks: [],
    obligation: obligationOf(state),
  });
}

describe('the summary', () => {
  it('says whose merges are held since when, and how to agree on an item', () => {
    const summary = summaryOf(owing({}, { item: false }));
    expect(summary).toMatch(
      /holds merges of acme.payments since 14:10 UTC \(no don't-repeat item agreed yet\)/,
    );
    expect(summary).toContain('/action prevent');
  });

  it('says until when a team is waived, and by whom', () => {
    const comments = [
      aComment('/waive until 2026-12-01 later', { id: 50, by: 'bob', createdAt: minute(20) }),
      aComment('/approve-waiver', { id: 51, by: 'ivy', createdAt: minute(21) }),
    ];
    expect(summaryOf(afterwards(owing(), { comments }))).toMatch(
      /is waived until .*granted by ivy/s,
    );
  });

  it('warns that nobody is held when no affected service is named', () => {
    const body = formBody({ severity: 'SEV-1', services: '_No response_' });
    expect(summaryOf(owing({ body }, { item: false }))).toContain('Nobody is held.');
  });
});

describe('what belongs on a pull request', () => {
  it.each(['/fixes #12', '/override 0123abc the hotfix'])(
    '%s is refused on an incident',
    (body) => {
      const comments = [aComment(body, { id: 50, by: 'ivy', createdAt: minute(20) })];
      expect(answerTo(afterwards(owing(), { comments }).ledger, 50)).toContain('pull request');
    },
  );
});
