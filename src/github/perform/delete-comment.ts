import type { EffectOf, Hands } from './performer.ts';
import { inRepo, repeatable } from './place.ts';

export async function deleteComment(
  { session }: Hands,
  effect: EffectOf<'delete-comment'>,
): Promise<void> {
  await session.octokit.request('DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}', {
    ...inRepo(effect.issue.repo),
    comment_id: effect.comment.id,
    ...repeatable,
  });
}
