import { describe, expect, it } from 'vitest';
import { ownersIndex } from '../../../src/core/gate/codeowners-index.ts';
import { fitsPattern, readPattern } from '../../../src/core/gate/codeowners-pattern.ts';
import { ownersOf, parseCodeOwners } from '../../../src/core/gate/codeowners.ts';
import type { CodeOwners } from '../../../src/core/gate/facts.ts';

function file(text: string): CodeOwners {
  return { path: '.github/CODEOWNERS', rules: parseCodeOwners(text) };
}

function teams(text: string, path: string): readonly string[] {
  return ownersOf(file(text), path).map(({ org, slug }) => `${org}/${slug}`);
}

/** Whether a pattern fits a path, with the examples of GitHub's documentation and what follows from its rules. */
const PATTERNS: readonly (readonly [
  pattern: string,
  fits: readonly string[],
  not: readonly string[],
])[] = [
  ['*', ['a', 'a/b', 'a/b/c.js'], []],
  ['**', ['a', 'a/b'], []],
  ['/**', ['a', 'a/b'], []],
  ['/*', ['a', 'README.md'], ['a/b']],
  ['*.js', ['x.js', 'a/b/x.js', 'x.js/inside', '.js'], ['x.jsx', 'x.js.map', 'X.JS']],
  ['*.go', ['main.go', 'cmd/main.go'], ['main.gob', 'main.go2']],
  [
    '/build/logs/',
    ['build/logs/a', 'build/logs/deep/a'],
    ['build/logs', 'x/build/logs/a', 'build/logsx/a'],
  ],
  [
    'docs/*',
    ['docs/getting-started.md'],
    ['docs/build-app/troubleshooting.md', 'a/docs/x.md', 'docs'],
  ],
  ['docs/*.md', ['docs/a.md'], ['docs/a/b.md', 'x/docs/a.md']],
  ['apps/', ['apps/a', 'x/apps/a', 'x/y/apps/a/b'], ['apps', 'apps2/a', 'xapps/a']],
  ['/docs/', ['docs/a', 'docs/a/b'], ['x/docs/a', 'docs']],
  ['/scripts/', ['scripts/run.sh'], ['lib/scripts/run.sh']],
  [
    '**/logs',
    ['logs', 'build/logs', 'build/logs/a', 'deeply/nested/logs/b'],
    ['catalogs/a', 'logs2'],
  ],
  ['/apps/github', ['apps/github', 'apps/github/x'], ['apps/github2', 'x/apps/github']],
  ['apps/github', ['apps/github', 'apps/github/x'], ['x/apps/github']],
  ['README', ['README', 'a/README', 'README/a'], ['README.md', 'readme']],
  ['a/**/b', ['a/b', 'a/x/b', 'a/x/y/b', 'a/x/b/deeper'], ['a/xb', 'b', 'x/a/b']],
  ['a/**', ['a/b', 'a/b/c'], ['a', 'x/a/b']],
  ['a/*/c', ['a/b/c', 'a/b/c/d'], ['a/c', 'a/b/b/c']],
  ['/a/*/', ['a/b/c', 'a/b/c/d'], ['a/b', 'a']],
  ['*/', ['a/b', 'a/b/c'], ['a']],
  ['**/', ['a/b'], ['a']],
  ['docs/**/', ['docs/a/b', 'docs/a/b/c'], ['docs/a', 'docs']],
  ['**/*.ts', ['a.ts', 'x/a.ts'], ['a.tsx']],
  ['**/**/a', ['a', 'x/a', 'x/y/a'], ['xa']],
  ['a?c', ['abc', 'x/a-c'], ['ac', 'a/c', 'abbc']],
  ['foo*bar*', ['foobar', 'foo-bar-baz', 'x/foo1bar'], ['foo', 'xfoobar']],
  ['a**b', ['ab', 'axxb'], ['a/b']],
  [String.raw`docs/my\ file.md`, ['docs/my file.md'], ['docs/my', 'docs/myfile.md']],
  [String.raw`a\*b`, ['a*b', 'x/a*b'], ['axb']],
  ['a.b+(c)', ['a.b+(c)'], ['aab+c', 'a.bbc']],
  ['#not-a-comment-here', ['#not-a-comment-here'], []],
  ['ünïcode/', ['ünïcode/a'], ['unicode/a']],
];

/** What GitHub's documentation says does not work there, and what it calls invalid. */
const INVALID = [
  '!a',
  '!',
  String.raw`\#a`,
  '[ab].md',
  'a[0-9]',
  'a]',
  '***',
  'a/***/b',
  '***/*.rb',
  '/',
  '',
  'a\\',
  'a//b',
];

describe('a pattern of CODEOWNERS', () => {
  it.each(PATTERNS)('%s fits what GitHub says it does', (pattern, fits, not) => {
    const read = readPattern(pattern);
    expect(read).toBeDefined();
    const fitted = [...fits, ...not].filter((path) => fitsPattern(path.split('/'), read!));
    expect(fitted).toEqual(fits);
  });

  it.each(INVALID)('%j is no pattern', (pattern) => {
    expect(readPattern(pattern)).toBeUndefined();
  });

  it('takes a bounded time, whatever is in it', () => {
    const stars = readPattern(`${'*a'.repeat(60)}b`)!;
    const folders = readPattern(`${'**/a/'.repeat(60)}b`)!;
    const start = performance.now();
    expect(fitsPattern(['a'.repeat(5000)], stars)).toBe(false);
    expect(
      fitsPattern(
        Array.from({ length: 400 }, () => 'a'),
        folders,
      ),
    ).toBe(false);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe('a CODEOWNERS file', () => {
  it('gives a path to the owners of the last rule that fits', () => {
    const text = '* @acme/all\n*.js @acme/web\n/apps/ @acme/apps\n';
    expect(teams(text, 'README')).toEqual(['acme/all']);
    expect(teams(text, 'lib/x.js')).toEqual(['acme/web']);
    expect(teams(text, 'apps/x.js')).toEqual(['acme/apps']);
  });

  it('gives several owners of one rule, but never those of two', () => {
    expect(teams('* @acme/a @acme/b\nx @acme/c', 'y')).toEqual(['acme/a', 'acme/b']);
    expect(teams('* @acme/a @acme/b\nx @acme/c', 'x')).toEqual(['acme/c']);
  });

  it('takes what is matched without owners from everybody', () => {
    const text = '/apps/ @acme/apps\n/apps/github\n';
    expect(teams(text, 'apps/github')).toEqual([]);
    expect(teams(text, 'apps/other')).toEqual(['acme/apps']);
  });

  it('lets people and addresses take files from teams, without owning any', () => {
    const text = '* @acme/all\n*.go docs@example.com\n*.rb @alice\n*.py @alice @acme/py\n';
    expect(teams(text, 'a.go')).toEqual([]);
    expect(teams(text, 'a.rb')).toEqual([]);
    expect(teams(text, 'a.py')).toEqual(['acme/py']);
  });

  it('reads comments at the start of a line and behind the owners', () => {
    const text =
      '# * @acme/none\n  # x @acme/none\n*.js @acme/web #This is an inline comment.\n*.ts # nobody\n*.go @acme/go#near';
    expect(parseCodeOwners(text).map(({ line, pattern }) => [line, pattern])).toEqual([
      [3, '*.js'],
      [4, '*.ts'],
      [5, '*.go'],
    ]);
    expect(teams(text, 'a.js')).toEqual(['acme/web']);
    expect(teams(text, 'a.go')).toEqual(['acme/go']);
  });

  it.each([
    ['a negation', '!x @acme/b'],
    ['a range of characters', 'x[ab] @acme/b'],
    ['an escaped sign of comments', String.raw`\#x @acme/b`],
    ['three stars', 'x/*** @acme/b'],
    ['an owner that is none', 'x @acme/b docs@'],
    ['an owner without its sign', 'x acme/b'],
    ['a team of nothing', 'x @acme/'],
  ])('skips a line with %s as a whole', (_, line) => {
    const text = `* @acme/a\n${line}\n`;
    expect(parseCodeOwners(text)).toHaveLength(1);
    expect(teams(text, 'x')).toEqual(['acme/a']);
  });

  it('reads tabs, Windows line ends, a byte order mark and blanks in patterns', () => {
    const text = `\ufeff*\t@acme/a\r\n\r\ndocs/my\\ file.md   @acme/b\r\n`;
    expect(teams(text, 'x')).toEqual(['acme/a']);
    expect(teams(text, 'docs/my file.md')).toEqual(['acme/b']);
    expect(parseCodeOwners(text).map(({ line }) => line)).toEqual([1, 3]);
  });

  it('is case-sensitive in paths', () => {
    expect(teams('/Docs/ @acme/a', 'docs/x')).toEqual([]);
  });

  it('is no such file to GitHub from three megabytes on, counted in bytes', () => {
    const line = '* @acme/a\n';
    const below = `${line}#${'ä'.repeat(1_572_800)}`;
    expect(parseCodeOwners(below)).toHaveLength(1);
    expect(parseCodeOwners(`${below}${'ä'.repeat(200)}`)).toEqual([]);
  });

  it('finds among many rules what reading them one by one finds', () => {
    const patterns = PATTERNS.map(([pattern]) => pattern);
    const rules = [...patterns, ...patterns.toReversed()].map((pattern, line) => ({
      line,
      pattern,
      teams: [],
    }));
    const paths = PATTERNS.flatMap(([, fits, not]) => [...fits, ...not]);
    for (let from = 0; from < rules.length; from += 7) {
      const some = rules.slice(from, from + 30);
      const index = ownersIndex({ path: 'CODEOWNERS', rules: some });
      for (const path of paths) {
        const byHand = some.findLast(({ pattern }) =>
          fitsPattern(path.split('/'), readPattern(pattern)!),
        );
        expect(index.ruleFor(path)).toBe(byHand);
      }
    }
  });

  it('looks up three thousand files among twenty thousand rules in a moment', () => {
    const text = Array.from(
      { length: 20_000 },
      (_, n) => `/packages/p${String(n)}/ @acme/t${String(n % 90)}`,
    ).join('\n');
    const owners = file(`*.md @acme/docs\n${text}`);
    const index = ownersIndex(owners);
    const start = performance.now();
    for (let n = 0; n < 3000; n += 1) index.ruleFor(`packages/p${String(n)}/src/deep/index.ts`);
    expect(performance.now() - start).toBeLessThan(1500);
    expect(index.tried()).toBeLessThan(10_000);
  });
});
