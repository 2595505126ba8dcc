import type { IssueComment } from '../../model/records/issue.ts';
import { commentPath } from '../../paths.ts';
import { mayEditText } from '../access.ts';
import { objectType, type GraphqlContext } from '../context.ts';
import { connectionTypes } from '../engine/connection.ts';
import type { TypeResolvers } from '../engine/resolvers.ts';
import { issueRef } from '../refs.ts';
import { authoredFields, reactableFields } from './authored.ts';

export const commentTypes: readonly TypeResolvers<GraphqlContext>[] = [
  objectType<IssueComment>('IssueComment', {
    ...authoredFields<IssueComment>((comment) => comment.issue.repository),
    ...reactableFields<IssueComment>(() => 'IssueComment'),
    databaseId: (comment) => comment.id,
    fullDatabaseId: (comment) => String(comment.id),
    issue: (comment) => ({ typename: 'Issue', value: comment.issue }),
    pullRequest: (comment) => (comment.issue.pull === null ? null : issueRef(comment.issue)),
    isMinimized: (comment) => comment.minimized !== null,
    minimizedReason: (comment) => comment.minimized?.reason ?? null,
    resourcePath: (comment) => commentPath(comment),
    url: (comment, _args, { baseUrl }) => baseUrl + commentPath(comment),
    viewerCanDelete: (comment, _args, context) =>
      mayEditText(context, comment.issue.repository, comment.author),
    viewerCanMinimize: (comment, _args, context) =>
      mayEditText(context, comment.issue.repository, comment.author),
  }),
  ...connectionTypes<GraphqlContext>('IssueComment'),
];
