/** Anybody may comment in a public repository: how many of their refused comments the app answers. */
import { sameLogin } from '../core/incident/authority.ts';
import { areTooMany } from '../core/incident/flood.ts';
import { answeredComment } from '../core/incident/plan-answers.ts';
import type { Instant } from '../core/time.ts';
import type { Remark } from './answer-comments.ts';

/**
 * Whether a refused comment is one too many. What was refused shows on GitHub: 😕 on the comments of the
 * same person, and answers to comments that are gone, which may have been anybody's.
 */
export function isThreadFlood({ visibility, comment, comments }: Remark): boolean {
  if (visibility !== 'public') return false;
  const { id, author, createdAt, editedAt } = comment;
  const present = new Set(comments.map((one) => one.id));
  const refused = comments.flatMap((one): readonly Instant[] => {
    if (one.author.kind === 'self') {
      const answered = answeredComment(one.body);
      return answered === undefined || present.has(answered) ? [] : [one.createdAt];
    }
    const isEarlier = one.id !== id && sameLogin(one.author.login, author.login);
    return isEarlier && one.ownReactions.includes('confused')
      ? [one.editedAt ?? one.createdAt]
      : [];
  });
  return areTooMany(refused, editedAt ?? createdAt);
}
