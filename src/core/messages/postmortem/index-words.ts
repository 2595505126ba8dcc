/** The index of postmortems as people read it: its headings, and one line a postmortem. */
import { markdownOf, paragraph, phrasing, strong, text } from '../../markdown/build.ts';
import { link } from '../../markdown/build.ts';
import { safe, safeString } from '../../markdown/safe.ts';
import type { IndexEntry } from '../../postmortem/index/entries.ts';

/** Above everything else, where there is no index yet. */
export const INDEX_TITLE = '# Postmortems';

export const INDEX_HEADINGS = {
  year: '## By year',
  service: '## By service',
  cause: '## By cause',
} as const;

/** `2026-11-21 · [Checkout is down](2026/…) · SEV-1` */
export function indexLine({ day, title, href, severity }: IndexEntry): string {
  const words = phrasing(
    `${day} · `,
    link(href, safeString(title, 150)),
    severity === null ? '' : phrasing(' · ', safe(severity, 50)),
  );
  return markdownOf([paragraph(words)]);
}

/** Before a line, where it stands under no heading of its own: `**checkout, search**: `. */
export function indexPrefix(groups: readonly string[]): string {
  return groups.length === 0
    ? ''
    : `${markdownOf([paragraph(strong(safeString(groups.join(', '), 200)))])}: `;
}

export function indexGroup(group: string): string {
  return markdownOf([{ type: 'heading', depth: 3, children: [text(safeString(group, 100))] }]);
}
