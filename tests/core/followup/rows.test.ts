import { describe, expect, it } from 'vitest';
import { askerOf, askingOf } from '../../../src/core/followup/asker.ts';
import {
  createItem,
  itemsSeen,
  itemsToMake,
  madeOf,
} from '../../../src/core/followup/make-items.ts';
import { ledgerPages, readLedgerPages } from '../../../src/core/ledger/block.ts';
import type { Ledger, RowEntry, RowsEntry } from '../../../src/core/ledger/ledger.ts';
import { mergeLedgers } from '../../../src/core/ledger/merge.ts';
import { aPolicy } from '../../builders/a-policy.ts';
import { anItem } from '../../builders/an-obligation.ts';
import { minute } from '../../builders/facts.ts';
import { run } from '../../builders/run-incident.ts';

const HOME = { owner: 'acme', name: 'incidents' };

const row = (given: Partial<RowEntry> = {}): RowEntry => ({
  verdict: 'row',
  row: '3f2a',
  place: 0,
  title: 'Add a canary',
  item: 'prevent',
  owner: 'bob',
  due: minute(5000),
  link: null,
  by: 'carol',
  at: minute(60),
  ...given,
});

const taken: RowsEntry = { verdict: 'rows-taken', asked: null, at: minute(60) };

function making(ledger: Ledger) {
  const { facts, incident } = run({}, { ledger });
  const [asked] = itemsToMake(ledger);
  if (asked === undefined) throw new Error('nothing is to be made');
  const about = { incident, facts, policy: aPolicy(), visible: [HOME] };
  return { asked, facts, issue: createItem(asked, facts.ref.repo, about) };
}

describe('a row of the postmortem', () => {
  it('becomes one issue, as an /action would, that says where it comes from', () => {
    const { issue } = making([row()]);
    expect(issue).toMatchObject({ title: 'Add a canary', assignees: ['bob'] });
    expect(issue.labels).toContain('kind:prevent');
    expect(issue.body).toContain('It comes from the postmortem; asked for by carol.');
  });

  it('becomes an issue in its turn, by the order of the table and not of the ledger', () => {
    const ledger = mergeLedgers([
      row({ row: 'aaaa', place: 1, title: 'Second' }),
      row({ row: 'bbbb', place: 0, title: 'First' }),
    ]);
    expect(itemsToMake(ledger).map(({ command }) => command.title)).toEqual(['First', 'Second']);
  });

  it('has its issue from then on, whatever is written down twice', () => {
    const { asked } = making([row()]);
    const made = madeOf(asked, { repo: HOME, number: 9 }, null);
    expect(itemsToMake(mergeLedgers([made, row()], [row(), made]))).toEqual([]);
    expect(itemsToMake([made, row(), row({ row: 'other' })])).toHaveLength(1);
  });

  it('that names an issue asks for none', () => {
    expect(itemsToMake([row({ link: { repo: HOME, number: 4 } })])).toEqual([]);
  });

  it('is known by its marker where a crash left its issue behind', () => {
    const { asked, facts, issue } = making([row()]);
    const item = anItem({ body: issue.body });
    expect(itemsSeen({ ...facts, subIssues: [item] }, [row()])).toEqual([
      madeOf(asked, item.ref, null),
    ]);
  });

  it('is asked for by whoever had the rows taken', () => {
    const ref = { repo: HOME, number: 9 };
    const made = { verdict: 'made', asked: { row: '3f2a' }, item: ref, instead: null } as const;
    const ledger: Ledger = [row(), { ...made, at: minute(60) }];
    expect(askerOf({ ref }, ledger)).toBe('carol');
    expect(askingOf({ ref }, ledger)?.command).toMatchObject({ kind: 'action', owner: 'bob' });
  });

  it('survives the loss of the store with everything that was written of it', () => {
    const { asked } = making([row()]);
    const made = madeOf(asked, { repo: HOME, number: 9 }, null);
    const ledger = mergeLedgers([row(), made, taken, { ...taken, asked: 12 }]);
    expect(readLedgerPages(ledgerPages(ledger, 30_000))).toEqual(ledger);
  });
});
