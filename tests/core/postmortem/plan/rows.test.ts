/** Which rows of the action table are taken, when, and what is said of those that find no room. */
import { describe, expect, it } from 'vitest';
import type { Ledger, RowsEntry } from '../../../../src/core/ledger/ledger.ts';
import { mergeLedgers } from '../../../../src/core/ledger/merge.ts';
import { planPostmortem, type PostmortemInput } from '../../../../src/core/postmortem/plan/plan.ts';
import { aPostmortem, aPull, postmortemFacts } from '../../../builders/a-postmortem.ts';
import { aSubIssue, minute, person, someFacts } from '../../../builders/facts.ts';

function documentWith(titles: readonly string[]) {
  const rows = titles.map((title) => `| ${title} | @alice | 2026-12-01 | |\n`).join('');
  const table = `| Action | Owner | Due | Status |\n| --- | --- | --- | --- |\n${rows}`;
  const text = `---\nincident: acme/incidents#12\n---\n# P\n\n<!-- norepeat:action-items -->\n\n${table}\n<!-- /norepeat:action-items -->\n`;
  return { path: 'postmortems/2026/ours.md', text };
}

function rows(count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `Row number ${String(at + 1)}`);
}

function merged(
  titles: readonly string[],
  {
    number = 40,
    at = 200,
    ...rest
  }: Partial<PostmortemInput> & { number?: number; at?: number } = {},
): PostmortemInput {
  const pull = aPull({
    ref: { repo: { owner: 'acme', name: 'incidents' }, number },
    state: 'merged',
    closedAt: minute(at),
    merged: { at: minute(at), by: person('dave') },
  });
  const facts = postmortemFacts({ pull, document: documentWith(titles) });
  return aPostmortem({ facts, now: minute(at + 1), ...rest });
}

function titlesIn(entries: Ledger): readonly string[] {
  return entries.flatMap((entry) => (entry.verdict === 'row' ? [entry.title] : []));
}

describe('each merge', () => {
  it('of a postmortem that was taken back and merged again is an asking of its own', () => {
    const first = planPostmortem(merged(['Alert on errors'])).entries;
    const again = merged(['Alert on errors', 'Cap the pool'], {
      number: 41,
      at: 300,
      ledger: first,
    });
    const second = planPostmortem(again).entries;
    expect(titlesIn(second)).toEqual(['Cap the pool']);
    const ledger = mergeLedgers(first, second);
    expect(planPostmortem({ ...again, ledger }).entries).toEqual([]);
    expect(planPostmortem(merged(['Alert on errors', 'Cap the pool'], { ledger })).entries).toEqual(
      [],
    );
  });

  it('means the one of its time, as ledgers say since there was only one', () => {
    const old: RowsEntry = { verdict: 'rows-taken', asked: null, at: minute(200) };
    expect(planPostmortem(merged(['Alert on errors'], { ledger: [old] })).entries).toEqual([]);
    const again = merged(['Alert on errors'], { number: 41, at: 300, ledger: [old] });
    expect(titlesIn(planPostmortem(again).entries)).toEqual(['Alert on errors']);
  });
});
