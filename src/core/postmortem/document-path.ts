import { dateWords } from '../messages/moments.ts';
import type { Telling } from './telling.ts';

/**
 * Where a postmortem is written when it is opened: `postmortems/2026/2026-11-21-12-checkout-is-down.md`,
 * by the day of the declaration in the policy's zone. Where the default branch has a file of that name, it
 * is somebody's: then beside it, `…-2.md`.
 *
 * @param taken what is in its folder already.
 */
export function documentPath(about: About, taken: readonly string[]): string {
  const { incident, policy } = about;
  const day = dateWords(incident.clocks.declaredAt, policy.timeZone);
  const name = `${day}-${String(incident.ref.number)}-${slugOf(incident.title)}`;
  const others = new Set(taken.map((path) => path.toLowerCase()));
  for (let count = 1; ; count += 1) {
    const path = `${documentFolder(about)}/${name}${count === 1 ? '' : `-${String(count)}`}.md`;
    if (!others.has(path.toLowerCase())) return path;
  }
}

type About = Pick<Telling, 'incident' | 'policy'>;

/** `postmortems/2026` */
export function documentFolder({ incident, policy }: About): string {
  const year = dateWords(incident.clocks.declaredAt, policy.timeZone).slice(0, 4);
  const directory = policy.postmortems.directory.replace(/^(?:\.?\/)+|\/+$/g, '');
  return directory === '' || directory === '.' ? year : `${directory}/${year}`;
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
