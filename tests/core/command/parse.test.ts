import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Command } from '../../../src/core/command/command.ts';
import { COMMANDS } from '../../../src/core/command/grammar.ts';
import { parseComment, type CommentContext } from '../../../src/core/command/parse.ts';
import { instantFromIso } from '../../../src/core/time.ts';
import { aPolicy } from '../../builders/a-policy.ts';

const context: CommentContext = {
  home: { owner: 'acme', name: 'incidents' },
  policy: aPolicy(),
  saidAt: instantFromIso('2026-11-21T14:40:00Z'),
  saidBy: 'dana',
};
const at = (time: string) => instantFromIso(`2026-11-21T${time}:00Z`);

function said(body: string, overrides: Partial<CommentContext> = {}): readonly Command[] {
  const parsed = parseComment(body, { ...context, ...overrides });
  if (parsed.kind !== 'commands') throw new Error(JSON.stringify(parsed));
  return parsed.commands;
}

function refused(body: string, overrides: Partial<CommentContext> = {}) {
  const parsed = parseComment(body, { ...context, ...overrides });
  if (parsed.kind !== 'refused') throw new Error(JSON.stringify(parsed));
  return parsed.problems;
}

const kindOf = (body: string) => parseComment(body, context).kind;

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

describe('slips get an answer, strangers are left alone', () => {
  test.each([
    ['/mitgated', '/mitigated'],
    ['/mitigatd at 14:32', '/mitigated at 14:32'],
    ['/severty sev2', '/severity sev2'],
    ['/akc', '/ack'],
    ['/comander @alice', '/commander @alice'],
    ['/updaet Rolling back', '/update Rolling back'],
    ['/sev1', '/severity sev1'],
    ['/close', '/resolved'],
  ])('%s is answered with %s', (body, instead) => {
    expect(refused(body)[0]?.instead).toBe(instead);
  });

  test.each([
    '/etc/passwd',
    '/usr/bin/env node',
    '/tmp',
    '/var is full',
    '/healthz answers 500',
    '/api/v1/orders answers 500',
    '/node is a folder',
    '//comment',
    '/ 5',
    '/12',
    '/rebase',
    '/lgtm',
    '/assign @alice',
    '/cherry-pick v1',
    '/orders.csv',
  ])('%s is none of our business', (body) => {
    expect(kindOf(body)).toBe('no-commands');
  });

  test('where no incident is, only /incident is a command', () => {
    const place = 'thread' as const;
    for (const body of ['/ack', '/reopen', '/mitgated', '/help', '/declare x']) {
      expect(parseComment(body, { ...context, place }).kind).toBe('no-commands');
    }
    expect(said('/lgtm\n/incident declare', { place })).toEqual([{ kind: 'declare', title: null }]);
    expect(refused('/incident', { place })[0]?.instead).toBe('/incident declare Checkout is down');
  });
});

describe('what cannot be understood is refused with a line that would be', () => {
  test.each([
    ['/severity', 'it does not say which severity: sev1, sev2, sev3, sev4, sev5', '/severity sev1'],
    [
      '/severity sve2',
      '“sve2” is not a severity of the policy; there are sev1, sev2, sev3, sev4, sev5',
      '/severity sev2',
    ],
    [
      '/severity 3',
      '“3” is not a severity of the policy; there are sev1, sev2, sev3, sev4, sev5',
      '/severity sev3',
    ],
    ['/impact', 'it gives no figure', '/impact users=15% customers=3%'],
    ['/impact users=15% many', 'I cannot read “many” as a figure', '/impact users=15%'],
    [
      '/impact users=140%',
      'users cannot be more than 100 percent',
      '/impact users=15% customers=3%',
    ],
    [
      '/impact usres=5%',
      'the figures are users, customers and cost, not “usres” (did you mean users?)',
      '/impact users=15% customers=3%',
    ],
    ['/impact users=5% users=6%', 'it gives users twice', '/impact users=5%'],
    [
      '/mitigated at 25:10',
      '`25:10` is not a time of day',
      '/mitigated at 14:32 rolled back to v41',
    ],
    [
      '/mitigated at 1432',
      '`1432` is not a time I can read',
      '/mitigated at 14:32 rolled back to v41',
    ],
    [
      '/resolved at 2026-02-30 12:00',
      '`2026-02-30 12:00` is not a day of the calendar',
      '/resolved at 16:10 the faulty index is fixed',
    ],
    ['/started 2027-01-01 10:00', '`2027-01-01 10:00` lies in the future', '/started 13:58'],
    [
      '/started 1926-11-21 10:00',
      '`1926-11-21 10:00` is more than ten years ago',
      '/started 13:58',
    ],
    ['/started', 'it does not say when', '/started 13:58'],
    ['/started 13:58 or so', 'I understand the time, but not “or so” after it', '/started 13:58'],
    ['/ack at 14:05', 'an acknowledgement is always as of now', '/ack'],
    [
      '/reopen',
      'it needs a reason, so that everybody understands',
      '/reopen errors are back in eu-west',
    ],
    ['/note', 'a note needs a text', '/note at 14:32 error rate back to normal in eu-west'],
    [
      '/note at 14:32',
      'a note needs a text',
      '/note at 14:32 error rate back to normal in eu-west',
    ],
    [
      '/role',
      'it does not say which role: commander, tech-lead, communications, infrastructure, executive, scribe',
      '/role commander @alice',
    ],
    [
      '/role captain @bob',
      '“captain” is not a role of the policy; there are commander, tech-lead, communications, infrastructure, executive, scribe',
      '/role commander @bob',
    ],
    ['/commander @acme/payments', 'a role is held by a person, not by a team', '/commander @dana'],
    ['/commander @alice @bob', 'a role is held by one person at a time', '/commander @dana'],
    [
      '/service chekout',
      '“chekout” is not a service of the policy; there are checkout, search',
      '/service checkout',
    ],
    ['/service', 'it does not say which service: checkout, search', '/service checkout'],
    ['/related soon', 'it does not say which issue', '/related #12'],
    ['/duplicate #12 and #13', null, null],
    ['/duplicate #12 #13', 'it can be the duplicate of one incident only', '/duplicate #12'],
    [
      '/incident',
      'the one thing `/incident` can do is declare',
      '/incident declare Checkout is down',
    ],
  ])('%s', (body, problem, instead) => {
    if (problem === null) {
      expect(kindOf(body)).toBe('commands');
      return;
    }
    expect(refused(body)).toEqual([{ line: 1, found: body, problem, instead }]);
  });

  test('what is written instead is understood, so copying it works', () => {
    const lines = ['/severity sve2', '/impact users=15% many', '/mitgated', '/service chekout'];
    for (const line of lines) expect(kindOf(refused(line)[0]!.instead)).toBe('commands');
  });

  test('one line that is not understood refuses the whole comment and names every such line', () => {
    const problems = refused('/ack\n/severity huge\n/mitgated');
    expect(problems.map(({ line }) => line)).toEqual([2, 3]);
  });

  test('more than fifty commands are refused at once', () => {
    const problems = refused('/ack\n'.repeat(51));
    expect(problems).toHaveLength(1);
    expect(problems[0]?.problem).toBe('one comment can hold 50 commands');
    expect(said('/ack\n'.repeat(50))).toHaveLength(50);
  });
});

describe('whatever the text', () => {
  const pieces = fc.constantFrom(
    ...COMMANDS.map(({ example }) => example),
    ...['/mitgated', '/etc/passwd', '```', '> ', '- ', '<!--', '-->', '<details>', '</details>'],
    ...[
      '`',
      '|',
      '\n',
      '\n\n',
      '    ',
      '# ',
      '@alice',
      'at 14:32',
      '\u202e',
      '👩‍🚒',
      'שלום',
      '\ud800',
    ],
  );
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.oneof(pieces, fc.string()), { maxLength: 20 }).map((list) => list.join('\n')),
    fc.array(fc.oneof(pieces, fc.string()), { maxLength: 20 }).map((list) => list.join('')),
  );

  test('reading it never throws, and one line belongs to each command', () => {
    fc.assert(
      fc.property(anything, (body) => {
        const parsed = parseComment(body, context);
        if (parsed.kind === 'commands') expect(parsed.lines).toHaveLength(parsed.commands.length);
        if (parsed.kind === 'refused') expect(parsed.problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });

  test('in a fence it commands nothing', () => {
    fc.assert(
      fc.property(anything, (body) => {
        const fenced = `\`\`\`\`\n${body.replaceAll('`', "'")}\n\`\`\`\``;
        expect(parseComment(fenced, context).kind).toBe('no-commands');
      }),
    );
  });

  test('quoted line by line it commands nothing', () => {
    fc.assert(
      fc.property(anything, (body) => {
        const quoted = body
          .split(/\r\n|[\n\r]/)
          .map((line) => `> ${line}`)
          .join('\n');
        expect(parseComment(quoted, context).kind).toBe('no-commands');
      }),
    );
  });

  test.each([
    ['quotes', '>'.repeat(60_000)],
    ['quoted blank lines', '>>>>>>>>\n\n'.repeat(6500)],
    ['lists in lists', '- > 1. '.repeat(9000)],
    ['brackets', '['.repeat(60_000)],
    ['stars', '*a _b '.repeat(10_000)],
    ['headings', 'a\n---\n'.repeat(10_000)],
    ['tildes', '~a'.repeat(30_000)],
    ['tables', '|a'.repeat(30_000)],
    ['spaces', ' '.repeat(60_000)],
    ['slashes', '/a '.repeat(20_000)],
    ['slash lines', '/zz\n'.repeat(16_000)],
    ['comments', '<!-- '.repeat(12_000)],
    ['declarations', 'x <!A <? '.repeat(6500)],
    ['links that never end', '[a]('.repeat(16_000)],
    ['tags that never end', '<details '.repeat(7000)],
  ])('sixty thousand characters of %s are read within seconds of work', (_, bomb) => {
    // Processor time, not the clock: the machine may be busy with other things.
    const began = process.cpuUsage().user;
    for (const body of [`/ack\n\n${bomb}`, `/update ${bomb}`, `${bomb}\n\n/ack`]) {
      parseComment(body, context);
    }
    expect((process.cpuUsage().user - began) / 1_000_000).toBeLessThan(12);
  });
});

test('words that never end are read at once, whatever command they follow', () => {
  for (const word of ['/related ', '/duplicate ', '/severity ', '/commander ']) {
    const started = performance.now();
    parseComment(`${word}${'.'.repeat(60_000)}x`, context);
    expect(performance.now() - started).toBeLessThan(1000);
  }
});
