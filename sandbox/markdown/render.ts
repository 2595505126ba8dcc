/**
 * Markdown as GitHub shows it: GFM with raw HTML, sanitised, with mentions and
 * references linked. GraphQL's `bodyHTML` and the pages use the same renderer.
 */
import rehypeRaw from 'rehype-raw';
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize';
import rehypeStringify from 'rehype-stringify';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { autolink, type LinkTargets } from './autolink.ts';
import { frontMatter } from './front-matter.ts';
import { hardBreaks } from './hard-breaks.ts';

export interface MarkdownOptions {
  /** Issues and comments keep line breaks, files do not. */
  readonly kind: 'comment' | 'file';
  readonly links: LinkTargets;
}

/**
 * Safe HTML of a Markdown text. What GitHub's sanitiser removes (scripts, styles,
 * event handlers, comments, unknown protocols) is gone; `<details>` and tables stay.
 */
export function renderMarkdown(source: string, options: MarkdownOptions): string {
  return String(
    unified()
      .use(remarkParse)
      .use(remarkGfm)
      .use(options.kind === 'comment' ? [hardBreaks] : [frontMatter])
      .use(remarkRehype, { allowDangerousHtml: true })
      .use(rehypeRaw)
      .use(rehypeSanitize, schema)
      .use(autolink, options.links)
      .use(rehypeStringify)
      .processSync(source),
  ).trim();
}

/** hast-util-sanitize's default follows GitHub; tables may carry their alignment as well. */
const schema = {
  ...defaultSchema,
  attributes: {
    ...defaultSchema.attributes,
    details: ['open'],
    ul: [...(defaultSchema.attributes?.['ul'] ?? [])],
  },
};
