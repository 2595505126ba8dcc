import fc from 'fast-check';
import { dump } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import {
  formatKeyPath,
  offsetOfKey,
  offsetOfValue,
  placeAt,
} from '../../../src/config/policy/places.ts';
import type { KeyPath } from '../../../src/config/policy/places.ts';
import { readYaml } from '../../../src/config/policy/yaml-tree.ts';
import type { YamlDocument } from '../../../src/config/policy/yaml-tree.ts';
import { runs } from '../../support/properties.ts';

function read(text: string): YamlDocument {
  const reading = readYaml(text);
  if (reading.kind === 'broken') throw new Error(`${reading.reason}\n${text}`);
  return reading.documents[0]!;
}

/** What is written from the place of the value, to the end of its line. */
function valueText(text: string, path: KeyPath): string {
  return text.slice(offsetOfValue(read(text).root, path, text)).split('\n')[0]!;
}

function keyText(text: string, path: KeyPath): string {
  return text.slice(offsetOfKey(read(text).root, path)).split('\n')[0]!;
}

const ODD = `# a comment: with a colon
plain: one # not this: two
"quo ted": 'two'
nested:
    # comment between
    list:
      - first
      -
      - [flow, {key: inside, bare}, 'pair': value]
      - map: in list
        next:
          below
      - - list
        - in list
empty:
folded: >-
  text: with colon
  - and dash
? explicit
: given
anchored: &name
  deep: [1, 2]
same: *name
url: https://example.org:8080/#part
404: numeric
last: "multi
  line"
`;

describe('a key path leads to where its value stands', () => {
  it.each([
    [['plain'], 'one # not this: two'],
    [['quo ted'], "'two'"],
    [['nested'], 'nested:'],
    [['nested', 'list'], 'list:'],
    [['nested', 'list', 0], 'first'],
    [['nested', 'list', 1], '-'],
    [['nested', 'list', 2], "[flow, {key: inside, bare}, 'pair': value]"],
    [['nested', 'list', 2, 0], "flow, {key: inside, bare}, 'pair': value]"],
    [['nested', 'list', 2, 1], "{key: inside, bare}, 'pair': value]"],
    [['nested', 'list', 2, 1, 'key'], "inside, bare}, 'pair': value]"],
    [['nested', 'list', 2, 1, 'bare'], "bare}, 'pair': value]"],
    [['nested', 'list', 2, 2, 'pair'], 'value]'],
    [['nested', 'list', 3], 'map: in list'],
    [['nested', 'list', 3, 'map'], 'in list'],
    [['nested', 'list', 3, 'next'], 'below'],
    [['nested', 'list', 4, 1], 'in list'],
    [['empty'], 'empty:'],
    [['folded'], '>-'],
    [['explicit'], 'given'],
    [['anchored'], '&name'],
    [['anchored', 'deep', 1], '2]'],
    [['same'], '*name'],
    [['same', 'deep', 1], '*name'],
    [['url'], 'https://example.org:8080/#part'],
    [['404'], 'numeric'],
    [['last'], '"multi'],
  ] as const)('%j', (path, written) => {
    expect(valueText(ODD, path)).toBe(written);
  });

  it('keys are found in whatever way they are written', () => {
    expect(keyText(ODD, ['quo ted'])).toBe(`"quo ted": 'two'`);
    expect(keyText(ODD, ['explicit'])).toBe('explicit');
    expect(keyText(ODD, ['nested', 'list', 2, 2, 'pair'])).toBe("'pair': value]");
    expect(keyText(ODD, ['404'])).toBe('404: numeric');
  });

  it('a path that leads nowhere ends at the last place on the way', () => {
    expect(valueText(ODD, ['nested', 'list', 3, 'gone', 'further'])).toBe('map: in list');
    expect(valueText(ODD, ['nested', 'gone'])).toBe('nested:');
    expect(valueText(ODD, ['plain', 'gone'])).toBe('plain: one # not this: two');
  });

  it('of a key written twice the later place counts', () => {
    expect(valueText('a: 1\nb: 2\na: 3\n', ['a'])).toBe('3');
  });

  it('lines are counted alike for every line end', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const text = ['a: 1', 'b:', '  c: 2'].join(end);
      const offset = offsetOfValue(read(text).root, ['b', 'c'], text);
      expect(placeAt(text, offset)).toEqual({ line: 3, column: 6 });
    }
  });

  it('whatever js-yaml writes, every value is found where it was written', () => {
    const word = fc.stringMatching(/^[a-zA-Z0-9 .:#'"@/_-]{0,12}$/);
    const key = fc.stringMatching(/^[a-z][a-zA-Z0-9 :#'"._-]{0,8}$/);
    const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        word,
        fc.integer({ min: -999, max: 999 }),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('node'), { maxLength: 4 }),
        fc.dictionary(key, tie('node'), { maxKeys: 4, noNullPrototype: true }),
      ),
    })).node;
    const styles = fc.record({
      flowLevel: fc.integer({ min: -1, max: 4 }),
      indent: fc.integer({ min: 1, max: 6 }),
      noArrayIndent: fc.boolean(),
      forceQuotes: fc.boolean(),
      quotingType: fc.constantFrom('"' as const, "'" as const),
      lineWidth: fc.constantFrom(20, 80),
    });
    const tree = fc.dictionary(key, value, { minKeys: 1, maxKeys: 4, noNullPrototype: true });
    fc.assert(
      fc.property(tree, styles, (written, style) => {
        const text = dump(written, { ...style, noRefs: true });
        const { value: back, root } = read(text);
        expect(back).toEqual(written);
        for (const [path, scalar] of leavesOf(written)) {
          const at = offsetOfValue(root, path, text);
          expect(firstScalarAt(text, at), `${formatKeyPath(path)} in\n${text}`).toEqual(scalar);
        }
      }),
      runs(300),
    );
  });
});

describe('a key path is written as people write it', () => {
  it.each([
    [[], ''],
    [['services', 'checkout', 'responders', 1], 'services.checkout.responders[1]'],
    [['services', 'a b', 'team'], 'services["a b"].team'],
    [['services', 'api.v2'], 'services["api.v2"]'],
    [['404'], '["404"]'],
  ] as const)('%j is %s', (path, written) => {
    expect(formatKeyPath(path)).toBe(written);
  });
});

/** Texts and numbers, with their paths; other values say nothing of their place. */
function leavesOf(value: unknown, path: KeyPath = []): readonly (readonly [KeyPath, unknown])[] {
  if (typeof value === 'string' || typeof value === 'number') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inside]) =>
    leavesOf(inside, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

/** Reads one scalar from the place on, as YAML, by trying ever longer pieces of what follows. */
function firstScalarAt(text: string, at: number): unknown {
  const lines = text.slice(at).split('\n');
  const column = at - (text.lastIndexOf('\n', at - 1) + 1);
  const indent = /^ */.exec(text.slice(at - column))?.[0].length ?? 0;
  const first = lines[0]!;
  if (/^["']/.test(first)) {
    const quote = first[0]!;
    const rest = text.slice(at);
    const end = quote === '"' ? /^"(?:[^"\\]|\\[^])*"/ : /^'(?:[^']|'')*'/;
    return scalar(end.exec(rest)![0]);
  }
  if (/^[|>]/.test(first)) {
    const body = lines.slice(1);
    const stop = body.findIndex((line) => line !== '' && /^ */.exec(line)![0].length <= indent);
    const block = stop === -1 ? body : body.slice(0, stop);
    return scalar([first, ...block].join('\n') + (stop === -1 ? '' : '\n'));
  }
  return scalar(/^(?:[^,\]}\n]|[,\]}](?=[^\s,\]}]))*/.exec(first)![0].trim());
}

function scalar(text: string): unknown {
  return (read(`x: ${text}`).value as { x: unknown }).x;
}
