import { authorAssociation } from '../../model/queries/association.ts';
import type { ReviewComment } from '../../model/records/pull-request.ts';
import { simpleUser } from './accounts.ts';
import { issuePage, reactionRollup } from './issues.ts';
import { pullUrl } from './pulls.ts';
import { iso, type Json, type Render } from './render.ts';
import { repositoryUrl } from './repositories.ts';

/** A comment on lines stays where it was made: nothing here becomes outdated. */
export function reviewCommentJson(render: Render, comment: ReviewComment): Json {
  const { issue, line, startLine, side, inReplyTo } = comment;
  const url = `${repositoryUrl(render, issue.repository)}/pulls/comments/${comment.id}`;
  const html = `${issuePage(render, issue)}#discussion_r${comment.id}`;
  const pull = pullUrl(render, issue);
  return {
    url,
    html_url: html,
    pull_request_url: pull,
    _links: { self: { href: url }, html: { href: html }, pull_request: { href: pull } },
    id: comment.id,
    node_id: comment.nodeId,
    pull_request_review_id: comment.review.id,
    diff_hunk: comment.diffHunk,
    path: comment.path,
    commit_id: comment.commitSha,
    original_commit_id: comment.commitSha,
    user: simpleUser(render, comment.author),
    body: comment.body,
    created_at: iso(comment.createdAt),
    updated_at: iso(comment.updatedAt),
    author_association: authorAssociation(comment.author, issue.repository),
    reactions: reactionRollup(`${url}/reactions`, comment.reactions),
    ...(inReplyTo === null ? {} : { in_reply_to_id: inReplyTo.id }),
    ...(line === null
      ? { subject_type: 'file' }
      : { line, original_line: line, side, subject_type: 'line' }),
    start_line: startLine,
    original_start_line: startLine,
    start_side: startLine === null ? null : side,
  };
}
