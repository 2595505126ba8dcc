/** What issues and pull requests share. */
import type { Person } from '../../model/records/accounts.ts';
import type { Issue } from '../../model/records/issue.ts';
import { issuePath } from '../../paths.ts';
import { mayEditText, viewerMay } from '../access.ts';
import type { Fields } from '../context.ts';
import { connection } from '../engine/connection.ts';
import { orderedComments, orderedLabels } from '../lists.ts';
import { accountRef, commentRef, instantOrNull, issueRef, items, labelRef } from '../refs.ts';
import { authoredFields, reactableFields } from './authored.ts';

export const threadFields: Fields<Issue> = {
  ...authoredFields<Issue>((issue) => issue.repository),
  ...reactableFields<Issue>((issue) => issueRef(issue).typename),
  number: (issue) => issue.number,
  title: (issue) => issue.title,
  titleHTML: (issue) => escaped(issue.title),
  closed: (issue) => issue.state === 'closed',
  closedAt: (issue) => instantOrNull(issue.closedAt),
  locked: (issue) => issue.lock !== null,
  activeLockReason: (issue) => issue.lock?.reason?.toUpperCase().replaceAll(/[ -]/gu, '_') ?? null,
  resourcePath: (issue) => issuePath(issue),
  url: (issue, _args, { baseUrl }) => baseUrl + issuePath(issue),
  labels: (issue, args) =>
    connection('Label', items(orderedLabels(issue.labels, args['orderBy']), labelRef), args),
  assignees: (issue, args) => connection('User', items(issue.assignees, accountRef), args),
  comments: (issue, args) =>
    connection(
      'IssueComment',
      items(orderedComments(issue.comments, args['orderBy']), commentRef),
      args,
    ),
  participants: (issue, args) => connection('User', items(participants(issue), accountRef), args),
  milestone: () => null,
  viewerCanClose: (issue, _args, context) =>
    mayEditText(context, issue.repository, issue.author) ||
    viewerMay(context, issue.repository, 'triage'),
  viewerCanReopen: (issue, _args, context) =>
    mayEditText(context, issue.repository, issue.author) ||
    viewerMay(context, issue.repository, 'triage'),
  viewerCanLabel: (issue, _args, context) => viewerMay(context, issue.repository, 'triage'),
};

/** Authors, commenters and assignees; bots are not users and left out, as GitHub does. */
export function participants(issue: Issue): readonly Extract<Person, { type: 'User' }>[] {
  const people = [
    issue.author,
    ...issue.comments.map((comment) => comment.author),
    ...issue.assignees,
  ].filter((person) => person.type === 'User');
  return [...new Set(people)];
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
