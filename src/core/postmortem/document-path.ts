import { dateWords } from '../messages/moments.ts';
import type { Telling } from './telling.ts';

/**
 * Where a postmortem is written when it is opened: `postmortems/2026/2026-11-21-12-checkout-is-down.md`,
 * by the day of the declaration in the policy's zone.
 */
export function documentPath({ incident, policy }: Pick<Telling, 'incident' | 'policy'>): string {
  const day = dateWords(incident.clocks.declaredAt, policy.timeZone);
  const directory = policy.postmortems.directory.replace(/^(?:\.?\/)+|\/+$/g, '');
  const file = `${day}-${String(incident.ref.number)}-${slugOf(incident.title)}.md`;
  return [
    ...(directory === '' || directory === '.' ? [] : [directory]),
    day.slice(0, 4),
    file,
  ].join('/');
}

const LONGEST_SLUG = 60;

/**
 * A title as part of a file name: `[a-z0-9-]`, at most 60 characters, never empty, cut between words
 * where that is possible. Letters with marks lose them; those of other scripts are left out.
 */
export function slugOf(title: string): string {
  const words = title
    .slice(0, 1000)
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/['’]/g, '')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  const fitting = words.join('-').slice(0, LONGEST_SLUG + 1);
  if (fitting === '') return 'incident';
  if (fitting.length <= LONGEST_SLUG) return fitting;
  const end = fitting.lastIndexOf('-');
  return end > LONGEST_SLUG / 2 ? fitting.slice(0, end) : fitting.slice(0, LONGEST_SLUG);
}
