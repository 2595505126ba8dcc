import { describe, expect, test } from 'vitest';
import { LONGEST_DOCUMENT } from '../../../src/core/markdown/read.ts';
import { documentPath, slugOf } from '../../../src/core/postmortem/document-path.ts';
import { follow } from '../../../src/core/postmortem/follow.ts';
import { incidentOf } from '../../../src/core/postmortem/front-matter.ts';
import { readRegions } from '../../../src/core/postmortem/regions/regions.ts';
import { checkTemplate, newDocument } from '../../../src/core/postmortem/template.ts';
import { aTelling } from '../../builders/an-item.ts';

describe('a template', () => {
  test('without mistakes has no problems, also with braces and markers in code', () => {
    const text = '# {{title}}\n\n`{{no}}` \\{{no}}\n\n```\n<!-- norepeat:no -->\n```\n';
    expect(checkTemplate(text)).toEqual([]);
  });

  test.each([
    ['<!-- norepeat:timelin -->\n<!-- /norepeat:timelin -->', 1, '<!-- norepeat:timeline -->'],
    [
      '# x\n\n<!-- norepeat:actions -->\n<!-- /norepeat:actions -->',
      3,
      '<!-- norepeat:action-items -->',
    ],
    ['<!-- norepeat:title -->\n<!-- /norepeat:title -->', 1, '{{title}}'],
    ['# {{titel}}', 1, '{{title}}'],
    ['# x\n\n<!-- norepeat:timeline -->\n', 3, null],
    ['# x\n\n<!-- /norepeat:timeline -->\n', 3, null],
    ['> <!-- norepeat:timeline -->\n> <!-- /norepeat:timeline -->', 1, null],
    ['<!-- norepeat:timeline --> here\n<!-- /norepeat:timeline -->', 1, null],
    ['', 1, null],
  ])('%j has a problem where it is, with the nearest that is known', (text, line, nearest) => {
    expect(checkTemplate(text)[0]).toMatchObject({ line, nearest });
  });

  test('holds no region twice and none inside another', () => {
    const twice = '<!-- norepeat:lessons -->\n<!-- /norepeat:lessons -->\n\n'.repeat(2);
    expect(checkTemplate(twice)).toHaveLength(1);
    const inside = twice.replace(
      '-->\n',
      '-->\n<!-- norepeat:impact -->\n<!-- /norepeat:impact -->\n',
    );
    expect(checkTemplate(inside).length).toBeGreaterThan(0);
  });
});

describe('a document', () => {
  test('that nobody can read is left as it is', () => {
    const document = `<!-- norepeat:lessons -->\n<!-- /norepeat:lessons -->\n${'x'.repeat(LONGEST_DOCUMENT)}`;
    expect(follow(document, aTelling())).toEqual({ text: document, offers: [] });
    expect(readRegions(document).problems).toEqual([{ line: 1, name: '', what: 'too-long' }]);
  });

  test('keeps its byte order mark', () => {
    const opened = newDocument({ template: '# {{title}}\n', telling: aTelling(), notice: null });
    const later = aTelling([], { incident: { title: 'Something else' } });
    const { text } = follow(`\ufeff${opened}`, later);
    expect(text).toBe(`\ufeff${follow(opened, later).text}`);
    expect(incidentOf(text)?.number).toBe(12);
  });

  test('has all its regions after three thousand links and facts', () => {
    const link = '| [14:00](https://github.example/acme/incidents/issues/12) | {{title}} |\n';
    const template = `| a | b |\n| - | - |\n${link.repeat(1500)}\n[see {{incident}}]({{url}})\n`;
    const opened = newDocument({ template, telling: aTelling(), notice: null });
    const { regions, problems } = readRegions(opened);
    expect(regions).toHaveLength(1501);
    expect(regions.at(-1)).toMatchObject({ name: 'incident', inLink: true });
    expect(problems).toEqual([]);
  });

  test.each(['![a](', '[a](b "', '[a](<b', 'x <!-- ', '> > - '])(
    'of nothing but %j is read in time',
    (piece) => {
      const hostile = piece.repeat(LONGEST_DOCUMENT / piece.length / 5);
      const template = '# {{title}}\n';
      const opened = newDocument({ template, telling: aTelling(), notice: null });
      const document = `${opened}\n${hostile}\n`;
      expect(follow(document, aTelling()).text).toBe(document);
    },
    60_000,
  );
});

describe('the path of a document', () => {
  test('has the day in the policy’s zone, the number and a slug', () => {
    expect(documentPath(aTelling(), [])).toBe('postmortems/2026/2026-11-21-12-checkout-is-down.md');
  });

  test.each([
    ['../../etc/passwd', 'etc-passwd'],
    ['Café ÜBER straße', 'cafe-uber-strasse'],
    ['Can’t pay', 'cant-pay'],
    ['火事だ 🔥', 'incident'],
    ['-- --', 'incident'],
    ['word '.repeat(40), 'word-word-word-word-word-word-word-word-word-word-word-word'],
    ['x'.repeat(100), 'x'.repeat(60)],
  ])('makes of %j the slug %j', (title, slug) => {
    expect(slugOf(title)).toBe(slug);
  });
});
