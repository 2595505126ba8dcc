/**
 * A person's text survives: people edit a postmortem anywhere, also inside regions and inside markers, the
 * incident changes, the document follows, and every character that somebody typed is still there.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { follow } from '../../../src/core/postmortem/follow.ts';
import { newDocument } from '../../../src/core/postmortem/template.ts';
import { patience, runs } from '../../support/properties.ts';
import { fixtureOf } from './fixture.ts';

vi.setConfig({ testTimeout: patience(120_000) });

const { before, telling } = fixtureOf('followed-untouched');
const TEMPLATES = ['postmortem.md', 'postmortem-short.md'].map((name) =>
  readFileSync(join(import.meta.dirname, '../../../templates', name), 'utf8'),
);
const OPENED = [...TEMPLATES, fixtureOf('style-table-heavy').template].map((template) =>
  newDocument({ template, telling: before!, notice: null }),
);

/** A document in which it is known who typed what. */
interface Char {
  readonly char: string;
  /** Number of the edit in which a person typed it; null for what the app wrote. */
  readonly typed: number | null;
}

type Edit =
  | { readonly do: 'insert'; readonly at: number; readonly text: string }
  | { readonly do: 'delete'; readonly at: number; readonly length: number }
  | { readonly do: 'replace'; readonly at: number; readonly length: number; readonly text: string }
  | { readonly do: 'delete-lines'; readonly at: number; readonly length: number }
  | { readonly do: 'insert-line'; readonly at: number; readonly text: string }
  | {
      readonly do: 'move-lines';
      readonly at: number;
      readonly length: number;
      readonly to: number;
    };

const SYNTAX = [
  ...[
    '`',
    '```',
    '<!--',
    '-->',
    '<',
    '>',
    '|',
    '\n',
    '\n\n',
    '- ',
    '> ',
    '#',
    '*',
    '\\',
    '[',
    '](',
  ],
  ...[
    '<pre>',
    '<details>',
    '---',
    '    ',
    '\t',
    '\ufeff',
    '\u2028',
    '~~~',
    '<![CDATA[',
    '"',
    ')',
    '@',
  ],
  ...[
    '<!-- norepeat:timeline -->',
    '<!-- /norepeat:timeline -->',
    '<!-- /norepeat:title -->',
    '{{title}}',
  ],
  ...[
    '<!-- norepeat:summary 0123456789abcdef0123456789ab -->',
    'norepeat:',
    '| a | b |\n|---|---|',
  ],
];
const aPiece = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...SYNTAX) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 6 }) },
);
const aText = fc.array(aPiece, { minLength: 0, maxLength: 3 }).map((pieces) => pieces.join(''));
const aPlace = fc.nat({ max: 1_000_000 });
const aLength = fc.integer({ min: 1, max: 40 });

const anEdit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ do: fc.constant('insert' as const), at: aPlace, text: aText }),
  fc.record({ do: fc.constant('delete' as const), at: aPlace, length: aLength }),
  fc.record({ do: fc.constant('replace' as const), at: aPlace, length: aLength, text: aText }),
  fc.record({
    do: fc.constant('delete-lines' as const),
    at: aPlace,
    length: fc.integer({ min: 1, max: 4 }),
  }),
  fc.record({ do: fc.constant('insert-line' as const), at: aPlace, text: aText }),
  fc.record({ do: fc.constant('move-lines' as const), at: aPlace, length: aLength, to: aPlace }),
);

function edited(chars: readonly Char[], edit: Edit, number: number): readonly Char[] {
  const typed = (text: string): readonly Char[] =>
    // Each typing has letters that nobody else wrote, so that a loss is seen.
    Array.from(`${text}ж${String(number)}я`, (char) => ({ char, typed: number }));
  const at = edit.at % (chars.length + 1);
  switch (edit.do) {
    case 'insert':
      return [...chars.slice(0, at), ...typed(edit.text), ...chars.slice(at)];
    case 'delete':
      return [...chars.slice(0, at), ...chars.slice(at + edit.length)];
    case 'replace':
      return [...chars.slice(0, at), ...typed(edit.text), ...chars.slice(at + edit.length)];
    case 'delete-lines':
    case 'insert-line':
    case 'move-lines':
      return withLines(linesOf(chars), edit, typed).flat();
  }
}

function linesOf(chars: readonly Char[]): Char[][] {
  const lines: Char[][] = [[]];
  for (const char of chars) {
    lines.at(-1)!.push(char);
    if (char.char === '\n') lines.push([]);
  }
  return lines;
}

function withLines(
  lines: Char[][],
  edit: Extract<Edit, { readonly do: `${string}-line${string}` }>,
  typed: (text: string) => readonly Char[],
): Char[][] {
  const at = edit.at % lines.length;
  if (edit.do === 'insert-line') {
    lines.splice(at, 0, [...typed(edit.text), { char: '\n', typed: null }]);
    return lines;
  }
  const taken = lines.splice(at, edit.length);
  if (edit.do === 'move-lines') lines.splice(edit.to % (lines.length + 1), 0, ...taken);
  return lines;
}

/** What stands together as people typed it. */
function typedRuns(chars: readonly Char[]): readonly string[] {
  const runs: string[] = [];
  let run = '';
  for (const { char, typed } of chars) {
    if (typed !== null) run += char;
    else if (run !== '') {
      runs.push(run);
      run = '';
    }
  }
  return run === '' ? runs : [...runs, run];
}

function changedLines(before: string, after: string): readonly string[] {
  const lines = new Set(before.split('\n'));
  return before === after
    ? []
    : ['changed', ...after.split('\n').filter((line) => !lines.has(line))];
}

describe('a person’s text survives', () => {
  test('whatever is edited wherever, when the document follows an incident that changed', () => {
    const law = fc.property(
      fc.nat({ max: OPENED.length - 1 }),
      fc.array(anEdit, { minLength: 1, maxLength: 6 }),
      fc.boolean(),
      (which, edits, crlf) => {
        const original = Array.from(OPENED[which] ?? '', (char): Char => ({ char, typed: null }));
        const chars = edits.reduce(edited, original);
        const lineEnd = crlf ? '\r\n' : '\n';
        const ended = (text: string): string => text.replaceAll('\n', lineEnd);
        const document = ended(chars.map(({ char }) => char).join(''));
        const { text } = follow(document, telling);
        expect(typedRuns(chars).filter((run) => !text.includes(ended(run)))).toEqual([]);
        expect(changedLines(text, follow(text, telling).text)).toEqual([]);
      },
    );
    fc.assert(law, runs(100));
  });

  test('a character that is changed inside what the app wrote keeps what surrounds it', () => {
    const [opened = ''] = OPENED;
    const law = fc.property(aPlace, (place) => {
      const start = opened.indexOf('<!-- norepeat:summary');
      const end = opened.indexOf('<!-- /norepeat:summary');
      const from = opened.indexOf('-->', start) + 5;
      const at = from + (place % (end - from - 2));
      const document = `${opened.slice(0, at)}ж${opened.slice(at)}`;
      const kept = document.slice(start, end + 1);
      expect(follow(document, telling).text).toContain(kept);
    });
    fc.assert(law, runs(20));
  });
});
