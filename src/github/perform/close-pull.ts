import type { EffectOf, Hands } from './performer.ts';
import { onPull, repeatable } from './place.ts';

export async function closePull(
  { session }: Hands,
  { pull }: EffectOf<'close-pull'>,
): Promise<void> {
  await session.octokit.request('PATCH /repos/{owner}/{repo}/pulls/{pull_number}', {
    ...onPull(pull),
    state: 'closed',
    ...repeatable,
  });
}
