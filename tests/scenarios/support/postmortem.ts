/** The postmortem that the app opened for an incident, as people end it: every question answered, and merged. */
import { findRepository, type World } from '../../../sandbox/model/world.ts';
import type { Person, Thread } from './person.ts';

/** Its open pull request; throws where the app opened none. */
export function openPostmortem(world: World, incident: Thread): Thread {
  const { repository, number } = incident;
  const [owner = '', name = ''] = repository.split('/');
  const issues = findRepository(world, owner, name)?.issues.values() ?? [];
  const found = [...issues].find(
    ({ pull, state }) => state === 'open' && pull?.headRef === branchOf(incident),
  );
  if (found === undefined) throw new Error(`The postmortem of #${String(number)} is not open.`);
  return { repository, number: found.number };
}

/** All the answers, and the merge at once; the app has not heard of either yet. */
export async function finishes(world: World, who: Person, incident: Thread): Promise<void> {
  await who.merges(await answers(world, who, incident));
}

/** One commit with all the answers; gives the pull request, which is to be merged. */
export async function answers(world: World, who: Person, incident: Thread): Promise<Thread> {
  const { repository } = incident;
  const pull = openPostmortem(world, incident);
  const branch = branchOf(incident);
  const path = await documentOf(who, pull);
  const at = `/repos/${repository}/contents/${path}?ref=${branch}`;
  const { content } = await who.call<{ readonly content: string }>('GET', at);
  const text = answered(Buffer.from(content, 'base64').toString('utf8'));
  await who.commits(repository, { path, text, branch });
  return pull;
}

function branchOf({ number }: Thread): string {
  return `norepeat/postmortem-${String(number)}`;
}

/** What it changes beside the index. */
async function documentOf(who: Person, { repository, number }: Thread): Promise<string> {
  const at = `/repos/${repository}/pulls/${String(number)}/files`;
  const files = await who.call<readonly { readonly filename: string }[]>('GET', at);
  const paths = files.map(({ filename }) => filename);
  const [path, ...more] = paths.filter((one) => /(?<!\/README)\.md$/.test(one));
  if (path === undefined || more.length > 0) {
    throw new Error(`One document was to be among ${paths.join(', ')}.`);
  }
  return path;
}

/** Every question of a built-in template has its answer: what is in italics asks people. */
export function answered(text: string): string {
  return text
    .replace(/^(\d\.) _.*_$/gm, '$1 Because the step before it failed.')
    .replace(/(?<=\| )_[^|]*_(?= +\|)/g, 'None.')
    .replace(/^_[^_\n]*_$/gm, 'Nothing more than what is said above.');
}
