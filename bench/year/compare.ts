/** The reminders that are on GitHub against those that the oracle expects. */
import type { World } from '../../sandbox/model/world.ts';
import { BOT, issueOf } from '../../tests/scenarios/support/look.ts';
import type { Thread } from '../../tests/scenarios/support/person.ts';
import { expectedReminders, type Happening, type Rules } from './oracle.ts';
import { itemOf, type Story } from './play.ts';

export interface Compared {
  readonly expected: number;
  readonly found: number;
  readonly byKind: Readonly<Record<string, number>>;
  /** `Incident 12 item due 2026-…, the 3rd, at 2026-…` */
  readonly missing: readonly string[];
  readonly surplus: readonly string[];
  readonly twice: readonly string[];
  /** Of those that are there and should be: the longest delay, in milliseconds. */
  readonly latest: number;
}

interface Reminder {
  readonly story: string;
  readonly clock: string;
  readonly due: number;
  readonly count: number;
  readonly at: number;
}

export function compareReminders(
  stories: readonly Story[],
  world: World,
  { rules, end }: { readonly rules: Rules; readonly end: number },
): Compared {
  const expected = stories.flatMap((story) =>
    expectedReminders(withNodeIds(story, world), rules, end).map((one) => ({
      ...one,
      story: story.name,
    })),
  );
  const found = stories.flatMap((story) => remindersOf(story, world));
  const wanted = new Map(expected.map((one) => [keyOf(one), one]));
  const there = new Map(found.map((one) => [keyOf(one), one]));
  const delays = found.flatMap((one) => {
    const due = wanted.get(keyOf(one));
    return due === undefined ? [] : [one.at - due.at];
  });
  return {
    expected: expected.length,
    found: found.length,
    byKind: countBy(found, ({ clock }) => clock.split(' ')[0] ?? ''),
    missing: expected.filter((one) => !there.has(keyOf(one))).map(tell),
    surplus: found.filter((one) => !wanted.has(keyOf(one))).map(tell),
    twice: found.filter((one) => there.get(keyOf(one)) !== one).map(tell),
    latest: Math.max(0, ...delays),
  };
}

/** In the script an item goes by its title. */
function withNodeIds(story: Story, world: World): readonly Happening[] {
  return story.happened.map((one) =>
    'item' in one ? { ...one, item: issueOf(world, itemOf(story, one.item, world)).nodeId } : one,
  );
}

const MARKER = /^<!-- norepeat:reminder (.+) (\d+) (\d+) -->$/gm;

/** Those on the incident and on its items. */
function remindersOf(story: Story, world: World): readonly Reminder[] {
  if (story.thread === null) return [];
  const items = issueOf(world, story.thread).subIssues.map(({ repository, number }): Thread => {
    return { repository: `${repository.owner.login}/${repository.name}`, number };
  });
  return [story.thread, ...items].flatMap((thread) =>
    // Several that were due together are one comment.
    issueOf(world, thread).comments.flatMap(({ author, body, createdAt }) =>
      author.login !== BOT
        ? []
        : [...body.matchAll(MARKER)].map(([, clock = '', due, count]) => {
            const said = { clock, due: Number(due), count: Number(count) };
            return { story: story.name, ...said, at: createdAt };
          }),
    ),
  );
}

function keyOf({ story, clock, due, count }: Reminder): string {
  return `${story} ${clock} ${String(due)} ${String(count)}`;
}

function tell({ story, clock, due, count, at }: Reminder): string {
  const moment = (ms: number): string => new Date(ms).toISOString();
  return `${story}: ${clock} due ${moment(due)}, number ${String(count)}, at ${moment(at)}`;
}

function countBy<T>(all: readonly T[], key: (one: T) => string): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const one of all) counts[key(one)] = (counts[key(one)] ?? 0) + 1;
  return counts;
}
