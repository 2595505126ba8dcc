import { describe, expect, it } from 'vitest';
import { countItems } from '../../../src/core/followup/count-items.ts';
import { obligationOf } from '../../../src/core/followup/owed.ts';
import type { IncidentFacts, NativeEvent } from '../../../src/core/incident/facts.ts';
import { aPolicy } from '../../builders/a-policy.ts';
import { aComment, minute, person } from '../../builders/facts.ts';
import {
  anItem,
  ITEM_REF,
  owedWords,
  owing,
  owingFacts,
  PEOPLE_AND_APPROVERS,
  afterwards,
} from '../../builders/an-obligation.ts';
import { run } from '../../builders/run-incident.ts';
import { LATER, keptComments } from './slipping.ts';

const removedItem = (by: string): Partial<IncidentFacts> => ({
  subIssues: [],
  detached: [anItem({ parent: null })],
  events: [{ kind: 'sub-issue-removed', issue: anItem(), by: person(by), at: LATER }],
});

function stripped(by: string, at = LATER) {
  return anItem({
    labels: ['action-item'],
    labelEvents: [{ at, by: person(by), change: 'unlabeled', label: 'dont-repeat' }],
  });
}

describe('an item', () => {
  it('taken off the incident without an approver is owed all the same', () => {
    const after = afterwards(owing(), removedItem('bob'));
    expect(owedWords(after)).toEqual(['acme/payments: #34']);
    expect(obligationOf(after)?.teams[0]?.items[0]?.state).toBe('taken-away');
    expect(keptComments(after)).toHaveLength(1);
  });

  it('taken off by an approver is let go, and then nothing is agreed', () => {
    expect(owedWords(afterwards(owing(), removedItem('ivy')))).toEqual(['acme/payments: ']);
  });

  it('that lost its label without an approver is owed all the same', () => {
    const after = afterwards(owing(), { subIssues: [stripped('bob')] });
    expect(owedWords(after)).toEqual(['acme/payments: #34']);
    expect(keptComments(after)).toHaveLength(1);
  });

  it('that an approver strips of its label is let go', () => {
    expect(owedWords(afterwards(owing(), { subIssues: [stripped('ivy')] }))).toEqual([
      'acme/payments: ',
    ]);
  });

  it('that was deleted is owed until an approver accepts it', () => {
    const gone = afterwards(owing(), { subIssues: [], detached: [] });
    expect(owedWords(gone)).toEqual(['acme/payments: #34']);
    const accepted = afterwards(gone, {
      subIssues: [],
      comments: [
        aComment('/accept acme/checkout#34 the vendor is gone', {
          id: 60,
          by: 'ivy',
          createdAt: LATER,
        }),
      ],
    });
    expect(owedWords(accepted)).toEqual([]);
  });

  it('that was closed long before somebody made it one frees nobody', () => {
    const old = anItem({
      state: 'closed',
      stateReason: 'completed',
      closedAt: minute(-500),
      closedBy: { by: person('carol'), pull: { ref: ITEM_REF, merged: true } },
    });
    const linked: NativeEvent = {
      kind: 'sub-issue-added',
      issue: old,
      by: person('bob'),
      at: LATER,
    };
    const before = afterwards(owing({}, { item: false }), { subIssues: [old], events: [linked] });
    const counted = countItems(before);
    expect(counted).toHaveLength(1);
    expect(owedWords({ ...before, ledger: [...before.ledger, ...counted] })).toEqual([
      'acme/payments: #34',
    ]);
  });

  it('cannot be let go in steps that are harmless one by one', () => {
    const off = removedItem('bob').events ?? [];
    const back: NativeEvent = {
      kind: 'sub-issue-added',
      issue: anItem(),
      by: person('bob'),
      at: minute(21),
    };
    const first = afterwards(owing(), { events: [...off, back] });
    const second = afterwards(first, {
      events: [...off, back],
      subIssues: [stripped('bob', minute(22))],
    });
    expect(owedWords(second)).toEqual(['acme/payments: #34']);
  });

  it('taken off and put back before it all began can still not be stripped afterwards', () => {
    const early: readonly NativeEvent[] = [
      { kind: 'sub-issue-removed', issue: anItem(), by: person('bob'), at: minute(5) },
      { kind: 'sub-issue-added', issue: anItem(), by: person('bob'), at: minute(6) },
    ];
    const start = run(
      { ...owingFacts({ subIssues: [anItem()] }), comments: [], events: early },
      { people: PEOPLE_AND_APPROVERS },
    );
    const entry = { ...owing().ledger.find((one) => one.verdict === 'item')!, at: minute(2) };
    const agreed = afterwards({ ...start, ledger: [...start.ledger, entry] }, { events: early });
    const after = afterwards(agreed, { events: early, subIssues: [stripped('bob')] });
    expect(owedWords(after)).toEqual(['acme/payments: #34']);
  });
});

describe('the item of this test', () => {
  it('lies where its entry says', () => {
    expect(owing().ledger).toContainEqual(expect.objectContaining({ ref: ITEM_REF }));
    expect(aPolicy().dontRepeat.starts).toBe('mitigated');
  });
});
