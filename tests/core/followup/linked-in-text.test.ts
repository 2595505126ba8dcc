import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { partOfIssues, taskListIssues } from '../../../src/core/followup/linked-in-text.ts';
import { formatIssue } from '../../../src/core/ids.ts';
import { runs } from '../../support/properties.ts';

const HOME = { owner: 'acme', name: 'incidents' };
const tasks = (body: string) => taskListIssues(body, HOME).map(formatIssue);
const parents = (body: string) => partOfIssues(body, HOME).map(formatIssue);

describe('an incident’s own text names items', () => {
  test.each([
    ['a number', '- [ ] #45', ['acme/incidents#45']],
    ['a name', '- [ ] acme/checkout#45', ['acme/checkout#45']],
    ['an address', '- [ ] https://github.example/acme/checkout/issues/45', ['acme/checkout#45']],
    [
      'an address in brackets',
      '- [ ] <https://github.example/acme/checkout/issues/45>',
      ['acme/checkout#45'],
    ],
    [
      'a link',
      '- [ ] [the retry](https://github.example/acme/checkout/issues/45)',
      ['acme/checkout#45'],
    ],
    ['words after it', '- [ ] #45: retry the call', ['acme/incidents#45']],
    ['a task that is ticked', '- [x] #45\n- [X] #46', ['acme/incidents#45', 'acme/incidents#46']],
    ['another bullet', '* [ ] #45\n\n1. [ ] #46', ['acme/incidents#45', 'acme/incidents#46']],
    ['a task below a task', '- [ ] first\n  - [ ] #45', ['acme/incidents#45']],
    ['a task below a heading', '### To do\r\n\r\n- [ ] #45\r\n', ['acme/incidents#45']],
    ['the same task twice', '- [ ] #45\n- [ ] #45', ['acme/incidents#45']],
    ['a closing keyword', 'It is over when this is done.\nCloses #45.', ['acme/incidents#45']],
  ])('by %s', (_, body, named) => {
    expect(tasks(body)).toEqual(named);
  });

  test.each([
    ['a plain list', '- #45'],
    ['a task that names one later', '- [ ] ask whoever wrote #45'],
    ['a bare number', '- [ ] 45 requests at once'],
    ['code', '```\n- [ ] #45\n```'],
    ['code in the line', '- [ ] `#45`'],
    ['a quote', '> - [ ] #45\n> closes #46'],
    ['a comment', '<!--\n- [ ] #45\n-->'],
    ['a mention', 'See #45, which is worth fixing'],
    ['a word that only ends like a keyword', 'The disclosed #45'],
    ['“part of”: that is said by the part', 'Part of #45'],
    ['the form’s own box', '- [X] This is a drill'],
  ])('but not by %s', (_, body) => {
    expect(tasks(body)).toEqual([]);
  });
});

describe('a text says of which issue it is a part', () => {
  test.each([
    ['Part of #12', ['acme/incidents#12']],
    ['part of acme/other#12.', ['acme/other#12']],
    ['**Part of:** #12', ['acme/incidents#12']],
    ['Part of https://github.example/acme/incidents/issues/12, as agreed', ['acme/incidents#12']],
    [
      'Part of [the outage](https://github.example/acme/incidents/issues/12).',
      ['acme/incidents#12'],
    ],
    ['Closes #12', ['acme/incidents#12']],
    ['fixes: acme/incidents#12', ['acme/incidents#12']],
    ['Resolved #12 and closes #13', ['acme/incidents#12', 'acme/incidents#13']],
    ['- Part of #12', ['acme/incidents#12']],
  ])('%j', (body, named) => {
    expect(parents(body)).toEqual(named);
  });

  test.each([
    'This is no longer part of #12',
    'It does not fix #12',
    'This doesn’t really close #12',
    'See #12',
    'a part of the work for #12',
    '`Part of #12`',
    '> Part of #12',
    '    Part of #12',
    'Part of #12x',
    'prefix #12',
  ])('and not by %j', (body) => {
    expect(parents(body)).toEqual([]);
  });
});

describe('whatever the text', () => {
  test('it is read without an error, and names each issue once', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '- [ ] ',
        '#45',
        '\n',
        'Part of ',
        'acme/x#1',
        '> ',
        '```',
        '<!--',
        '[',
        '](',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const body = pieces.join('');
        for (const named of [tasks(body), parents(body)]) {
          expect(new Set(named).size).toBe(named.length);
        }
      }),
      runs(),
    );
  });

  test.each([
    ['nested lists', '- '.repeat(30_000)],
    ['tasks', '- [ ] #1\n'.repeat(7000)],
    ['keywords', 'part of '.repeat(8000)],
    ['keywords with signs', `part of ${'*'.repeat(60_000)}`],
    ['links that never end', '[a]('.repeat(16_000)],
    ['owners that never end', `closes ${'a/'.repeat(30_000)}`],
  ])(
    'sixty thousand characters of %s take no more than seconds of work',
    (_, body) => {
      const began = process.cpuUsage().user;
      tasks(body);
      parents(body);
      expect(process.cpuUsage().user - began).toBeLessThan(10_000_000);
    },
    60_000,
  );

  test('it names no more than somebody could mean', () => {
    const body = Array.from({ length: 500 }, (_, i) => `- [ ] #${String(i + 1)}`).join('\n');
    expect(tasks(body)).toHaveLength(200);
  });
});
