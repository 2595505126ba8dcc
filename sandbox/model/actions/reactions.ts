/** Reactions. GitHub sends no delivery for them. */
import type { Actor } from '../actor.ts';
import type { Issue, IssueComment, Reaction, ReactionContent } from '../records/issue.ts';
import type { ReviewComment } from '../records/pull-request.ts';
import type { Result } from '../result.ts';
import { forbidden, notFound, ok } from '../result.ts';
import { authorize, may } from '../roles.ts';
import { nodeId, register } from '../world.ts';
import type { World } from '../world.ts';

export type ReactionSubject =
  | { readonly kind: 'issue'; readonly issue: Issue }
  | { readonly kind: 'comment'; readonly comment: IssueComment }
  | { readonly kind: 'review-comment'; readonly comment: ReviewComment };

/** Reacts. The same reaction again answers the one that is there (`created: false`). */
export function addReaction(
  world: World,
  actor: Actor,
  input: { readonly subject: ReactionSubject; readonly content: ReactionContent },
): Result<{ readonly reaction: Reaction; readonly created: boolean }> {
  const issue = issueOf(input.subject);
  const allowed = authorize(world, actor, issue.repository, 'comment');
  if (!allowed.ok) return allowed;
  if (issue.lock !== null && !may(world, allowed.value, issue.repository, 'moderate')) {
    return forbidden('Unable to react because the conversation is locked.');
  }
  const reactions = reactionsOf(input.subject);
  const { account: user } = allowed.value;
  const same = (each: Reaction) => each.user === user && each.content === input.content;
  const existing = reactions.find(same);
  if (existing !== undefined) return ok({ reaction: existing, created: false });
  const id = world.nextId();
  const reaction: Reaction = {
    id,
    nodeId: nodeId('REA', id),
    content: input.content,
    user,
    createdAt: world.clock.now(),
  };
  reactions.push(reaction);
  register(world, { type: 'Reaction', record: reaction });
  return ok({ reaction, created: true });
}

/** Takes back one's own reaction, found by its content (GraphQL). */
export function removeReaction(
  world: World,
  actor: Actor,
  input: { readonly subject: ReactionSubject; readonly content: ReactionContent },
): Result<Reaction> {
  const allowed = authorize(world, actor, issueOf(input.subject).repository, 'comment');
  if (!allowed.ok) return allowed;
  const { account } = allowed.value;
  const reaction = reactionsOf(input.subject).find(
    (each) => each.user === account && each.content === input.content,
  );
  return reaction === undefined
    ? notFound('No such reaction')
    : drop(world, input.subject, reaction);
}

/** Takes back one's own reaction, found by its id (REST). */
export function deleteReaction(
  world: World,
  actor: Actor,
  input: { readonly subject: ReactionSubject; readonly id: number },
): Result<Reaction> {
  const allowed = authorize(world, actor, issueOf(input.subject).repository, 'comment');
  if (!allowed.ok) return allowed;
  const reaction = reactionsOf(input.subject).find((each) => each.id === input.id);
  if (reaction === undefined) return notFound();
  if (reaction.user !== allowed.value.account) {
    return forbidden('You can only delete your own reactions.');
  }
  return drop(world, input.subject, reaction);
}

/** The list a subject keeps its reactions in. */
export function reactionsOf(subject: ReactionSubject): Reaction[] {
  return subject.kind === 'issue' ? subject.issue.reactions : subject.comment.reactions;
}

function issueOf(subject: ReactionSubject): Issue {
  return subject.kind === 'issue' ? subject.issue : subject.comment.issue;
}

function drop(world: World, subject: ReactionSubject, reaction: Reaction): Result<Reaction> {
  const reactions = reactionsOf(subject);
  reactions.splice(reactions.indexOf(reaction), 1);
  world.state.nodes.delete(reaction.nodeId);
  return ok(reaction);
}
