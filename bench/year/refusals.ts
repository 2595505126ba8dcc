/** What the app did not accept of what people said: then the oracle took for said what was not. */
import type { World } from '../../sandbox/model/world.ts';
import { BOT, issueOf, visible } from '../../tests/scenarios/support/look.ts';
import type { Story } from './play.ts';

/** Each with what was said, and the answer. */
export function refusals(stories: readonly Story[], world: World): readonly string[] {
  return stories.flatMap(({ name, said }) =>
    said.flatMap(({ text, comment }) => {
      const { comments } = issueOf(world, comment.thread);
      const there = comments.find(({ id }) => id === comment.id);
      const isAccepted = there?.reactions.some(
        ({ user, content }) => user.login === BOT && content === '+1',
      );
      if (isAccepted === true) return [];
      const answer = comments.find(
        ({ author, body }) =>
          author.login === BOT && body.startsWith(`<!-- norepeat:reply ${String(comment.id)} -->`),
      );
      return [`${name}: ${text}: ${visible(answer?.body ?? 'no answer')}`];
    }),
  );
}
