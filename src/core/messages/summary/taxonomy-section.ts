import type { RootContent } from 'mdast';
import { bullets, details, joined, phrasing, text, type Words } from '../../markdown/build.ts';
import { safeString } from '../../markdown/safe.ts';
import type { View } from './view.ts';

/** What broke and where, in the words of the policy or of a label that somebody set. */
export function taxonomySection({ incident }: View, most: number): readonly RootContent[] {
  const { causes, components } = incident;
  const lines = [...line('Cause', causes, most), ...line('Component', components, most)];
  return lines.length === 0 ? [] : details('What broke', [bullets(lines)]);
}

function line(what: string, words: readonly string[], most: number): readonly Words[] {
  if (words.length === 0) return [];
  const shown = words.slice(0, most).map((word) => text(safeString(word, 60)));
  const left = words.length - shown.length;
  const more = left > 0 ? [`${String(left)} more`] : [];
  return [phrasing(`${what}: `, joined([...shown, ...more], ', '))];
}
