import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Command } from '../../../src/core/command/command.ts';
import { parseComment, type CommentContext } from '../../../src/core/command/parse.ts';
import { instantFromIso } from '../../../src/core/time.ts';
import { aPolicy } from '../../builders/a-policy.ts';
import { runs } from '../../support/properties.ts';

type Action = Extract<Command, { kind: 'action' }>;

const context: CommentContext = {
  home: { owner: 'acme', name: 'incidents' },
  policy: aPolicy(),
  saidAt: instantFromIso('2026-11-21T14:40:00Z'),
  saidBy: 'dana',
};
const NOTHING_MORE = { owner: null, due: null, repo: null, team: null };
const december = instantFromIso('2026-12-02T00:00:00Z');
const inFiveDays = instantFromIso('2026-11-26T14:40:00Z');
const checkout = { owner: 'acme', name: 'checkout' };

function action(words: string): Action {
  const parsed = parseComment(`/action ${words}`, context);
  const [command] = parsed.kind === 'commands' ? parsed.commands : [];
  if (command?.kind !== 'action') throw new Error(JSON.stringify(parsed));
  return command;
}

function refused(words: string) {
  const parsed = parseComment(`/action ${words}`, context);
  if (parsed.kind !== 'refused') throw new Error(JSON.stringify(parsed));
  return parsed.problems[0]!;
}

describe('an action item has a kind and a title', () => {
  test.each<[string, Action['item'], string]>([
    ['Add a canary', 'prevent', 'Add a canary'],
    ['prevent Add a canary', 'prevent', 'Add a canary'],
    ['detect alert on 5xx', 'detect', 'alert on 5xx'],
    ['mitigate: a switch to turn cards off', 'mitigate', 'a switch to turn cards off'],
    ['process who may deploy on Fridays', 'process', 'who may deploy on Fridays'],
    ['Detect: alert on 5xx', 'detect', 'alert on 5xx'],
    ['Prevent double charges', 'prevent', 'Prevent double charges'],
    ['Detect slow queries', 'detect', 'Detect slow queries'],
    ['Preventive maintenance', 'prevent', 'Preventive maintenance'],
    ['detection is too slow', 'prevent', 'detection is too slow'],
    ['Use `--dry-run` in **every** job', 'prevent', 'Use --dry-run in every job'],
  ])('%s', (words, item, title) => {
    expect(action(words)).toEqual({ kind: 'action', item, title, ...NOTHING_MORE });
  });
});

describe('at the end stand its owner, team, day and repository, in any order', () => {
  const parts = ['@bob', 'for payments', 'due 2026-12-01', 'in acme/checkout'];
  const whole = { owner: 'bob', due: december, repo: checkout, team: 'acme/payments' };
  // A team right behind the title stays in it, which the next table is about.
  const orders = permutations(parts).filter(([first]) => first !== 'for payments');

  test.each(orders.map((order) => order.join(' ')))('%s', (end) => {
    const title = 'Add a canary';
    expect(action(`${title} ${end}`)).toEqual({ kind: 'action', item: 'prevent', title, ...whole });
  });

  test.each<[string, Partial<Action>]>([
    ['@bob', { owner: 'bob' }],
    ['@bob.', { owner: 'bob' }],
    ['@me', { owner: 'dana' }],
    ['due 2026-12-01', { due: december }],
    ['due by 2026-12-01.', { due: december }],
    ['due in 5 days', { due: inFiveDays }],
    ['due 5d', { due: inFiveDays }],
    ['due 5bd', { due: instantFromIso('2026-11-27T14:40:00Z') }],
    ['due in 5 business days', { due: instantFromIso('2026-11-27T14:40:00Z') }],
    ['due tomorrow', { due: instantFromIso('2026-11-23T00:00:00Z') }],
    ['in acme/checkout', { repo: checkout }],
    ['for acme/payments', { team: 'acme/payments' }],
    ['for @acme/payments', { team: 'acme/payments' }],
    ['for checkout @bob', { team: 'checkout', owner: 'bob', title: 'Add a canary for checkout' }],
    ['@bob for checkout', { team: 'checkout', owner: 'bob' }],
  ])('Add a canary %s', (end, expected) => {
    const { title, ...rest } = action(`Add a canary ${end}`);
    expect({ title, ...rest }).toEqual({
      kind: 'action',
      item: 'prevent',
      title: 'Add a canary',
      ...NOTHING_MORE,
      ...expected,
    });
  });
});

describe('a title that merely has such words in it stays whole', () => {
  test.each([
    'Look for duplicates in the queue',
    'Wait for it',
    'Ask @bob about the lock',
    'Refund what is due',
    'Show what is due in the app',
    'Write down what is due in 5 days and who pays',
    'Find the typo in src/main.c',
    'Put it in and/or out',
    'Search in other/repository',
    'Answer for nobody',
    'Make retries safe for 5 minutes in a row',
    'Email someone@example.com',
    'The "due" column',
    'in for due @',
  ])('%s', (title) => {
    expect(action(title)).toEqual({ kind: 'action', item: 'prevent', title, ...NOTHING_MORE });
  });

  test('a team right behind its words says whose it is, and stays a part of the sentence', () => {
    expect(action('Add an alert for payments due 2026-12-01')).toMatchObject({
      title: 'Add an alert for payments',
      team: 'acme/payments',
      due: december,
    });
  });

  test('in quotes it may end in anything', () => {
    for (const title of ['Refund what is due in 5 days', 'Ask @bob', 'Move it in acme/checkout']) {
      for (const [open, close] of ['""', '“”', '„“'] as const) {
        const said = action(`detect ${open!}${title}${close!} @carol due 2026-12-01`);
        expect(said).toMatchObject({ item: 'detect', title, owner: 'carol', due: december });
      }
    }
  });

  test('quotes that end before the title does are a part of it', () => {
    expect(action('"Retry" is the wrong word @bob')).toMatchObject({
      title: '"Retry" is the wrong word',
      owner: 'bob',
    });
  });

  test('words without any of those, whatever they are, come out as they went in', () => {
    const word = fc.constantFrom('for', 'in', 'due', 'prevent', 'the', 'queue', '5', 'x/y', 'day');
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), (words) => {
        const title = `Look ${words.join(' ')} z`;
        expect(action(title).title).toBe(title);
      }),
      runs(),
    );
  });
});

describe('what cannot be meant is refused with a line that is understood', () => {
  test.each([
    [
      '',
      'it does not say what is to be done',
      '/action prevent Add a canary to the rollout @bob due in 5 days',
    ],
    ['mitigate', 'it does not say what is to be done', null],
    ['detect @bob due 5bd', 'it does not say what is to be done', null],
    ['Alert due 2026-11-01', '`2026-11-01` is past', '/action prevent Alert due in 5 days'],
    [
      'detect Alert due Friday',
      '`Friday` is not a day I can read',
      '/action detect Alert due in 5 days',
    ],
    [
      'Alert due 2026-02-30',
      '`2026-02-30` is not a day of the calendar',
      '/action prevent Alert due in 5 days',
    ],
    ['Alert @alice @bob', 'an item is owned by one person', '/action prevent Alert @alice'],
    [
      'Alert @acme/payments',
      'an item is owned by a person; name its team with `for`',
      '/action prevent Alert @dana',
    ],
    ['Alert due 5bd due 6bd', 'it says twice when it is due', '/action prevent Alert due 5bd'],
  ])('%s', (words, problem, instead) => {
    const refusal = refused(words);
    expect(refusal.problem).toBe(problem);
    if (instead !== null) expect(refusal.instead).toBe(instead);
    expect(parseComment(refusal.instead, context).kind).toBe('commands');
  });
});

test('a line that never ends is read at once', () => {
  for (const piece of ['due ', 'for a', 'in a/', '@a ', '"', 'due 5 ', 'for ', '.', ' ']) {
    const started = performance.now();
    parseComment(`/action ${piece.repeat(8000)}!`, context);
    expect(performance.now() - started).toBeLessThan(2000);
  }
});

function permutations(parts: readonly string[]): readonly (readonly string[])[] {
  if (parts.length <= 1) return [parts];
  return parts.flatMap((first) =>
    permutations(parts.filter((part) => part !== first)).map((rest) => [first, ...rest]),
  );
}
