import { expect, test } from 'vitest';
import type { LinkTargets } from '../../../sandbox/markdown/autolink.ts';
import { renderMarkdown } from '../../../sandbox/markdown/render.ts';

const links: LinkTargets = {
  mention: (owner, team) =>
    ['alice', 'acme'].includes(owner)
      ? `/${owner}${team === undefined ? '' : `/${team}`}`
      : undefined,
  reference: (repository, number) =>
    number < 100
      ? { url: `/${repository ?? 'acme/shop'}/issues/${number}`, title: 'T' }
      : undefined,
  shorten: (url) => (url === 'http://here/acme/shop/issues/3' ? '#3' : undefined),
};

const render = (text: string): string => renderMarkdown(text, { kind: 'comment', links });

test('mentions and references that exist are links', () => {
  expect(render('@alice, see #12 and acme/other#7')).toBe(
    '<p><a href="/alice" class="user-mention">@alice</a>, see <a href="/acme/shop/issues/12" title="T" class="issue-link">#12</a> and <a href="/acme/other/issues/7" title="T" class="issue-link">acme/other#7</a></p>',
  );
  expect(render('@acme/payments')).toContain('href="/acme/payments" class="team-mention"');
});

test.each(['@nobody', '#100', 'mail@alice', '`@alice`', 'x#12', '@\u200Balice'])(
  'no link is made of %s',
  (text) => {
    expect(render(text)).not.toContain('<a ');
  },
);

test('text inside links, code and pre stays as it is', () => {
  expect(render('[@alice #12](https://example.com)')).toBe(
    '<p><a href="https://example.com">@alice #12</a></p>',
  );
  expect(render('```\n@alice #12\n```')).toBe('<pre><code>@alice #12\n</code></pre>');
});

test('addresses of the site itself are shown short', () => {
  expect(render('http://here/acme/shop/issues/3')).toBe(
    '<p><a href="http://here/acme/shop/issues/3">#3</a></p>',
  );
});

test('what GitHub removes is removed: scripts, handlers, styles, comments, odd protocols', () => {
  const html = render(
    '<!-- secret --><b onclick="x()" style="color:red">bold</b><script>x()</script><a href="javascript:x()">y</a> <iframe src="z"></iframe>',
  );
  expect(html).not.toMatch(/secret|onclick|style|script|iframe/u);
  expect(html).toContain('<b>bold</b>');
});

test('folds and tables, task lists and struck text stay', () => {
  const html = render(
    '<details><summary>More</summary>\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n- [x] done\n\n~~old~~\n\n</details>',
  );
  expect(html).toContain('<details><summary>More</summary>');
  expect(html).toContain('<td>1</td>');
  expect(html).toMatch(/<input type="checkbox" checked disabled>|<input[^>]*checked[^>]*>/u);
  expect(html).toContain('<del>old</del>');
});

test('a comment keeps its line breaks, a file does not', () => {
  expect(render('a\nb')).toBe('<p>a<br>\nb</p>');
  expect(renderMarkdown('a\nb', { kind: 'file', links })).toBe('<p>a\nb</p>');
});

test('sixty thousand characters of mentions render within seconds', () => {
  const started = Date.now();
  render('@alice #12 '.repeat(5500));
  expect(Date.now() - started).toBeLessThan(10_000);
});

test('facts above a file are a table, and above a comment they are a line and a heading', () => {
  const text = '---\nid: 12\nservices: [checkout, search]\nat: null\n---\n\n# After\n';
  const file = renderMarkdown(text, { kind: 'file', links });
  expect(file).toContain('<th>services</th>');
  expect(file).toContain('<td>checkout, search</td>');
  expect(file).toContain('<h1>After</h1>');
  expect(render(text)).not.toContain('<table>');
});

test('facts above a file that are no list of facts are shown as they are written', () => {
  const file = renderMarkdown('---\n: [\n---\n\nAfter', { kind: 'file', links });
  expect(file).toContain('<code class="language-yaml">: [');
  expect(file).toContain('<p>After</p>');
});
