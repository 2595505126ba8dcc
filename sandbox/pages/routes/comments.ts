import { Hono } from 'hono';
import type { Deps } from '../../http/context.ts';
import {
  deleteComment,
  editComment,
  minimizeComment,
  unminimizeComment,
} from '../../model/actions/comments.ts';
import {
  addReaction,
  reactionsOf,
  removeReaction,
  type ReactionSubject,
} from '../../model/actions/reactions.ts';
import type { IssueComment, MinimizeReason } from '../../model/records/issue.ts';
import type { Result } from '../../model/result.ts';
import { findComment } from '../../model/world.ts';
import { commentPath, issuePath } from '../../paths.ts';
import type { Frame } from '../frame.ts';
import { emoji } from '../parts/reactions.ts';
import { back, fieldsOf, missing, one, withRepository, withThread } from '../visit.ts';

type Fields = ReadonlyMap<string, readonly string[]>;
type Act = (frame: Frame, comment: IssueComment, fields: Fields) => Result<unknown>;

const reasons: readonly MinimizeReason[] = [
  'outdated',
  'off-topic',
  'resolved',
  'duplicate',
  'spam',
  'abuse',
];

const acts: Readonly<Record<string, Act>> = {
  edit: ({ world, actor }, comment, fields) =>
    editComment(world, actor, { comment, body: one(fields, 'body') }),
  delete: ({ world, actor }, comment) => deleteComment(world, actor, { comment }),
  hide: ({ world, actor }, comment, fields) =>
    minimizeComment(world, actor, {
      comment,
      reason: reasons.find((reason) => reason === one(fields, 'reason')) ?? 'outdated',
    }),
  unhide: ({ world, actor }, comment) => unminimizeComment(world, actor, { comment }),
  react: (frame, comment, fields) => toggle(frame, { kind: 'comment', comment }, fields),
};

/** What the menus on comments do, and reactions. */
export function commentRoutes(deps: Deps): Hono {
  const app = new Hono();
  for (const [name, act] of Object.entries(acts)) {
    app.post(`/:owner/:repo/comments/:id{\\d+}/${name}`, (context) =>
      withRepository(deps, context, async (frame, repository) => {
        const comment = findComment(deps.world, repository, Number(context.req.param('id')));
        if (comment === undefined) return missing(context, frame);
        const result = act(frame, comment, await fieldsOf(context));
        return back(
          context,
          name === 'delete' ? issuePath(comment.issue) : commentPath(comment),
          result,
        );
      }),
    );
  }
  return app;
}

/** Reactions on the opening text; mounted before the catch-all of the issue's forms. */
export function openingReactionRoutes(deps: Deps): Hono {
  const app = new Hono();
  app.post('/:owner/:repo/:kind{issues|pull}/:number{\\d+}/react', (context) =>
    withThread(deps, context, async (frame, issue) => {
      const result = toggle(frame, { kind: 'issue', issue }, await fieldsOf(context));
      return back(context, issuePath(issue), result);
    }),
  );
  return app;
}

function toggle(
  { world, actor, viewer }: Frame,
  subject: ReactionSubject,
  fields: Fields,
): Result<unknown> {
  const content = emoji.find(([name]) => name === one(fields, 'content'))?.[0] ?? '+1';
  const mine = reactionsOf(subject).some(
    (reaction) => reaction.user === viewer && reaction.content === content,
  );
  return (mine ? removeReaction : addReaction)(world, actor, { subject, content });
}
