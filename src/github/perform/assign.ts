import type { IssueRef } from '../../core/ids.ts';
import { statusOf } from '../client/errors.ts';
import type { EffectOf, Hands } from './performer.ts';
import { onIssue, repeatable } from './place.ts';

/**
 * Those who come are there before the others go: the issue is nobody's at no moment.
 * GitHub silently leaves out most people who cannot be assigned, and refuses the whole request because of
 * some, such as suspended accounts: then each is tried alone, so that a name in the policy that is out of
 * date keeps nobody else from being called.
 */
export async function assign(
  hands: Hands,
  { issue, add, remove = [] }: EffectOf<'assign'>,
): Promise<void> {
  await addAll(hands, issue, add);
  if (remove.length === 0) return;
  await hands.session.octokit.request(
    'DELETE /repos/{owner}/{repo}/issues/{issue_number}/assignees',
    { ...onIssue(issue), assignees: [...remove], ...repeatable },
  );
}

async function addAll(hands: Hands, issue: IssueRef, add: readonly string[]): Promise<void> {
  if (add.length === 0 || (await assigned(hands, issue, add))) return;
  for (const login of add.length === 1 ? [] : add) await assigned(hands, issue, [login]);
}

/** False when GitHub refuses. */
async function assigned(
  { session, note }: Hands,
  issue: IssueRef,
  assignees: readonly string[],
): Promise<boolean> {
  try {
    await session.octokit.request('POST /repos/{owner}/{repo}/issues/{issue_number}/assignees', {
      ...onIssue(issue),
      assignees: [...assignees],
      ...repeatable,
    });
    return true;
  } catch (error) {
    if (statusOf(error) !== 422) throw error;
    note('GitHub does not take these people as assignees', { assignees });
    return false;
  }
}
