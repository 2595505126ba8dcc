import type { IssueRef } from '../../core/ids.ts';
import { statusOf } from '../client/errors.ts';
import { keepComment } from './keep-comment.ts';
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
  { issue, add, remove = [], leftOut }: EffectOf<'assign'>,
): Promise<void> {
  const there = await addAll(hands, issue, add);
  if (remove.length > 0) {
    await hands.session.octokit.request(
      'DELETE /repos/{owner}/{repo}/issues/{issue_number}/assignees',
      { ...onIssue(issue), assignees: [...remove], ...repeatable },
    );
  }
  if (leftOut === undefined || add.every((login) => there.has(login.toLowerCase()))) return;
  await keepComment(hands, { kind: 'keep-comment', issue, existing: null, ...leftOut }, false);
}

/** Who is assigned then, lower case. */
async function addAll(
  hands: Hands,
  issue: IssueRef,
  add: readonly string[],
): Promise<ReadonlySet<string>> {
  const together = add.length === 0 ? [] : await assigned(hands, issue, add);
  if (together !== null) return new Set(together);
  const alone: string[] = [];
  for (const login of add.length === 1 ? [] : add) {
    alone.push(...((await assigned(hands, issue, [login])) ?? []));
  }
  return new Set(alone);
}

/** Everybody who is assigned then, lower case; null when GitHub refuses. */
async function assigned(
  { session, note }: Hands,
  issue: IssueRef,
  assignees: readonly string[],
): Promise<readonly string[] | null> {
  try {
    const { data } = await session.octokit.request(
      'POST /repos/{owner}/{repo}/issues/{issue_number}/assignees',
      { ...onIssue(issue), assignees: [...assignees], ...repeatable },
    );
    return (data.assignees ?? []).map(({ login }) => login.toLowerCase());
  } catch (error) {
    if (statusOf(error) !== 422) throw error;
    note('GitHub does not take these people as assignees', { assignees });
    return null;
  }
}
