import { created, fromResult, noContent, okay } from '../http/answers.ts';
import type { RepositoryCall, Answer } from '../http/context.ts';
import { page } from '../http/paging.ts';
import { addComment, deleteComment, editComment } from '../model/actions/comments.ts';
import type { IssueComment } from '../model/records/issue.ts';
import { instant, oneOf, text } from './input.ts';
import { withComment, withIssue } from './lookup.ts';
import { acting, reading } from './route.ts';
import { commentJson } from './serialise/issues.ts';

const read = 'issues:read|pull_requests:read';
const write = 'issues:write|pull_requests:write';

export const commentRoutes = {
  'issues/list-comments': reading(read, (call) =>
    withIssue(call, 'read', (issue) => {
      const since = instant(call.parameters, 'since') ?? -Infinity;
      const comments = issue.comments.filter(({ updatedAt }) => updatedAt >= since);
      return page(call, comments, (comment) => commentJson(call, comment));
    }),
  ),
  'issues/list-comments-for-repo': reading(read, listForRepository),
  'issues/get-comment': reading(read, (call) =>
    withComment(call, 'read', (comment) => okay(commentJson(call, comment))),
  ),
  'issues/create-comment': acting(write, (call) =>
    withIssue(call, 'write', (issue) => {
      const body = text(call.body, 'body') ?? '';
      return fromResult(addComment(call.world, call.actor, { issue, body }), (comment) => {
        const json = commentJson(call, comment);
        return { ...created(json), headers: { location: String(json['url']) } };
      });
    }),
  ),
  'issues/update-comment': acting(write, (call) =>
    withComment(call, 'write', (comment) => {
      const body = text(call.body, 'body') ?? '';
      return fromResult(editComment(call.world, call.actor, { comment, body }), (edited) =>
        okay(commentJson(call, edited)),
      );
    }),
  ),
  'issues/delete-comment': acting(write, (call) =>
    withComment(call, 'write', (comment) =>
      fromResult(deleteComment(call.world, call.actor, { comment }), () => noContent),
    ),
  ),
};

/** Ascending by id unless a sort is asked for; `direction` is ignored without `sort`, as GitHub says. */
function listForRepository(call: RepositoryCall): Answer {
  const { parameters: asked } = call;
  const since = instant(asked, 'since') ?? -Infinity;
  const comments = [...call.repository.issues.values()]
    .flatMap((issue) => issue.comments)
    .filter(({ updatedAt }) => updatedAt >= since);
  const sortsByUpdate = asked['sort'] === 'updated';
  const descends =
    oneOf(asked, 'direction', ['asc', 'desc']) === 'desc' && call.url.searchParams.has('sort');
  const key = (comment: IssueComment): number => (sortsByUpdate ? comment.updatedAt : comment.id);
  const sorted = comments.sort((a, b) => (key(a) - key(b) || a.id - b.id) * (descends ? -1 : 1));
  return page(call, sorted, (comment) => commentJson(call, comment));
}
