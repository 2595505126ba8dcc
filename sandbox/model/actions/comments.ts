/** Comments on issues and pull requests. */
import type { Actor, Performer } from '../actor.ts';
import { recordEvent } from '../happenings.ts';
import { noteMentions } from '../mentions.ts';
import type { ContentEdit, Issue, IssueComment, MinimizeReason } from '../records/issue.ts';
import type { Person } from '../records/accounts.ts';
import type { Result } from '../result.ts';
import { forbidden, invalid, ok } from '../result.ts';
import type { Capability } from '../roles.ts';
import { authorize, may } from '../roles.ts';
import { nodeId, register } from '../world.ts';
import type { World } from '../world.ts';
import { lengthOf } from '../text.ts';

/** Longest comment in characters. */
const bodyLimit = 65_536;

/** Adds a comment. On a locked conversation only people with push access may. */
export function addComment(
  world: World,
  actor: Actor,
  input: { readonly issue: Issue; readonly body: string },
): Result<IssueComment> {
  const { issue, body } = input;
  const allowed = authorize(world, actor, issue.repository, 'comment');
  if (!allowed.ok) return allowed;
  const performer = allowed.value;
  if (issue.lock !== null && !may(world, performer, issue.repository, 'moderate')) {
    return forbidden('Unable to create comment because issue is locked.');
  }
  const fault = bodyFault(body);
  if (fault !== null) return fault;
  const id = world.nextId();
  const now = world.clock.now();
  const comment: IssueComment = {
    id,
    nodeId: nodeId('IC', id),
    issue,
    author: performer.account,
    viaApp: performer.viaApp,
    body,
    createdAt: now,
    updatedAt: now,
    lastEditedAt: null,
    edits: [],
    reactions: [],
    minimized: null,
  };
  issue.comments.push(comment);
  issue.updatedAt = now;
  world.state.comments.set(id, comment);
  register(world, { type: 'IssueComment', record: comment });
  world.emit(issue.repository, performer.account, {
    name: 'issue_comment',
    action: 'created',
    comment,
    issue,
  });
  noteMentions(world, issue, performer, body);
  return ok(comment);
}

/** Changes a comment: by its author, or anybody's with push access. The same text changes nothing. */
export function editComment(
  world: World,
  actor: Actor,
  input: { readonly comment: IssueComment; readonly body: string },
): Result<IssueComment> {
  const { comment, body } = input;
  const allowed = authorizeOn(world, actor, comment, 'moderate');
  if (!allowed.ok) return allowed;
  const fault = bodyFault(body);
  if (fault !== null) return fault;
  const from = comment.body;
  if (from === body) return ok(comment);
  const now = world.clock.now();
  comment.body = body;
  comment.updatedAt = now;
  comment.lastEditedAt = now;
  comment.edits.push(contentEdit(world, allowed.value.account, { before: from, after: body }));
  comment.issue.updatedAt = now;
  world.emit(comment.issue.repository, allowed.value.account, {
    name: 'issue_comment',
    action: 'edited',
    comment,
    issue: comment.issue,
    changes: { body: { from } },
  });
  noteMentions(world, comment.issue, allowed.value, body);
  return ok(comment);
}

/** Deletes a comment: by its author, or anybody's with push access. */
export function deleteComment(
  world: World,
  actor: Actor,
  input: { readonly comment: IssueComment },
): Result<IssueComment> {
  const { comment } = input;
  const { issue } = comment;
  const allowed = authorizeOn(world, actor, comment, 'moderate');
  if (!allowed.ok) return allowed;
  issue.comments = issue.comments.filter((each) => each !== comment);
  world.state.comments.delete(comment.id);
  world.state.nodes.delete(comment.nodeId);
  recordEvent(world, issue, allowed.value, {
    event: 'comment_deleted',
    deletedAuthor: comment.author,
  });
  world.emit(issue.repository, allowed.value.account, {
    name: 'issue_comment',
    action: 'deleted',
    comment,
    issue,
  });
  return ok(comment);
}

/** Hides a comment with a reason: its author, or anybody with triage. No delivery is sent for this. */
export function minimizeComment(
  world: World,
  actor: Actor,
  input: { readonly comment: IssueComment; readonly reason: MinimizeReason },
): Result<IssueComment> {
  const { comment, reason } = input;
  const allowed = authorizeOn(world, actor, comment, 'triage');
  if (!allowed.ok) return allowed;
  comment.minimized = { reason, by: allowed.value.account, at: world.clock.now() };
  return ok(comment);
}

/** Shows a hidden comment again. */
export function unminimizeComment(
  world: World,
  actor: Actor,
  input: { readonly comment: IssueComment },
): Result<IssueComment> {
  const { comment } = input;
  const allowed = authorizeOn(world, actor, comment, 'triage');
  if (!allowed.ok) return allowed;
  comment.minimized = null;
  return ok(comment);
}

/** One revision for the edit history, findable by node id. */
export function contentEdit(
  world: World,
  editor: Person,
  texts: { readonly before: string; readonly after: string },
): ContentEdit {
  const id = world.nextId();
  const edit = { id, nodeId: nodeId('UCE', id), editor, at: world.clock.now(), ...texts };
  register(world, { type: 'UserContentEdit', record: edit });
  return edit;
}

function authorizeOn(
  world: World,
  actor: Actor,
  comment: IssueComment,
  capability: Capability,
): Result<Performer> {
  const { repository } = comment.issue;
  const asReader = authorize(world, actor, repository, 'comment');
  if (!asReader.ok || asReader.value.account === comment.author) return asReader;
  return authorize(world, actor, repository, capability);
}

function bodyFault(body: string): ReturnType<typeof invalid> | null {
  const at = { resource: 'IssueComment', field: 'body' };
  if (body.trim() === '') {
    return invalid({ ...at, code: 'custom', message: 'body cannot be blank' });
  }
  if (lengthOf(body) > bodyLimit) {
    const message = `body is too long (maximum is ${bodyLimit} characters)`;
    return invalid({ ...at, code: 'custom', message });
  }
  return null;
}
