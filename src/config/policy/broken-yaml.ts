/** What js-yaml could not read, in words for somebody who does not know YAML's own. */
import { describeFound } from './problems.ts';
import type { YamlReading } from './yaml-tree.ts';

type Broken = Extract<YamlReading, { readonly kind: 'broken' }>;

export interface Explanation {
  readonly at: number;
  readonly found: string;
  readonly expected: string;
}

const EXPLANATIONS: readonly (readonly [
  RegExp,
  { readonly found?: string; readonly expected: string },
])[] = [
  [/tab characters/, { found: 'a tab', expected: 'spaces for indentation' }],
  [
    /bad indentation of a mapping entry/,
    {
      expected:
        'keys of one map indented alike, and quotes around a text that has a colon in it or begins with @, %, ` or -',
    },
  ],
  [/bad indentation of a sequence entry/, { expected: 'items of one list indented alike' }],
  [/missed comma/, { expected: 'a comma, or the bracket that closes the list or map' }],
  [/a colon is missed|multiline key/, { expected: 'a key with a colon and a space after it' }],
  [/whitespace character is expected/, { expected: 'a space after the colon' }],
  [
    /unidentified alias/,
    { expected: 'a name that stands after & further up, or quotes around the text' },
  ],
  [/unknown tag|cannot resolve a node|undeclared tag/, { expected: 'a value without a ! tag' }],
  [/escape sequence|hexadecimal/, { expected: 'two backslashes for one inside double quotes' }],
  [/null byte|non-printable|valid JSON character/, { expected: 'text without control characters' }],
  [/nesting exceeded/, { expected: 'at most 50 levels of lists and maps' }],
];

export function explainBrokenYaml(broken: Broken, text: string): Explanation {
  if (/unexpected end of the (?:stream|document)/.test(broken.reason)) {
    const isQuote = broken.reason.includes('quoted');
    const expected = isQuote ? 'a quote that closes this one' : 'a bracket that closes this one';
    return { at: broken.openedAt, found: lineAt(text, broken.openedAt), expected };
  }
  const known = EXPLANATIONS.find(([pattern]) => pattern.test(broken.reason))?.[1];
  return {
    at: broken.at,
    found: known?.found ?? lineAt(text, broken.at),
    expected: known?.expected ?? `YAML that can be read (${broken.reason})`,
  };
}

function lineAt(text: string, offset: number): string {
  const before =
    text
      .slice(0, offset)
      .split(/[\r\n]/)
      .at(-1) ?? '';
  const after = text.slice(offset).split(/[\r\n]/)[0] ?? '';
  const line = (before + after).trim();
  return line === '' ? 'an empty line' : describeFound(line);
}
