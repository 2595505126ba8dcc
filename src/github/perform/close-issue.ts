import type { EffectOf, Hands } from './performer.ts';
import { onIssue, repeatable } from './place.ts';

export async function closeIssue(
  { session }: Hands,
  effect: EffectOf<'close-issue'>,
): Promise<void> {
  await session.octokit.request('PATCH /repos/{owner}/{repo}/issues/{issue_number}', {
    ...onIssue(effect.issue),
    state: 'closed',
    state_reason: effect.reason,
    ...repeatable,
  });
}

export async function reopenIssue(
  { session }: Hands,
  effect: EffectOf<'reopen-issue'>,
): Promise<void> {
  await session.octokit.request('PATCH /repos/{owner}/{repo}/issues/{issue_number}', {
    ...onIssue(effect.issue),
    state: 'open',
    ...repeatable,
  });
}
