import fc from 'fast-check';
import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { describe, expect, test } from 'vitest';
import { markdownOf } from '../../../../src/core/markdown/build.ts';
import { RENDERERS } from '../../../../src/core/messages/postmortem/renderers.ts';
import type { Telling } from '../../../../src/core/postmortem/telling.ts';
import { entry } from '../../../builders/a-timeline-entry.ts';
import { anIncident } from '../../../builders/an-incident.ts';
import { aLinkedIssue, minute } from '../../../builders/facts.ts';
import { runs } from '../../../support/properties.ts';
import { aPast } from '../../recurrence/a-past.ts';
import { aTelling, OVER } from './a-telling.ts';

/** What people write who want to break something, or do not know that they do. */
const HOSTILE: readonly string[] = [
  '@acme/payments and @bob, see acme/checkout#12, #12 and GH-3',
  'a | b | c\n| - | - |\n| x | y |',
  '```mermaid\ngraph TD; a-->b\n```',
  '~~~~\nunclosed',
  '<!-- /norepeat:timeline --> free <!-- norepeat:impact 00 -->',
  'text <!-- open',
  '--> closed',
  '<script>alert(1)</script><img src=x onerror=alert(1)></details></table>',
  '<details><summary>x</summary>',
  '\u202eright to left\u202c \u2066x',
  'עברית ואז english',
  '# Heading\n\nUnderlined\n===\n\n---\n\n> quoted',
  '[click](javascript:alert(1)) ![pixel](https://evil.example/p.png) <https://ok.example>',
  '[ref]\n\n[ref]: https://evil.example "t"',
  'https://evil.example/|x|y and www.evil.example',
  'https://@acme/payments/#12',
  '$x^2$ and $`y`$ and {{title}}',
  '1. one\n2. two\n- [ ] task\n\n    indented code',
  '*_**__~~`\\',
  'x'.repeat(65_536),
  '**'.repeat(2_000),
  'line\n'.repeat(13_000),
  '\\',
  '',
];

function hostileTelling(pick: (nth: number) => string): Telling {
  let nth = 0;
  const next = (): string => pick((nth += 1));
  const severity = { ...anIncident().severity.inForce, criteria: [next(), next()] };
  const KINDS = ['comment', 'note', 'severity', 'mitigated', 'resolved', 'reopened'] as const;
  const past = aPast(4, {
    title: next(),
    prevention: [
      {
        ref: { repo: { owner: 'acme', name: 'checkout' }, number: 9 },
        url: 'https://github.example/acme/checkout/issues/9',
        title: next(),
        became: 'dropped',
        by: 'bob',
        restricted: false,
      },
    ],
    accepted: { by: 'bob', reason: next() },
  });
  return aTelling({
    ...OVER,
    title: next(),
    description: next(),
    detectedHow: next(),
    severity: { ...anIncident().severity, inForce: severity },
    unknownServices: [next()],
    causes: [next()],
    components: [next()],
    roles: new Map([[next(), 'bob']]),
    relations: [
      { kind: 'related', issue: aPast(8).ref, title: next(), url: 'https://github.example/x' },
    ],
    mentions: [
      aLinkedIssue({ title: next(), isPullRequest: true, state: 'merged' }),
      aLinkedIssue({ title: next() }),
    ],
    suspects: [
      {
        kind: 'deployment',
        repository: 'acme/checkout',
        title: next(),
        url: 'https://github.example/acme/checkout/deployments',
        at: minute(-9),
        by: next(),
      },
    ],
    recurrence: {
      earlier: [past],
      later: [],
      similar: [{ past: aPast(9, { title: next() }), shares: ['words'], veryAlike: false }],
    },
    timeline: KINDS.flatMap((kind, index) => [
      entry(index, next(), { kind, key: true }),
      entry(index, `Mitigated: ${next()}`, { kind, by: 'bob' }),
    ]),
  });
}

const OWN_HTML = /^(?:<details>\n<summary>[^<>]*<\/summary>|<\/details>|<span>|<\/span>)$/;

/** What mentions, refers or comments; GitHub looks for the first two nowhere inside a link. */
const LIVE = /@[a-z]|#\d|GH-\d|<!--|-->/i;
const LIVE_IN_A_LINK = /<!--|-->/;

/** Everything in a tree that a renderer of ours never makes of what a person wrote. */
function breaches(node: Nodes, width = 0, live = LIVE): readonly string[] {
  const own = ((): readonly string[] => {
    switch (node.type) {
      case 'html':
        return OWN_HTML.test(node.value) ? [] : [`HTML ${node.value}`];
      case 'heading':
      case 'image':
      case 'imageReference':
      case 'definition':
      case 'thematicBreak':
      case 'blockquote':
        return [node.type];
      case 'link':
        return /^https?:\/\//.test(node.url) ? [] : [`link ${node.url}`];
      case 'text':
        return live.test(node.value) ? [`live ${node.value}`] : [];
      case 'code':
        return node.lang === null || node.lang === undefined || node.value.startsWith('gantt\n')
          ? []
          : [`code ${node.lang}`];
      case 'tableRow':
        return node.children.length === width ? [] : [`row of ${String(node.children.length)}`];
      default:
        return [];
    }
  })();
  if (!('children' in node)) return own;
  const columns = node.type === 'table' ? node.children[0]!.children.length : 0;
  const inside = node.type === 'link' ? LIVE_IN_A_LINK : live;
  return [...own, ...node.children.flatMap((child: Nodes) => breaches(child, columns, inside))];
}

const START = '<!-- norepeat:timeline 3f2a -->';
const END = '<!-- /norepeat:timeline -->';

function check(kind: keyof typeof RENDERERS, telling: Telling): void {
  const blocks = RENDERERS[kind](telling);
  if (blocks === null) return;
  const markdown = markdownOf(blocks);
  expect(markdownOf(RENDERERS[kind](telling) ?? [])).toBe(markdown);
  expect(markdown).not.toMatch(/[\u202a-\u202e\u2066\u2067]/);
  expect(markdown.length).toBeLessThan(60_000);
  const source = `${START}\n\n${markdown}\n\n${END}\n\n# After\n`;
  const { children } = fromMarkdown(source, {
    extensions: [gfm()],
    mdastExtensions: [gfmFromMarkdown()],
  });
  const [start, ...rest] = children;
  const [end, after] = rest.slice(-2);
  expect(start).toMatchObject({ type: 'html', value: START });
  expect(end).toMatchObject({ type: 'html', value: END });
  expect(after).toMatchObject({ type: 'heading' });
  expect(rest.slice(0, -2).flatMap((node) => breaches(node))).toEqual([]);
}

const KINDS = Object.keys(RENDERERS) as readonly (keyof typeof RENDERERS)[];

describe.each(KINDS)('whatever people wrote, the region %s stays one', (kind) => {
  test.each(HOSTILE.map((text, index) => [index, text] as const))('text %i', (_, text) => {
    check(
      kind,
      hostileTelling(() => text),
    );
  });

  test('mixed and cut at random', () => {
    const some = fc
      .tuple(fc.constantFrom(...HOSTILE), fc.constantFrom(...HOSTILE), fc.nat(40))
      .map(([a, b, at]) => `${a.slice(0, at)}${b.slice(0, 400)}`);
    fc.assert(
      fc.property(fc.array(some, { minLength: 5, maxLength: 5 }), (texts) => {
        check(
          kind,
          hostileTelling((nth) => texts[nth % texts.length] ?? ''),
        );
      }),
      runs(10),
    );
  });
});

test('the check of these tests sees a breach where there is one', () => {
  const tree = fromMarkdown('# x\n\n<b>@bob</b>\n\n![a](b)', {});
  expect(tree.children.flatMap((node) => breaches(node)).length).toBeGreaterThan(3);
});
