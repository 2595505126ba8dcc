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

describe('room below the incident', () => {
  const NOW = minute(201);
  /** So many issues below it that no row has made. */
  const having = (count: number) =>
    someFacts({
      subIssues: Array.from({ length: count }, (_, at) =>
        aSubIssue({
          nodeId: `I_${String(at)}`,
          ref: { repo: { owner: 'acme', name: 'incidents' }, number: 1000 + at },
        }),
      ),
    });
  const action = (comment: number) =>
    ({
      verdict: 'accepted',
      comment,
      by: 'bob',
      at: minute(190),
      commands: [
        {
          kind: 'action',
          item: 'prevent',
          title: `Said in ${String(comment)}`,
          owner: null,
          due: null,
          repo: null,
          team: null,
        },
      ],
    }) as const;
  const publishedIn = (input: PostmortemInput): string =>
    planPostmortem(input).effects.flatMap((effect) =>
      effect.kind === 'keep-comment' ? [effect.body] : [],
    )[0] ?? '';

  it.each([
    { when: 'nothing is there', there: 0, asked: 0, all: 130, taken: 100 },
    { when: 'items from elsewhere are there', there: 60, asked: 0, all: 60, taken: 40 },
    { when: 'items were asked for and not made yet', there: 60, asked: 3, all: 60, taken: 37 },
    { when: 'the hundred are full', there: 100, asked: 0, all: 3, taken: 0 },
  ])('is for as many rows as GitHub takes, when $when', ({ there, asked, all, taken }) => {
    const ledger = Array.from({ length: asked }, (_value, at) => action(at));
    const input = merged(rows(all), { record: having(there), ledger });
    const { entries } = planPostmortem(input);
    expect(titlesIn(entries)).toEqual(rows(all).slice(0, taken));
    expect(entries.at(-1)).toMatchObject({ verdict: 'rows-taken', left: all - taken });
    expect(publishedIn({ ...input, now: NOW })).toContain(
      `**The last ${String(all - taken)} rows of its table became no action item.** GitHub takes at most 100 sub-issues below an issue, closed ones included.`,
    );
    const next = { ...input, ledger: mergeLedgers(ledger, entries), now: NOW };
    expect(planPostmortem(next).entries).toEqual([]);
    expect(publishedIn(next)).toBe(publishedIn(input));
  });

  it('that is too little for the table is told while it is open, at the first row without', () => {
    const open = (count: number, ledger: Ledger = []): PostmortemInput => {
      const input = merged(rows(20), { record: having(count), ledger });
      const branch = { oid: 'branch-1', ownCommitAt: input.now };
      return { ...input, facts: { ...input.facts, branch, pull: aPull() } };
    };
    const checkIn = (input: PostmortemInput) =>
      planPostmortem(input).effects.flatMap((one) => (one.kind === 'report-check' ? [one] : []))[0];
    const check = checkIn(open(83));
    const at = documentWith(rows(20))
      .text.split('\n')
      .findIndex((one) => one.includes('number 18'));
    expect(check).toMatchObject({ conclusion: 'failure' });
    expect(check?.title).toContain('room for 3 rows');
    expect(check?.annotations).toContainEqual({
      path: 'postmortems/2026/ours.md',
      line: at + 1,
      level: 'failure',
      title: 'There is no room for the last 3 rows',
      message:
        'GitHub takes at most 100 sub-issues below an issue, closed ones included, so they become no issue. Gather several rows in one, or take items off the incident that are no longer needed.',
    });
    expect(checkIn(open(80))?.summary).not.toContain('no room');

    // Those that find room are taken; of the others the same is said.
    const ledger = [
      {
        verdict: 'accepted',
        comment: 77,
        by: 'bob',
        at: minute(190),
        commands: [{ kind: 'create-items' }],
      } as const,
    ];
    const { entries } = planPostmortem(open(83, ledger));
    expect(titlesIn(entries)).toEqual(rows(17));
    for (const later of [ledger, mergeLedgers(ledger, entries)]) {
      expect(checkIn(open(83, later))?.title).toContain('room for 3 rows');
    }
  });

  it('is not spoken of where it is enough', () => {
    const input = merged(rows(40), { record: having(60) });
    const { entries } = planPostmortem(input);
    expect(titlesIn(entries)).toHaveLength(40);
    expect(entries.at(-1)).not.toHaveProperty('left');
    expect(publishedIn(input)).not.toContain('at most 100');
  });

  it('that was gone when the issue of a row was opened is told, by the name of the issue', () => {
    const input = merged(['Alert on errors']);
    const [row, taken] = planPostmortem(input).entries;
    if (row?.verdict !== 'row' || taken === undefined) throw new Error('nothing was taken');
    const item = { repo: { owner: 'acme', name: 'incidents' }, number: 140 };
    const made = {
      verdict: 'made',
      asked: { row: row.row },
      item,
      instead: 'full',
      at: row.at,
    } as const;
    const madeOfRows = new Map([[row.row, item]]);
    const ledger = mergeLedgers([row, taken, made]);
    expect(publishedIn({ ...input, ledger, telling: { ...input.telling, madeOfRows } })).toContain(
      'closed ones included, so these were opened and are not linked: `#140`. Nobody is reminded',
    );
  });
});
