import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../../src/core/command/grammar.ts';
import { parseComment } from '../../../src/core/command/parse.ts';
import { runs } from '../../support/properties.ts';
import { context } from './comments.ts';

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
      runs(300),
    );
  });

  test('in a fence it commands nothing', () => {
    fc.assert(
      fc.property(anything, (body) => {
        const fenced = `\`\`\`\`\n${body.replaceAll('`', "'")}\n\`\`\`\``;
        expect(parseComment(fenced, context).kind).toBe('no-commands');
      }),
      runs(),
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
      runs(),
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
