/** Anybody may comment on a public pull request: how many of their refused comments the app answers. */
import { sameLogin } from '../core/incident/authority.ts';
import type { CommentFacts } from '../core/incident/facts.ts';
import { areTooMany } from '../core/incident/flood.ts';
import { answeredComment } from '../core/incident/plan-answers.ts';
import type { Instant } from '../core/time.ts';
import type { PullThread } from './gate-ports.ts';

/**
 * Whether a refused comment is one too many. What was refused shows on GitHub: 😕 on the comments of the
 * same person, and answers to comments that are gone, which may have been anybody's.
 */
export function isPullFlood(
  { id, author, createdAt, editedAt }: CommentFacts,
  { facts, comments }: PullThread,
): boolean {
  if (facts.facts.visibility !== 'public') return false;
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
