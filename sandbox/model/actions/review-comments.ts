/** Comments on lines of a pull request, and their threads. */
import type { Actor, Performer } from '../actor.ts';
import { noteMentions } from '../mentions.ts';
import { pullFiles } from '../queries/pull-files.ts';
import type { Issue } from '../records/issue.ts';
import type { Review, ReviewComment, ReviewThread } from '../records/pull-request.ts';
import type { Result } from '../result.ts';
import { forbidden, notFound, ok, unprocessable } from '../result.ts';
import { authorize, may } from '../roles.ts';
import { nodeId, register } from '../world.ts';
import type { World } from '../world.ts';
import { contentEdit } from './comments.ts';

export interface NewReviewComment {
  readonly path: string;
  readonly body: string;
  /** The line in the file (of the side's version); absent for a comment on the whole file. */
  readonly line?: number;
  /** The first of several lines; before `line`, and in the same hunk. */
  readonly startLine?: number;
  readonly side?: 'LEFT' | 'RIGHT';
}

/** Why a comment cannot be placed: its file and line must be part of the diff. */
export function commentFault(issue: Issue, comment: NewReviewComment): string | null {
  if (comment.body.trim() === '') return 'body cannot be blank';
  const file = pullFiles(issue).find(({ filename }) => filename === comment.path);
  if (file === undefined) return 'Path could not be resolved';
  if (comment.line === undefined) return null;
  const patch = file.patch ?? '';
  const side = comment.side ?? 'RIGHT';
  const hunk = hunkAt(patch, comment.line, side);
  if (hunk === null) return 'Line could not be resolved';
  if (comment.startLine === undefined) return null;
  if (comment.startLine >= comment.line) {
    return 'Pull request review thread start line must precede the end line.';
  }
  const start = hunkAt(patch, comment.startLine, side);
  return start !== null && hunk.startsWith(start)
    ? null
    : 'Pull request review thread start line must be part of the same hunk as the line.';
}

/** Puts comments into a review that is not published yet. */
export function addReviewComments(
  world: World,
  performer: Performer,
  review: Review,
  comments: readonly NewReviewComment[],
): void {
  for (const comment of comments) {
    const record = insertComment(world, performer, review, { ...comment, inReplyTo: null });
    const thread: ReviewThread = {
      nodeId: nodeId('PRRT', world.nextId()),
      issue: review.issue,
      comments: [record],
      resolvedBy: null,
    };
    review.issue.pull?.reviewThreads.push(thread);
    register(world, { type: 'PullRequestReviewThread', record: thread });
  }
}

/** Tells the world of a review's comments once the review is submitted. */
export function publishComments(world: World, performer: Performer, review: Review): void {
  for (const comment of review.comments) {
    const { issue } = review;
    world.emit(issue.repository, performer.account, {
      ...{ name: 'pull_request_review_comment', action: 'created', comment, issue },
    });
    noteMentions(world, issue, performer, comment.body);
  }
}

/** Answers in a thread. GitHub makes a review of its own for that. */
export function replyToReviewComment(
  world: World,
  actor: Actor,
  input: { readonly comment: ReviewComment; readonly body: string },
): Result<ReviewComment> {
  const { comment, body } = input;
  const { issue } = comment;
  const allowed = authorize(world, actor, issue.repository, 'openPull');
  if (!allowed.ok) return allowed;
  if (body.trim() === '') return unprocessable('body cannot be blank');
  const thread = issue.pull?.reviewThreads.find(({ comments }) => comments.includes(comment));
  if (thread === undefined) return notFound();
  const { path, line, startLine, side } = comment;
  const place = {
    ...{ path, side },
    ...(line === null ? {} : { line }),
    ...(startLine === null ? {} : { startLine }),
  };
  const reply = insertComment(world, allowed.value, comment.review, {
    ...{ ...place, body, inReplyTo: thread.comments[0] ?? comment },
  });
  thread.comments.push(reply);
  world.emit(issue.repository, allowed.value.account, {
    ...{ name: 'pull_request_review_comment', action: 'created', comment: reply, issue },
  });
  noteMentions(world, issue, allowed.value, body);
  return ok(reply);
}

/** Changes a comment: by its author, or anybody's with push access. */
export function editReviewComment(
  world: World,
  actor: Actor,
  input: { readonly comment: ReviewComment; readonly body: string },
): Result<ReviewComment> {
  const { comment, body } = input;
  const allowed = asWriter(world, actor, comment);
  if (!allowed.ok) return allowed;
  const from = comment.body;
  if (from === body) return ok(comment);
  comment.body = body;
  comment.updatedAt = world.clock.now();
  comment.lastEditedAt = comment.updatedAt;
  const { account } = allowed.value;
  comment.edits.push(contentEdit(world, account, { before: from, after: body }));
  const { issue } = comment;
  world.emit(issue.repository, account, {
    ...{ name: 'pull_request_review_comment', action: 'edited', comment, issue },
    changes: { body: { from } },
  });
  return ok(comment);
}

/** Deletes a comment: by its author, or anybody's with push access. */
export function deleteReviewComment(
  world: World,
  actor: Actor,
  input: { readonly comment: ReviewComment },
): Result<ReviewComment> {
  const { comment } = input;
  const { issue, review } = comment;
  const allowed = asWriter(world, actor, comment);
  if (!allowed.ok) return allowed;
  review.comments.splice(review.comments.indexOf(comment), 1);
  for (const thread of issue.pull?.reviewThreads ?? []) {
    const place = thread.comments.indexOf(comment);
    if (place !== -1) thread.comments.splice(place, 1);
  }
  world.state.nodes.delete(comment.nodeId);
  world.emit(issue.repository, allowed.value.account, {
    ...{ name: 'pull_request_review_comment', action: 'deleted', comment, issue },
  });
  return ok(comment);
}

/** Resolves a conversation or opens it again: the pull request's author, or with push access. */
export function setThreadResolved(
  world: World,
  actor: Actor,
  input: { readonly thread: ReviewThread; readonly resolved: boolean },
): Result<ReviewThread> {
  const { thread, resolved } = input;
  const { issue } = thread;
  const allowed = authorize(world, actor, issue.repository, 'openPull');
  if (!allowed.ok) return allowed;
  const { account } = allowed.value;
  if (issue.author !== account && !may(world, allowed.value, issue.repository, 'managePull')) {
    return forbidden('Must have push access to repository');
  }
  if ((thread.resolvedBy !== null) === resolved) return ok(thread);
  thread.resolvedBy = resolved ? account : null;
  const action = resolved ? 'resolved' : 'unresolved';
  world.emit(issue.repository, account, {
    ...{ name: 'pull_request_review_thread', action, thread, issue },
  });
  return ok(thread);
}

function insertComment(
  world: World,
  performer: Performer,
  review: Review,
  input: NewReviewComment & { readonly inReplyTo: ReviewComment | null },
): ReviewComment {
  const id = world.nextId();
  const now = world.clock.now();
  const side = input.side ?? 'RIGHT';
  const file = pullFiles(review.issue).find(({ filename }) => filename === input.path);
  const line = input.line ?? null;
  const comment: ReviewComment = {
    id,
    nodeId: nodeId('PRRC', id),
    issue: review.issue,
    review,
    author: performer.account,
    viaApp: performer.viaApp,
    body: input.body,
    path: input.path,
    line,
    startLine: input.startLine ?? null,
    side,
    commitSha: review.commitSha,
    diffHunk: line === null ? '' : (hunkAt(file?.patch ?? '', line, side) ?? ''),
    inReplyTo: input.inReplyTo,
    createdAt: now,
    updatedAt: now,
    lastEditedAt: null,
    edits: [],
    reactions: [],
    minimized: null,
  };
  review.comments.push(comment);
  register(world, { type: 'PullRequestReviewComment', record: comment });
  return comment;
}

function asWriter(world: World, actor: Actor, comment: ReviewComment): Result<Performer> {
  const { repository } = comment.issue;
  const asReader = authorize(world, actor, repository, 'openPull');
  if (!asReader.ok || asReader.value.account === comment.author) return asReader;
  return authorize(world, actor, repository, 'moderate');
}

/** The hunk of a patch up to a line, which is what GitHub shows above a comment; null when not in it. */
function hunkAt(patch: string, line: number, side: 'LEFT' | 'RIGHT'): string | null {
  let shown: string[] = [];
  const at = { LEFT: 0, RIGHT: 0 };
  for (const text of patch.split('\n')) {
    const header = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(text);
    if (header !== null) {
      shown = [text];
      at.LEFT = Number(header[1]) - 1;
      at.RIGHT = Number(header[2]) - 1;
      continue;
    }
    shown.push(text);
    if (!text.startsWith('+') && !text.startsWith('\\')) at.LEFT += 1;
    if (!text.startsWith('-') && !text.startsWith('\\')) at.RIGHT += 1;
    const onSide = side === 'LEFT' ? !text.startsWith('+') : !text.startsWith('-');
    if (onSide && at[side] === line) return shown.join('\n');
  }
  return null;
}
