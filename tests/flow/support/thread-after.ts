import type { Effect } from '../../../src/core/effects.ts';
import type { CommentFacts } from '../../../src/core/incident/facts.ts';
import type { Instant } from '../../../src/core/time.ts';
import { aComment } from '../../builders/facts.ts';

/** The thread as it looks after a reaction, a comment or its deletion. */
export function commentsAfter(
  effect: Effect,
  comments: readonly CommentFacts[],
  now: Instant,
): CommentFacts[] {
  if (effect.kind === 'react') {
    const { comment, add, remove } = effect;
    return comments.map((one) =>
      one.id === comment.id
        ? {
            ...one,
            ownReactions: [
              ...new Set([...one.ownReactions.filter((each) => !remove.includes(each)), ...add]),
            ],
          }
        : one,
    );
  }
  if (effect.kind === 'delete-comment') {
    return comments.filter(({ id }) => id !== effect.comment.id);
  }
  if (effect.kind !== 'keep-comment') return [...comments];
  const there = comments.find(
    ({ author, body }) => author.kind === 'self' && body.startsWith(effect.marker),
  );
  const kept = aComment(effect.body, {
    id: there?.id ?? 9_000 + comments.length,
    by: { login: 'norepeat[bot]', kind: 'self' },
    createdAt: there?.createdAt ?? now,
    editedAt: there === undefined ? null : now,
  });
  return [...comments.filter((one) => one !== there), kept];
}
