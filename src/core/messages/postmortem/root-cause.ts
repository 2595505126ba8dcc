import type { RootContent } from 'mdast';
import type { Suspect } from '../../incident/facts.ts';
import { bullets, details, paragraph, phrasing, strong, type Words } from '../../markdown/build.ts';
import { safeLink, safeString } from '../../markdown/safe.ts';
import type { Telling } from '../../postmortem/telling.ts';
import { countOf } from '../spans.ts';
import { columnNote, columnTime } from './times.ts';
import { personName } from './words.ts';

const MOST_WORDS = 20;
const MOST_SUSPECTS = 20;

/**
 * Which kinds of cause and which components people named, and what had changed in the day before it. Null
 * where nobody named any: what had changed explains nothing by itself.
 */
export function rootCauseRegion(telling: Telling): readonly RootContent[] | null {
  const { causes, components, suspects } = telling.incident;
  const lines = [named('Cause', causes), named('Component', components)].flat();
  if (lines.length === 0) return null;
  return [bullets(lines), ...changes(suspects, telling)];
}

function named(what: string, words: readonly string[]): readonly Words[] {
  if (words.length === 0) return [];
  const shown = words.slice(0, MOST_WORDS).map((word) => safeString(word, 60));
  return [phrasing(strong(`${what}${words.length === 1 ? '' : 's'}:`), ` ${shown.join(', ')}`)];
}

function changes(all: readonly Suspect[], telling: Telling): readonly RootContent[] {
  const found = all.filter(({ kind }) => kind !== 'more');
  if (found.length === 0) return [];
  const latest = [...found].sort((a, b) => b.at - a.at);
  const left = found.length - MOST_SUSPECTS;
  const isMore = left > 0 || found.length < all.length;
  return details(
    `What had changed in the 24 hours before: ${isMore ? 'more than ' : ''}${countOf(Math.min(found.length, MOST_SUSPECTS), 'change')}`,
    [
      bullets(latest.slice(0, MOST_SUSPECTS).map((suspect) => changeWords(suspect, telling))),
      paragraph('Not every one of them had to do with it. ', columnNote(telling)),
    ],
  );
}

function changeWords({ kind, repository, title, url, at, by }: Suspect, telling: Telling): Words {
  const when = `${columnTime(at, telling)} ${kind === 'deployment' ? 'deployed' : 'merged'} `;
  if (repository === null) return `${when}where not everybody can read`;
  return phrasing(
    when,
    safeLink(url, safeString(title, 120)),
    ` in ${safeString(repository, 150)} by ${personName(by)}`,
  );
}
