import { fromResult, noContent, notFoundAnswer } from '../http/answers.ts';
import type { ActingCall, Answer, RepositoryCall } from '../http/context.ts';
import { page } from '../http/paging.ts';
import { addReaction, deleteReaction } from '../model/actions/reactions.ts';
import type { Issue, IssueComment, Reaction } from '../model/records/issue.ts';
import { oneOf, pathNumber } from './input.ts';
import { withComment, withIssue } from './lookup.ts';
import { acting, reading } from './route.ts';
import { reactionJson } from './serialise/issues.ts';

const read = 'issues:read|pull_requests:read';
const write = 'issues:write|pull_requests:write';
const contents = ['+1', '-1', 'laugh', 'confused', 'heart', 'hooray', 'rocket', 'eyes'] as const;

type Subject =
  | { readonly kind: 'issue'; readonly issue: Issue }
  | { readonly kind: 'comment'; readonly comment: IssueComment };

export const reactionRoutes = {
  'reactions/list-for-issue': reading(read, (call) =>
    withIssue(call, 'read', (issue) => list(call, issue.reactions)),
  ),
  'reactions/create-for-issue': acting(write, (call) =>
    withIssue(call, 'write', (issue) => create(call, { kind: 'issue', issue })),
  ),
  'reactions/delete-for-issue': acting(write, (call) =>
    withIssue(call, 'write', (issue) => remove(call, { kind: 'issue', issue })),
  ),
  'reactions/list-for-issue-comment': reading(read, (call) =>
    withComment(call, 'read', (comment) => list(call, comment.reactions)),
  ),
  'reactions/create-for-issue-comment': acting(write, (call) =>
    withComment(call, 'write', (comment) => create(call, { kind: 'comment', comment })),
  ),
  'reactions/delete-for-issue-comment': acting(write, (call) =>
    withComment(call, 'write', (comment) => remove(call, { kind: 'comment', comment })),
  ),
};

function list(call: RepositoryCall, reactions: readonly Reaction[]): Answer {
  const content = oneOf(call.parameters, 'content', contents);
  const wanted = reactions.filter((each) => content === undefined || each.content === content);
  return page(call, wanted, (each) => reactionJson(call, each));
}

/** 201 for a new reaction, 200 when the same person had already reacted so. */
function create(call: ActingCall, subject: Subject): Answer {
  const content = oneOf(call.body, 'content', contents);
  if (content === undefined) return notFoundAnswer;
  return fromResult(addReaction(call.world, call.actor, { subject, content }), (done) => ({
    status: done.created ? 201 : 200,
    body: reactionJson(call, done.reaction),
  }));
}

function remove(call: ActingCall, subject: Subject): Answer {
  const id = pathNumber(call, 'reaction_id');
  const result = deleteReaction(call.world, call.actor, { subject, id });
  return fromResult(result, () => noContent);
}
