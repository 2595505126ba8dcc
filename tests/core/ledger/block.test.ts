import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/core/command/command.ts';
import { ledgerPages, readLedgerPages } from '../../../src/core/ledger/block.ts';
import { commentJson } from '../../../src/core/ledger/comment-json.ts';
import type { Ledger, LedgerEntry, RemindedEntry } from '../../../src/core/ledger/ledger.ts';
import { mergeLedgers } from '../../../src/core/ledger/merge.ts';
import { instantOf } from '../../../src/core/time.ts';
import { runs } from '../../support/properties.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    '-->',
    '<!--',
    '--!>',
    '`',
    '@alice',
    '#12',
    '\u202e',
    '\ud83d',
    '\0',
    '\\u002d',
    '-',
  ),
);
const at = fc.integer({ min: 0, max: 2 ** 41 }).map(instantOf);
const login = fc.constantFrom('alice', 'bob', 'Carol-1');

const command: fc.Arbitrary<Command> = fc.oneof(
  fc.constant<Command>({ kind: 'ack' }),
  anyText.map((text): Command => ({ kind: 'update', text })),
  fc.tuple(at, anyText).map(([when, text]): Command => ({ kind: 'note', at: when, text })),
  fc
    .double({ noNaN: true, noDefaultInfinity: true, min: 0, max: 100 })
    .map((users): Command => ({ kind: 'impact', impact: { users } })),
);

const ITEM = { repo: { owner: 'acme', name: 'checkout' }, number: 34 } as const;
const reminded: fc.Arbitrary<RemindedEntry> = fc.record({
  verdict: fc.constant('reminded' as const),
  clock: fc.constantFrom('update', 'item I_34'),
  due: at,
  count: fc.integer({ min: 1, max: 9 }),
  at,
});

const entry: fc.Arbitrary<LedgerEntry> = fc.oneof(
  fc.record({
    verdict: fc.constant('accepted' as const),
    comment: fc.integer({ min: 1, max: 99 }),
    by: login,
    at,
    commands: fc.array(command, { maxLength: 6 }),
  }),
  fc.record({
    verdict: fc.constant('refused' as const),
    comment: fc.integer({ min: 1, max: 99 }),
    by: login,
    at,
    text: anyText,
    answer: anyText,
  }),
  fc.record({
    verdict: fc.constantFrom('counted' as const, 'not-counted' as const),
    act: anyText.map((label) => ({ kind: 'labeled', label }) as const),
    by: login,
    at,
  }),
  fc.record({
    verdict: fc.constant('called' as const),
    services: fc.array(fc.constantFrom('checkout', 'search')),
    at,
  }),
  fc.record({
    verdict: fc.constant('on-item' as const),
    remark: fc.integer({ min: 1, max: 99 }),
    url: anyText,
    item: fc.constant(ITEM),
    nodeId: fc.constantFrom('I_34', 'I_35'),
    by: login,
    at,
    said: anyText.map((reason) => ({ kind: 'not-doing', reason }) as const),
  }),
  fc.record({
    verdict: fc.constant('adopted' as const),
    item: fc.constant(ITEM),
    nodeId: fc.constantFrom('I_34', 'I_35'),
    via: fc.constantFrom('task-list' as const, 'part-of' as const),
    by: login,
    at,
  }),
  reminded,
  fc.record({ verdict: fc.constant('ended' as const), resolvedAt: at, at }),
);
const ledgers = fc.array(entry, { maxLength: 12 }).map((entries) => mergeLedgers(entries));

describe('a ledger page', () => {
  it('round-trips any text', () => {
    fc.assert(
      fc.property(ledgers, (ledger) => {
        expect(readLedgerPages(ledgerPages(ledger, 60_000))).toEqual(ledger);
      }),
      runs(),
    );
  });

  it('cannot end the comment it lies in, begin another, mention anybody or break Markdown', () => {
    fc.assert(
      fc.property(ledgers, (ledger) => {
        for (const page of ledgerPages(ledger, 60_000)) {
          expect(page).not.toMatch(/--|[<>@#`]|[^ -~]/);
        }
      }),
      runs(),
    );
  });

  it('is no longer than the limit, however small the entries must be split', () => {
    fc.assert(
      fc.property(ledgers, fc.integer({ min: 1000, max: 4000 }), (ledger, limit) => {
        const pages = ledgerPages(ledger, limit);
        expect(pages.every((page) => page.length <= limit)).toBe(true);
        expect(readLedgerPages(pages)).toEqual(ledger);
      }),
      runs(),
    );
  });

  it('is read whatever the order and repetition of pages', () => {
    fc.assert(
      fc.property(ledgers, (ledger) => {
        const pages = ledgerPages(ledger, 1500);
        expect(readLedgerPages([...pages, ...pages].reverse())).toEqual(ledger);
      }),
      runs(),
    );
  });

  it('grants nothing of a comment of which a part is missing', () => {
    const long: Ledger = [
      {
        verdict: 'accepted',
        comment: 7,
        by: 'alice',
        at: instantOf(1),
        commands: [
          { kind: 'update', text: 'a'.repeat(900) },
          { kind: 'severity', severity: 'sev5', reason: 'b'.repeat(900) },
        ],
      },
    ];
    const pages = ledgerPages(long, 1200);
    expect(pages.length).toBe(2);
    for (const page of pages) expect(readLedgerPages([page])).toEqual([]);
  });

  it.each([
    '',
    '{',
    '{}',
    '[1,null,"x",{}]',
    '[{"verdict":"accepted"}]',
    '[{"verdict":"root","at":1}]',
  ])('that is %j holds no entry and breaks nothing', (page) => {
    expect(readLedgerPages([page])).toEqual([]);
  });

  it('fits fifty commands of the longest text in any script', () => {
    const commands = Array.from(
      { length: 50 },
      () => ({ kind: 'update', text: '𒀀'.repeat(2000) }) as const,
    );
    const ledger: Ledger = [
      { verdict: 'accepted', comment: 1, by: 'alice', at: instantOf(1), commands },
    ];
    const pages = ledgerPages(ledger, 30_000);
    expect(Math.max(...pages.map(({ length }) => length))).toBeLessThanOrEqual(30_000);
    expect(readLedgerPages(pages)).toEqual(ledger);
  });
});

describe('merging ledgers', () => {
  it('does not depend on the order of sources and changes nothing the second time', () => {
    fc.assert(
      fc.property(ledgers, ledgers, (a, b) => {
        const merged = mergeLedgers(a, b);
        expect(mergeLedgers(b, a)).toEqual(merged);
        expect(mergeLedgers(merged, a, merged)).toEqual(merged);
      }),
      runs(),
    );
  });

  it('keeps an acceptance whatever was refused of the same comment', () => {
    const accepted = {
      verdict: 'accepted',
      comment: 1,
      by: 'a',
      at: instantOf(5),
      commands: [],
    } as const;
    const refused = {
      ...accepted,
      verdict: 'refused',
      at: instantOf(9),
      text: '',
      answer: '',
    } as const;
    expect(mergeLedgers([refused], [accepted])).toEqual([accepted]);
  });

  it('keeps the first acceptance of a comment', () => {
    const first = {
      verdict: 'accepted',
      comment: 1,
      by: 'a',
      at: instantOf(5),
      commands: [],
    } as const;
    const second = { ...first, at: instantOf(9), commands: [{ kind: 'ack' }] } as const;
    expect(mergeLedgers([second], [first])).toEqual([first]);
  });

  it('keeps the later reminder of a clock, in whatever order they come', () => {
    fc.assert(
      fc.property(fc.array(reminded, { minLength: 1 }), (all) => {
        const kept = mergeLedgers(...all.map((one) => [one]));
        expect(mergeLedgers(all.toReversed())).toEqual(kept);
        for (const one of kept) {
          const own = all.filter(({ clock }) => 'clock' in one && clock === one.clock);
          expect(one.at).toBe(Math.max(...own.map((other) => other.at)));
        }
      }),
      runs(),
    );
  });

  it('keeps two words of one comment on an item apart, and the same word once', () => {
    const said = (kind: 'confirm' | 'due', when: number): LedgerEntry => ({
      verdict: 'on-item',
      remark: 7,
      url: '',
      item: ITEM,
      nodeId: 'I_34',
      by: 'bob',
      at: instantOf(when),
      said: kind === 'due' ? { kind, until: instantOf(99) } : { kind },
    });
    const [confirm, due] = [said('confirm', 5), said('due', 5)];
    expect(mergeLedgers([due, confirm], [confirm])).toHaveLength(2);
    expect(mergeLedgers([said('confirm', 9)], [confirm])).toEqual([confirm]);
  });

  it('links an issue once, and ends one resolution once', () => {
    const adopted = {
      verdict: 'adopted',
      item: ITEM,
      nodeId: 'I_34',
      via: 'task-list',
      by: 'bob',
      at: instantOf(5),
    } as const;
    const later = { ...adopted, via: 'part-of', at: instantOf(9) } as const;
    expect(mergeLedgers([later], [adopted])).toEqual([adopted]);
    const ended = { verdict: 'ended', resolvedAt: instantOf(3), at: instantOf(5) } as const;
    const again = { ...ended, resolvedAt: instantOf(20), at: instantOf(25) };
    expect(mergeLedgers([again, { ...ended, at: instantOf(7) }], [ended])).toEqual([ended, again]);
  });
});

describe('JSON in a comment', () => {
  it('means the same as JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(commentJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      runs(),
    );
  });
});
