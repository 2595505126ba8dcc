import { isGone } from '../client/errors.ts';
import type { EffectOf, Hands } from './performer.ts';
import { onIssue, repeatable } from './place.ts';

/** Adds before it removes, so that nobody sees an incident without a status in between. */
export async function labelIssue(
  { session }: Hands,
  effect: EffectOf<'label-issue'>,
): Promise<void> {
  if (effect.add.length > 0) {
    await session.octokit.request('POST /repos/{owner}/{repo}/issues/{issue_number}/labels', {
      ...onIssue(effect.issue),
      labels: [...effect.add],
      ...repeatable,
    });
  }
  for (const name of effect.remove) {
    try {
      await session.octokit.request(
        'DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}',
        { ...onIssue(effect.issue), name, ...repeatable },
      );
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
}
