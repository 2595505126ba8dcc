/**
 * One comment may ask two flows for something: `/incident declare`, and what is said on a pull request or
 * on an action item. They share its reactions, so a reaction says no more than that one of them was here; each
 * knows its own part by what it wrote itself.
 */
import { answerMarker } from '../core/incident/plan-answers.ts';
import type { CommentFacts } from '../core/incident/facts.ts';

type Comments = readonly CommentFacts[];

/** Begins the one reply to a declaration. */
export function replyMarker({ id }: Pick<CommentFacts, 'id'>): string {
  return `<!-- norepeat:reply ${String(id)} -->`;
}

/** In a reply: an incident was opened. */
export const OPENED = '<!-- norepeat:opened -->';

export function replyToDeclaration(
  comment: CommentFacts,
  comments: Comments,
): CommentFacts | undefined {
  return startingWith(replyMarker(comment), comments);
}

/** There while a command that belongs here is refused, and where the answer is in words. */
export function replyToCommands(
  comment: CommentFacts,
  comments: Comments,
): CommentFacts | undefined {
  return startingWith(answerMarker(comment.id), comments);
}

export function saysOpened(reply: CommentFacts | undefined): boolean {
  return reply?.body.includes(OPENED) === true;
}

function startingWith(marker: string, comments: Comments): CommentFacts | undefined {
  return comments.find(({ author, body }) => author.kind === 'self' && body.startsWith(marker));
}
