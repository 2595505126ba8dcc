import { createPrivateKey } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Actor } from '../../src/core/incident/facts.ts';
import type { Ledger } from '../../src/core/ledger/ledger.ts';
import { plus } from '../../src/core/time.ts';
import type { LedgerStore } from '../../src/flow/ports/ledger.ts';
import { createLedgerKeeper } from '../../src/github/ledger/keeper.ts';
import { deriveLedgerKey } from '../../src/github/ledger/key.ts';
import { privateKey } from './support/app.ts';
import { aComment, someFacts, t0 } from './support/facts.ts';

const key = deriveLedgerKey({ appId: 1, privateKey, ledgerKey: null });
const issue = someFacts().ref;
const self: Actor = { login: 'norepeat', kind: 'self' };
const limit = 30_000;

const ledger: Ledger = [
  {
    verdict: 'accepted',
    comment: 101,
    by: 'alice',
    at: t0,
    commands: [{ kind: 'mitigated', at: null, text: 'rolled back --> <!-- @everyone' }],
  },
  { verdict: 'accepted', comment: 102, by: 'bob', at: plus(t0, 1000), commands: [{ kind: 'ack' }] },
];

function aStore(
  stored: Ledger | null = null,
): LedgerStore & { readonly saved: () => Ledger | null } {
  let now = stored;
  return {
    load: () => Promise.resolve(now),
    save: (_, saved) => {
      now = saved;
      return Promise.resolve();
    },
    saved: () => now,
  };
}

const blocksOf = (entries: Ledger = ledger, nodeId = 'I_7', by = key): string =>
  createLedgerKeeper(aStore(), by).blocks({ nodeId }, entries, limit).join('\n');

/** What a keeper whose store is lost grants from one comment. */
const granted = (body: string, author: Actor = self, by = key): Promise<Ledger> =>
  createLedgerKeeper(aStore(), by).load(
    issue,
    someFacts({ comments: [aComment({ id: 1, author, body })] }),
  );

describe('a lost store', () => {
  test('is rebuilt from the blocks in the app’s own comments', async () => {
    expect(await granted(`summary\n${blocksOf()}\nmore`)).toEqual(ledger);
  });

  test('is rebuilt from blocks over several comments', async () => {
    const pages = createLedgerKeeper(aStore(), key).blocks({ nodeId: 'I_7' }, ledger, 320);
    expect(pages.length).toBeGreaterThan(1);
    for (const page of pages) expect(page.length).toBeLessThanOrEqual(320);
    const comments = pages.map((body, i) => aComment({ id: i + 1, author: self, body }));
    const keeper = createLedgerKeeper(aStore(), key);
    expect(await keeper.load(issue, someFacts({ comments }))).toEqual(ledger);
  });

  test('without blocks grants nothing', async () => {
    expect(await granted('/mitigated rolled back')).toEqual([]);
  });
});

describe('nothing is granted by', () => {
  test('a block under a forged signature', async () => {
    const forged = blocksOf().replace(/signed 1 \S{43}/, `signed 1 ${'A'.repeat(43)}`);
    expect(forged).not.toBe(blocksOf());
    expect(await granted(forged)).toEqual([]);
  });

  test('a block with another key’s signature', async () => {
    const other = deriveLedgerKey({ appId: 1, privateKey, ledgerKey: 'somebody else’s secret' });
    expect(await granted(blocksOf(ledger, 'I_7', other))).toEqual([]);
  });

  test('a block of which one character was edited, wherever it is', async () => {
    const block = blocksOf();
    for (let at = 5; at < block.length - 4; at += 3) {
      const changed = block[at] === 'x' ? 'y' : 'x';
      const edited = block.slice(0, at) + changed + block.slice(at + 1);
      expect(await granted(edited)).toEqual([]);
    }
  });

  test('a block of another incident', async () => {
    expect(await granted(blocksOf(ledger, 'I_8'))).toEqual([]);
  });

  test.each<Actor>([
    { login: 'alice', kind: 'person' },
    { login: 'norepeat', kind: 'person' },
    { login: 'other-app', kind: 'bot' },
  ])('a good block in a comment by %j', async (author) => {
    expect(await granted(blocksOf(), author)).toEqual([]);
  });

  test('a block that was cut off', async () => {
    const block = blocksOf();
    expect(await granted(block.slice(0, -5))).toEqual([]);
    expect(await granted(block.slice(0, 30))).toEqual([]);
    expect(await granted('<!-- norepeat:signed 1 '.repeat(2000))).toEqual([]);
  });
});

test('a good block behind a broken one still counts', async () => {
  expect(await granted(`<!-- norepeat:signed 1 oops ${blocksOf()}`)).toEqual(ledger);
});

test('a comment full of openings and ends is read in linear time', async () => {
  const before = performance.now();
  await granted('<!-- norepeat:signed 1  -->'.repeat(2400));
  await granted(`${'<!-- norepeat:signed 1 '.repeat(2400)}${' -->'.repeat(2400)}`);
  expect(performance.now() - before).toBeLessThan(1000);
});

describe('the store', () => {
  test('stands when every comment of the app was edited or deleted', async () => {
    const keeper = createLedgerKeeper(aStore(ledger), key);
    expect(await keeper.load(issue, someFacts())).toEqual(ledger);
    const broken = aComment({ id: 1, author: self, body: blocksOf().slice(0, 100) });
    expect(await keeper.load(issue, someFacts({ comments: [broken] }))).toEqual(ledger);
  });

  test('from an old copy is completed by the blocks', async () => {
    const keeper = createLedgerKeeper(aStore(ledger.slice(0, 1)), key);
    const comments = [aComment({ id: 1, author: self, body: blocksOf() })];
    expect(await keeper.load(issue, someFacts({ comments }))).toEqual(ledger);
  });

  test('loses nothing to an old block that somebody put back', async () => {
    const keeper = createLedgerKeeper(aStore(ledger), key);
    const comments = [aComment({ id: 1, author: self, body: blocksOf(ledger.slice(0, 1)) })];
    expect(await keeper.load(issue, someFacts({ comments }))).toEqual(ledger);
  });

  test('writes the blocks anew after a change of key', async () => {
    const fresh = deriveLedgerKey({ appId: 1, privateKey, ledgerKey: 'a new secret' });
    const keeper = createLedgerKeeper(aStore(ledger), fresh);
    const comments = [aComment({ id: 1, author: self, body: blocksOf() })];
    const loaded = await keeper.load(issue, someFacts({ comments }));
    expect(loaded).toEqual(ledger);
    const blocks = keeper.blocks({ nodeId: 'I_7' }, loaded, limit).join('\n');
    expect(blocks).not.toBe(blocksOf());
    expect(await granted(blocks, self, fresh)).toEqual(ledger);
  });
});

describe('the key', () => {
  test('is the same however the PEM is written', () => {
    const pkcs1 = createPrivateKey(privateKey).export({ type: 'pkcs1', format: 'pem' }).toString();
    for (const written of [pkcs1, privateKey.replaceAll('\n', '\r\n'), `\n${privateKey}\n`]) {
      expect(deriveLedgerKey({ appId: 1, privateKey: written, ledgerKey: null })).toEqual(key);
    }
  });

  test('differs for another app and for LEDGER_KEY', () => {
    expect(deriveLedgerKey({ appId: 2, privateKey, ledgerKey: null })).not.toEqual(key);
    expect(deriveLedgerKey({ appId: 1, privateKey, ledgerKey: 'x' })).not.toEqual(key);
  });
});

test('a block is invisible: one HTML comment, whatever people wrote', () => {
  const block = blocksOf();
  expect(block.startsWith('<!-- ')).toBe(true);
  expect(block.indexOf('-->')).toBe(block.length - 3);
  expect(block.slice(4)).not.toContain('<!--');
  expect(block).not.toContain('@everyone');
});

test('the same ledger makes the same blocks, byte for byte', () => {
  expect(blocksOf()).toBe(blocksOf([...ledger]));
});
