import { describe, expect, test } from 'vitest';
import type { Command } from '../../../src/core/command/command.ts';
import { COMMANDS } from '../../../src/core/command/grammar.ts';
import { parseComment } from '../../../src/core/command/parse.ts';
import { instantFromIso } from '../../../src/core/time.ts';
import { context, at, said, kindOf } from './comments.ts';

describe('each command says one thing', () => {
  test.each<[string, readonly Command[]]>([
    ['/ack', [{ kind: 'ack' }]],
    ['/ACK!', [{ kind: 'ack' }]],
    ['/ack looking into it', [{ kind: 'ack' }]],
    ['/severity sev2', [{ kind: 'severity', severity: 'sev2', reason: null }]],
    [
      '/severity SEV-1 the EU is **down**',
      [{ kind: 'severity', severity: 'sev1', reason: 'the EU is down' }],
    ],
    ['/severity sev 3', [{ kind: 'severity', severity: 'sev3', reason: null }]],
    [
      '/impact users=15% customers=3.5% cost=40%',
      [{ kind: 'impact', impact: { users: 15, customers: 3.5, cost: 40 } }],
    ],
    [
      '/impact customers 2,5, users: ~7',
      [{ kind: 'impact', impact: { customers: 2.5, users: 7 } }],
    ],
    ['/mitigated', [{ kind: 'mitigated', at: null, text: null }]],
    ['/mitigated at 14:32', [{ kind: 'mitigated', at: at('14:32'), text: null }]],
    [
      '/mitigated 14:32 – rolled back `v42`',
      [{ kind: 'mitigated', at: at('14:32'), text: 'rolled back v42' }],
    ],
    [
      '/mitigated at the edge, by blocking',
      [{ kind: 'mitigated', at: null, text: 'at the edge, by blocking' }],
    ],
    [
      '/resolved at 2026-11-20 23:10 index rebuilt',
      [
        {
          kind: 'resolved',
          at: instantFromIso('2026-11-20T23:10:00Z'),
          text: 'index rebuilt',
        },
      ],
    ],
    ['/reopen errors are back', [{ kind: 'reopen', reason: 'errors are back' }]],
    ['/started 13:58', [{ kind: 'started', at: at('13:58') }]],
    ['/detected at 14:05', [{ kind: 'detected', at: at('14:05') }]],
    ['/role commander @alice', [{ kind: 'role', role: 'commander', login: 'alice' }]],
    ['/role commander', [{ kind: 'role', role: 'commander', login: 'dana' }]],
    ['/role technical lead bob', [{ kind: 'role', role: 'tech-lead', login: 'bob' }]],
    ['/tech-lead @bob', [{ kind: 'role', role: 'tech-lead', login: 'bob' }]],
    ['/commander me', [{ kind: 'role', role: 'commander', login: 'dana' }]],
    ['/commander', [{ kind: 'role', role: 'commander', login: 'dana' }]],
    ['/commander @alice, please', [{ kind: 'role', role: 'commander', login: 'alice' }]],
    ['/service checkout', [{ kind: 'service', change: 'add', service: 'checkout' }]],
    [
      '/service -checkout +Search',
      [
        { kind: 'service', change: 'remove', service: 'checkout' },
        { kind: 'service', change: 'add', service: 'search' },
      ],
    ],
    [
      '/note at 14:32 errors stopped in `eu-west`',
      [{ kind: 'note', at: at('14:32'), text: 'errors stopped in eu-west' }],
    ],
    ['/note 14:32 is when it began', [{ kind: 'note', at: null, text: '14:32 is when it began' }]],
    ['/update Rolling back.', [{ kind: 'update', text: 'Rolling back.' }]],
    [
      '/related #12',
      [{ kind: 'related', issue: { repo: { owner: 'acme', name: 'incidents' }, number: 12 } }],
    ],
    [
      '/related https://github.example/acme/checkout/issues/34#issuecomment-1 same symptom',
      [{ kind: 'related', issue: { repo: { owner: 'acme', name: 'checkout' }, number: 34 } }],
    ],
    [
      '/duplicate of acme/checkout#34',
      [{ kind: 'duplicate', issue: { repo: { owner: 'acme', name: 'checkout' }, number: 34 } }],
    ],
    [
      '/false-alarm the probe was broken',
      [{ kind: 'false-alarm', reason: 'the probe was broken' }],
    ],
    ['/timeline', [{ kind: 'timeline' }]],
    ['/help', [{ kind: 'help' }]],
    ['/incident declare', [{ kind: 'declare', title: null }]],
    [
      '/incident declare Checkout answers 500',
      [{ kind: 'declare', title: 'Checkout answers 500' }],
    ],
    ['/declare Checkout answers 500', [{ kind: 'declare', title: 'Checkout answers 500' }]],
  ])('%s', (body, commands) => {
    expect(said(body)).toEqual(commands);
  });

  test.each(COMMANDS.map(({ kind, example }) => [kind, example]))(
    'the example of %s in the table is understood as just that: %s',
    (kind, example) => {
      expect(said(example).map((command) => command.kind)).toEqual([kind]);
    },
  );
});

describe('a command stands at the beginning of a line that people see', () => {
  test.each([
    ['a fence', '```\n/ack\n```'],
    ['an indented block', 'see\n\n    /ack'],
    ['a code span', 'use `\n/ack\n` for that'],
    ['a quote', '> /ack\n> please'],
    ['a lazy quote', '> they said\n/ack'],
    ['a comment', '<!--\n/ack\n-->'],
    ['a comment inside a paragraph', 'well <!--\n/ack\n--> yes'],
    ['a list', '- /ack\n- /resolved'],
    ['a table', '| a |\n|---|\n| /ack |'],
    ['a heading', '# /ack'],
    ['folded details', '<details>\n\n/ack\n\n</details>'],
    ['an HTML quote', '<blockquote>\n\n/ack\n\n</blockquote>'],
    ['the middle of a line', 'say /ack when you are on it'],
    ['a question', '/ack?'],
  ])('not in %s', (_, body) => {
    expect(kindOf(body)).toBe('no-commands');
  });

  test.each([
    ['after a line of text', 'On it.\n/ack'],
    ['after a hard break', 'On it.  \n/ack'],
    ['after another paragraph', 'On it.\n\n/ack'],
    ['with Windows line ends', 'On it.\r\n/ack\r\n'],
    ['above the line of a signature', '/ack\n--\nDana'],
    ['after folded details', '<details>\n\nlogs\n\n</details>\n\n/ack'],
    ['behind a byte order mark', '\ufeff/ack'],
    ['indented by three', '   /ack'],
    ['after a quote', '> are you there?\n\n/ack'],
    ['with a zero-width space, as copied from an answer', '/commander\u00a0@\u200balice'],
  ])('%s', (_, body) => {
    expect(kindOf(body)).toBe('commands');
  });

  test('several commands of one comment are read in order, with their lines', () => {
    const parsed = parseComment('/ack\nso:\n/severity sev1\n\nand\n\n/commander @alice', context);
    expect(parsed).toEqual({
      kind: 'commands',
      commands: [
        { kind: 'ack' },
        { kind: 'severity', severity: 'sev1', reason: null },
        { kind: 'role', role: 'commander', login: 'alice' },
      ],
      lines: [
        { line: 1, found: '/ack' },
        { line: 3, found: '/severity sev1' },
        { line: 7, found: '/commander @alice' },
      ],
    });
  });

  test('a text goes on until the next command or the next blank line', () => {
    const body = '/update We rolled back.\nOrders work:\n- cards\n- transfers\n\nThanks all!\n/ack';
    expect(said(body)).toEqual([
      { kind: 'update', text: 'We rolled back.\nOrders work:\n- cards\n- transfers' },
      { kind: 'ack' },
    ]);
  });

  test('a command below a text ends that text', () => {
    expect(said('/update Rolling back.\n/mitigated')).toEqual([
      { kind: 'update', text: 'Rolling back.' },
      { kind: 'mitigated', at: null, text: null },
    ]);
  });

  test('a long text is cut, for the comment itself keeps it', () => {
    const [update] = said(`/update ${'long '.repeat(2000)}`);
    expect(update?.kind === 'update' && update.text.length).toBe(2000);
  });
});
