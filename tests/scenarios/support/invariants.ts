import { mentionedUsers } from '../../../sandbox/model/references.ts';
import type { World } from '../../../sandbox/model/world.ts';
import { BOT } from './look.ts';

/**
 * Texts of the app that would wake somebody up, each with whom: only the call for responders and reminders
 * may, so those are left out. Empty in every story.
 */
export function appTextsWithMentions(world: World): readonly string[] {
  const issues = [...world.state.repositories.values()].flatMap(({ issues }) => [
    ...issues.values(),
  ]);
  const texts = issues.flatMap(({ author, body, comments }) => [
    { author, body: body ?? '' },
    ...comments,
  ]);
  return texts
    .filter(({ author, body }) => author.login === BOT && !MAY_WAKE.test(body))
    .flatMap(({ body }) => {
      const woken = mentionedUsers(world, body).map(({ login }) => login);
      return woken.length === 0 ? [] : [`${woken.join(', ')}: ${body.slice(0, 400)}`];
    });
}

const MAY_WAKE = /^<!-- norepeat:(?:call|reminder) /;
