import type { EffectOf, Hands } from './performer.ts';
import { onIssue, repeatable } from './place.ts';

/** GitHub silently leaves out people without access; at most ten assignees an issue. */
export async function assign({ session }: Hands, effect: EffectOf<'assign'>): Promise<void> {
  if (effect.add.length === 0) return;
  await session.octokit.request('POST /repos/{owner}/{repo}/issues/{issue_number}/assignees', {
    ...onIssue(effect.issue),
    assignees: [...effect.add],
    ...repeatable,
  });
}
