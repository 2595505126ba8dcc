import { isGone } from '../client/errors.ts';
import { deleteComment } from './delete-comment.ts';
import { once } from './once.ts';
import type { EffectOf, Hands } from './performer.ts';
import { inRepo, onIssue, repeatable } from './place.ts';

type KeepComment = EffectOf<'keep-comment'>;

/**
 * One comment of the app under its marker: edited where it is known, else looked for (unless the issue
 * was just read whole), else posted. Duplicates that a lost answer left are deleted when seen.
 */
export async function keepComment(
  hands: Hands,
  effect: KeepComment,
  justRead: boolean,
): Promise<void> {
  if (effect.existing !== null && (await edit(hands, effect, effect.existing.id))) return;
  const look = (): Promise<true | null> => keepOldest(hands, effect);
  // A known comment that is gone was deleted: nothing else bears its marker, or the next read shows it.
  if (!justRead && effect.existing === null && (await look()) !== null) return;
  await once(() => post(hands, effect), look);
}

async function post({ session }: Hands, effect: KeepComment): Promise<true> {
  await session.octokit.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
    ...onIssue(effect.issue),
    body: effect.body,
  });
  return true;
}

/** False when the comment is gone. */
async function edit({ session }: Hands, effect: KeepComment, id: number): Promise<boolean> {
  try {
    await session.octokit.request('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', {
      ...inRepo(effect.issue.repo),
      comment_id: id,
      body: effect.body,
      ...repeatable,
    });
    return true;
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}

/** Edits the oldest of the app's comments with the marker, deletes the others; null when there is none. */
async function keepOldest(hands: Hands, effect: KeepComment): Promise<true | null> {
  const [oldest, ...others] = await ownComments(hands, effect);
  if (oldest === undefined) return null;
  if (oldest.body !== effect.body && !(await edit(hands, effect, oldest.id))) return null;
  for (const { id } of others) {
    await deleteComment(hands, { issue: effect.issue, comment: { id } });
  }
  return true;
}

async function ownComments(
  { session, self }: Hands,
  effect: KeepComment,
): Promise<readonly { readonly id: number; readonly body: string }[]> {
  const found: { readonly id: number; readonly body: string }[] = [];
  for (let page = 1; ; page += 1) {
    const { data } = await session.octokit.request(
      'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
      { ...onIssue(effect.issue), per_page: 100, page },
    );
    for (const { id, user, body } of data) {
      const own = user?.login.toLowerCase() === `${self.slug}[bot]`.toLowerCase();
      if (own && body?.startsWith(effect.marker) === true) found.push({ id: Number(id), body });
    }
    if (data.length < 100) return found.sort((a, b) => a.id - b.id);
  }
}
