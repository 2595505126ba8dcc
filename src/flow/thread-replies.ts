/**
 * One comment on a pull request may ask two flows for something: `/incident declare`, and `/fixes` or
 * `/override`. They share its reactions, so a reaction says no more than that one of them was here; each
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

/** There only while a command for a pull request is refused. */
export function replyToPullCommands(
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
