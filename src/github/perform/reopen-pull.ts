import { formatIssue } from '../../core/ids.ts';
import { statusOf } from '../client/errors.ts';
import { makeBranch } from './make-branch.ts';
import type { EffectOf, Hands } from './performer.ts';
import { onPull, repeatable } from './place.ts';

/**
 * GitHub opens only what continues the head that a pull request was closed with ("was force-pushed or
 * recreated" otherwise): the branch is there again at that commit before it is asked.
 */
export async function reopenPull(
  hands: Hands,
  { pull, branch, restore }: EffectOf<'reopen-pull'>,
): Promise<void> {
  const { session, note } = hands;
  if (restore !== null) await makeBranch(hands, { repo: pull.repo, branch, oid: restore });
  try {
    await session.octokit.request('PATCH /repos/{owner}/{repo}/pulls/{pull_number}', {
      ...onPull(pull),
      state: 'open',
      ...repeatable,
    });
  } catch (error) {
    if (statusOf(error) !== 422 || !(error instanceof Error)) throw error;
    note('GitHub does not reopen a pull request', {
      pull: formatIssue(pull),
      why: error.message,
    });
  }
}
