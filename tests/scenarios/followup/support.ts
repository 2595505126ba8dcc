/** What the scenarios of follow-up look at: reminders where they stand, and the clock of the calendar. */
import type { World } from '../../../sandbox/model/world.ts';
import { issueOf, lookAt, visible, BOT } from '../support/look.ts';
import type { Scene } from '../support/scene.ts';
import type { Person, Thread } from '../support/person.ts';
import { finishes } from '../support/postmortem.ts';

const MARKER = /^<!-- norepeat:reminder (\S+).* (\d+) (\d+) -->$/gm;

/** One a line at the top of a comment: several that were due together are one comment. */
function markersOf(body: string): readonly RegExpExecArray[] {
  return [...body.matchAll(MARKER)];
}

/** The comments that remind of one kind on an issue, as people read them, oldest first. */
export function reminders(world: World, at: Thread, kind: string): readonly string[] {
  return lookAt(world, at).comments.flatMap(({ author, body }) =>
    author === BOT && markersOf(body).some(([, clock]) => clock === kind) ? [visible(body)] : [],
  );
}

/** Whom GitHub tells of a comment. */
export function called(text: string | undefined): readonly string[] {
  const names = [...(text ?? '').matchAll(/(?<![\w`/])@([\w/-]+)/g)].map(([, name = '']) => name);
  return [...new Set(names)].filter((name) => name !== 'user');
}

/** Markers of reminders that are there more than once on an issue, anywhere. */
export function saidTwice({ state }: World): readonly string[] {
  const lines = [...state.comments.values()]
    .filter(({ author }) => author.login === BOT)
    .flatMap(({ body, issue }) =>
      markersOf(body).map(([marker]) => `${String(issue.number)} ${marker}`),
    );
  return lines.filter((line, index) => lines.indexOf(line) !== index);
}

/** Lets it become that moment: `2026-03-04T09:00Z`. */
export async function becomes(
  scene: Pick<Scene, 'passes' | 'world'>,
  moment: string,
): Promise<void> {
  const ms = Date.parse(moment) - scene.world.clock.now();
  if (!(ms > 0)) throw new Error(`${moment} has been, or is no moment.`);
  await scene.passes(ms / 60_000);
}

/** What `/action` made below an incident. */
export function itemCalled(world: World, incident: Thread, title: string): Thread {
  const found = issueOf(world, incident).subIssues.find((one) => one.title === title);
  if (found === undefined) throw new Error(`There is no item called ${title}.`);
  const { owner, name } = found.repository;
  return { repository: `${owner.login}/${name}`, number: found.number };
}

/** The app's comments on an issue, as people read them, oldest first; without the summary. */
export function ownComments(world: World, at: Thread): readonly string[] {
  return lookAt(world, at)
    .comments.filter(({ author, body }) => author === BOT && !body.startsWith(SUMMARY))
    .map(({ body }) => visible(body));
}

const SUMMARY = '<!-- norepeat:summary -->';

/** The app's own pull request of the postmortem, finished and merged. */
export async function publishes(
  { settled, world }: Pick<Scene, 'settled' | 'world'>,
  who: Person,
  incident: Thread,
): Promise<void> {
  await settled();
  await finishes(world, who, incident);
  await settled();
}
