/** How many comments the app answers in words, of those that are refused and of those that only ask for words. */
import { sameLogin } from '../core/incident/authority.ts';
import { areTooMany, MOST_SAME_ANSWERS } from '../core/incident/flood.ts';
import type { CommentFacts } from '../core/incident/facts.ts';
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

/**
 * Whether the same person asked for the same shortly before, and was answered: of an accepted comment GitHub
 * shows 👍, and the `words` of the answer stand there also when the comment is gone or says something else.
 */
export function isAskedAgain(
  { comment, comments }: Remark,
  asks: (comment: CommentFacts) => boolean,
  words: string,
): boolean {
  const { id, author, createdAt, editedAt } = comment;
  const isTheirs = (one: CommentFacts): boolean => sameLogin(one.author.login, author.login);
  const earlier = comments.filter((one) => {
    if (one.author.kind !== 'self') {
      return one.id !== id && isTheirs(one) && one.ownReactions.includes('+1') && asks(one);
    }
    const answered = answeredComment(one.body);
    if (answered === undefined || answered === id || !one.body.includes(words)) return false;
    const question = comments.find((other) => other.id === answered);
    return question === undefined || isTheirs(question);
  });
  return areTooMany(
    earlier.map((one) => one.editedAt ?? one.createdAt),
    editedAt ?? createdAt,
    MOST_SAME_ANSWERS,
  );
}
