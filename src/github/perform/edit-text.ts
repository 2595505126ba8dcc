import type { EffectOf, Hands } from './performer.ts';
import { onIssue, repeatable } from './place.ts';

/**
 * Read once more before it is written: GitHub has no way to say "only if it is still so", and a text that
 * a person has just written is worth more than a line that is kept current.
 */
export async function editText(
  { session }: Hands,
  { issue, from, to }: EffectOf<'edit-text'>,
): Promise<void> {
  const { data } = await session.octokit.request(
    'GET /repos/{owner}/{repo}/issues/{issue_number}',
    onIssue(issue),
  );
  const body = data.body ?? '';
  if (from === to || body.startsWith(to) || !body.startsWith(from)) return;
  await session.octokit.request('PATCH /repos/{owner}/{repo}/issues/{issue_number}', {
    ...onIssue(issue),
    body: to + body.slice(from.length),
    ...repeatable,
  });
}
