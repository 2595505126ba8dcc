import type { IssueRef } from '../../core/ids.ts';
import { isGone } from '../client/errors.ts';
import type { Hands } from './performer.ts';
import { inRepo, repeatable } from './place.ts';

export async function deleteComment(
  { session }: Hands,
  effect: {
    readonly issue: IssueRef;
    readonly comment: { readonly id: number };
  },
): Promise<void> {
  try {
    await session.octokit.request('DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}', {
      ...inRepo(effect.issue.repo),
      comment_id: effect.comment.id,
      ...repeatable,
    });
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}
