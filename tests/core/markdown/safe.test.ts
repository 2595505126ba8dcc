import fc from 'fast-check';
import type { Nodes, Root } from 'mdast';
import { describe, expect, test } from 'vitest';
import { bullets, code, markdownOf, paragraph, table } from '../../../src/core/markdown/build.ts';
import { firstLine, plainText } from '../../../src/core/markdown/plain.ts';
import { readMarkdown } from '../../../src/core/markdown/read.ts';
import {
  safe,
  safeCode,
  safeLink,
  safeSentence,
  safeString,
  webAddress,
} from '../../../src/core/markdown/safe.ts';
import { runs } from '../../support/properties.ts';

const written = (untrusted: string, longest?: number) =>
  markdownOf([paragraph(safe(untrusted, longest))]);

/** What GitHub would still look at for mentions and references: text outside code and links. */
function liveText(node: Nodes): string {
  if (node.type === 'text') return node.value;
  if (node.type === 'inlineCode' || node.type === 'code' || node.type === 'link') return ' ';
  return 'children' in node ? node.children.map(liveText).join('') : '';
}

function kinds(node: Nodes): readonly string[] {
  return [node.type, ...('children' in node ? node.children.flatMap(kinds) : [])];
}

const dangerous = fc.constantFrom(
  ...[
    '@alice',
    '@acme/payments',
    '#12',
    'GH-7',
    'acme/checkout#3',
    '<!--',
    '-->',
    '<!-- norepeat:summary -->',
  ],
  ...[
    '<',
    '<!',
    '!--',
    '@',
    '#',
    '1',
    '|',
    '\\',
    '`',
    '``',
    '```',
    '*',
    '**',
    '_',
    '~~',
    '$',
    '$$',
    '$`',
  ],
  ...[
    '[a](b)',
    '![a](https://x.example/y.png)',
    '[^1]',
    '> ',
    '- ',
    '1. ',
    '# ',
    '---',
    '\n',
    '\n\n',
    '\t',
  ],
  ...[
    '<img src=x onerror=y>',
    '</details>',
    '<details>',
    '&lt;',
    '&#64;alice',
    'https://x.example/a|b',
    'www.x.example',
  ],
  ...[
    '\u202e',
    '\u2066',
    '\u200b',
    '\u200d',
    '\ufeff',
    '\u0000',
    '\ud800',
    'שלום',
    'سلام',
    '👩‍🚒',
    '| - | - |',
    'a@b.example',
  ],
);
const untrusted = fc.oneof(
  fc.array(fc.oneof(dangerous, fc.string()), { maxLength: 12 }).map((list) => list.join('')),
  fc.array(fc.oneof(dangerous, fc.string()), { maxLength: 12 }).map((list) => list.join(' ')),
  fc.string({ unit: 'binary' }),
);

describe('whatever somebody wrote, safe text', () => {
  test('mentions nobody and refers to nothing', () => {
    fc.assert(
      fc.property(untrusted, (text) => {
        const live = liveText(readMarkdown(written(text)));
        expect(live).not.toMatch(/@[\w-]/);
        expect(live).not.toMatch(/#\d/);
        expect(live).not.toMatch(/\bGH-\d/i);
      }),
      runs(300),
    );
  });

  test('holds no HTML comment, also for who only searches the text', () => {
    fc.assert(
      fc.property(untrusted, (text) => {
        const markdown = markdownOf([paragraph(safe(text), ' ', safeCode(text), safe(text))]);
        expect(markdown).not.toContain('<!--');
        expect(markdown).not.toContain('-->');
        expect(safeString(text)).not.toContain('<!--');
      }),
      runs(300),
    );
  });

  test('is one paragraph of text, links and dollar signs, and nothing else', () => {
    fc.assert(
      fc.property(untrusted, (text) => {
        const tree = readMarkdown(markdownOf([paragraph('x ', safe(text), ' y')]));
        expect(tree.children.map(({ type }) => type)).toEqual(['paragraph']);
        const inside = new Set(kinds(tree).slice(2));
        for (const kind of inside) expect(['text', 'link', 'html']).toContain(kind);
        const html = JSON.stringify(tree).match(/"type":"html","value":"[^"]*"/g) ?? [];
        for (const one of html) expect(one).toMatch(/"value":"<\/?span>"/);
      }),
      runs(300),
    );
  });

  test('breaks no table: the cells stay where they are', () => {
    fc.assert(
      fc.property(untrusted, untrusted, (a, b) => {
        const rows = [
          [safe(a), safeCode(b)],
          [safeString(b), safe(a)],
        ];
        const tree = readMarkdown(markdownOf([table(['one', 'two'], rows), paragraph('end')]));
        const [first, last] = tree.children;
        expect(tree.children).toHaveLength(2);
        expect(last?.type).toBe('paragraph');
        if (first?.type !== 'table') throw new Error('no table');
        expect(first.children.map(({ children }) => children.length)).toEqual([2, 2, 2]);
      }),
      runs(300),
    );
  });

  test('breaks no list', () => {
    fc.assert(
      fc.property(fc.array(untrusted, { minLength: 1, maxLength: 5 }), (texts) => {
        const items = texts.map((text) => [...safe(text), code('x')]);
        const tree: Root = readMarkdown(markdownOf([bullets(items), paragraph('end')]));
        expect(tree.children.map(({ type }) => type)).toEqual(['list', 'paragraph']);
        const [list] = tree.children;
        expect(list?.type === 'list' && list.children.length).toBe(texts.length);
      }),
      runs(150),
    );
  });

  test('turns no line around: no direction override, every isolate is closed', () => {
    fc.assert(
      fc.property(untrusted, (text) => {
        const line = safeString(text);
        expect(line).not.toMatch(/[\u202a-\u202e\u2066\u2067\u200e\u200f\u061c]/);
        expect(line.split('\u2068').length).toBe(line.split('\u2069').length);
      }),
      runs(),
    );
  });

  test('is as long as it may be and no longer', () => {
    fc.assert(
      fc.property(untrusted, fc.integer({ min: 1, max: 50 }), (text, longest) => {
        // Zero-width spaces and isolates are ours and do not count.
        const shown = safeString(text, longest).replace(/[\u200b\u2068\u2069]/g, '');
        expect(Array.from(shown).length).toBeLessThanOrEqual(longest);
      }),
      runs(),
    );
  });

  test('made safe once more is the same', () => {
    fc.assert(
      fc.property(untrusted, (text) => {
        expect(safeString(safeString(text, 1000), 2000)).toBe(safeString(text, 1000));
      }),
      runs(),
    );
  });
});

describe('safe text reads as it was meant', () => {
  test.each([
    ['hello', 'hello'],
    ['two\nlines  and   spaces', 'two lines and spaces'],
    ['ask @alice about #12', 'ask @\u200balice about #\u200b12'],
    ['**bold** | a_b', '\\*\\*bold\\*\\* | a_b'],
    ['see https://x.example/a?b=c.', 'see <https://x.example/a?b=c>.'],
    ['שלום', '\u2068שלום\u2069'],
    ['👩‍🚒 on it', '👩‍🚒 on it'],
    ['it costs $5', 'it costs <span>$</span>5'],
    ['al\u200dice\u202e', 'alice'],
  ])('%j', (untrustedText, expected) => {
    expect(written(untrustedText)).toBe(expected);
  });

  test('code can be copied as it stands', () => {
    expect(markdownOf([paragraph(safeCode('/commander @alice `now` #12'))])).toBe(
      '``/commander @alice `now` #12``',
    );
  });

  test('backticks in a sentence of ours mark code, whatever it quotes', () => {
    expect(markdownOf([paragraph(safeSentence('there is no `/foo`, said @bob ` alone'))])).toBe(
      'there is no `/foo`, said @\u200bbob  alone',
    );
  });

  test('only addresses of the web become links', () => {
    expect(webAddress('javascript:alert(1)')).toBeUndefined();
    expect(webAddress('https://x.example/a b')).toBeUndefined();
    expect(webAddress('https://x.example/a|b')).toBe('https://x.example/a%7Cb');
    expect(markdownOf([paragraph(safeLink('javascript:alert(1)', 'runbook'))])).toBe('runbook');
  });
});

describe('plain text', () => {
  test.each([
    ['**Rolled** back `v42`', 'Rolled back v42'],
    ['see [the graph](https://x.example/g)', 'see the graph (https://x.example/g)'],
    ['![graph](https://x.example/g.png)', 'graph (https://x.example/g.png)'],
    ['- one\n- two\n  1. three', '- one\n- two\n1. three'],
    ['a <!-- hidden --> b', 'a  b'],
    ['| a | b |\n|---|---|\n| 1 | 2 |', 'a · b\n1 · 2'],
    ['a  \nb', 'a\nb'],
    ['https://x.example', 'https://x.example'],
  ])('%j', (markdown, expected) => {
    expect(plainText(markdown)).toBe(expected);
  });

  test('the first line is the first of one’s own words', () => {
    expect(firstLine('> did you see?\n\n**Yes**, looking.\nMore.')).toBe('Yes, looking.');
    expect(firstLine('> only a quote')).toBe('only a quote');
    expect(firstLine('<!-- nothing -->')).toBe('');
  });

  test('never throws', () => {
    fc.assert(
      fc.property(untrusted, (text) => {
        expect(typeof plainText(text)).toBe('string');
        expect(firstLine(text)).not.toContain('\n');
      }),
      runs(),
    );
  });
});
