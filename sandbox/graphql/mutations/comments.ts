/** Comments and reactions. */
import { GraphQLError } from 'graphql';
import {
  addComment,
  deleteComment,
  editComment,
  minimizeComment,
  unminimizeComment,
} from '../../model/actions/comments.ts';
import {
  addReaction,
  removeReaction,
  type ReactionSubject,
} from '../../model/actions/reactions.ts';
import type { IssueComment, MinimizeReason, Reaction } from '../../model/records/issue.ts';
import type { GraphqlContext } from '../context.ts';
import { newestEdge } from '../engine/connection.ts';
import type { Ref } from '../engine/resolvers.ts';
import { nodeOf } from '../nodes.ts';
import { commentRef, issueRef, items } from '../refs.ts';
import {
  reactionContents,
  type ReactableSubject,
  type ReactionGroupSource,
  type ReactionSource,
} from '../types/authored.ts';
import {
  mayWrite,
  mutation,
  outcome,
  writableThread,
  type Mutation,
  type Payload,
} from './declare.ts';

export const commentMutations: readonly Mutation[] = [
  mutation('addComment', ['commentEdge', 'subject', 'timelineEdge'], (input, context) => {
    const issue = writableThread(context, input['subjectId']);
    if (issue instanceof GraphQLError) return issue;
    const result = addComment(context.world, context.actor, { issue, body: String(input['body']) });
    return outcome(result, () => {
      const comments = items(issue.comments, commentRef);
      return {
        commentEdge: newestEdge('IssueCommentEdge', comments),
        timelineEdge: newestEdge('IssueTimelineItemEdge', comments),
        subject: issueRef(issue),
      };
    });
  }),
  mutation('updateIssueComment', ['issueComment'], (input, context) => {
    const comment = writableComment(context, input['id']);
    if (comment instanceof GraphQLError) return comment;
    const result = editComment(context.world, context.actor, {
      comment,
      body: String(input['body']),
    });
    return outcome(result, (edited) => ({ issueComment: commentRef(edited) }));
  }),
  mutation('deleteIssueComment', [], (input, context) => {
    const comment = writableComment(context, input['id']);
    if (comment instanceof GraphQLError) return comment;
    return outcome(deleteComment(context.world, context.actor, { comment }), () => ({}));
  }),
  mutation('minimizeComment', ['minimizedComment'], (input, context) => {
    const comment = writableComment(context, input['subjectId']);
    if (comment instanceof GraphQLError) return comment;
    const reason = minimizeReasons[String(input['classifier'])] ?? 'off-topic';
    const result = minimizeComment(context.world, context.actor, { comment, reason });
    return outcome(result, (minimized) => ({ minimizedComment: commentRef(minimized) }));
  }),
  mutation('unminimizeComment', ['unminimizedComment'], (input, context) => {
    const comment = writableComment(context, input['subjectId']);
    if (comment instanceof GraphQLError) return comment;
    const result = unminimizeComment(context.world, context.actor, { comment });
    return outcome(result, (shown) => ({ unminimizedComment: commentRef(shown) }));
  }),
  mutation('addReaction', ['reaction', 'reactionGroups', 'subject'], (input, context) => {
    const subject = reactable(context, input['subjectId']);
    if (subject instanceof GraphQLError) return subject;
    const content = contentNamed(input['content']);
    const result = addReaction(context.world, context.actor, { subject: subject.subject, content });
    return outcome(result, ({ reaction }) => reactionPayload(subject.shown, reaction));
  }),
  mutation('removeReaction', ['reaction', 'reactionGroups', 'subject'], (input, context) => {
    const subject = reactable(context, input['subjectId']);
    if (subject instanceof GraphQLError) return subject;
    const content = contentNamed(input['content']);
    const result = removeReaction(context.world, context.actor, {
      subject: subject.subject,
      content,
    });
    return outcome(result, (reaction) => reactionPayload(subject.shown, reaction));
  }),
];

const minimizeReasons: Readonly<Record<string, MinimizeReason>> = {
  ABUSE: 'abuse',
  DUPLICATE: 'duplicate',
  OFF_TOPIC: 'off-topic',
  OUTDATED: 'outdated',
  RESOLVED: 'resolved',
  SPAM: 'spam',
};

function writableComment(context: GraphqlContext, id: unknown): IssueComment | GraphQLError {
  const node = nodeOf(context, id, ['IssueComment']);
  if (node instanceof GraphQLError) return node;
  const { issue } = node.record;
  const permission = issue.pull === null ? 'issues' : 'pull_requests';
  return mayWrite(context, issue.repository, permission) ?? node.record;
}

interface Reactable {
  readonly subject: ReactionSubject;
  readonly shown: ReactableSubject;
}

function reactable(context: GraphqlContext, id: unknown): Reactable | GraphQLError {
  const node = nodeOf(context, id, [
    'Issue',
    'PullRequest',
    'IssueComment',
    'PullRequestReviewComment',
  ]);
  if (node instanceof GraphQLError) return node;
  switch (node.type) {
    case 'IssueComment': {
      const { record: comment } = node;
      const { issue } = comment;
      const permission = issue.pull === null ? 'issues' : 'pull_requests';
      return (
        mayWrite(context, issue.repository, permission) ?? {
          subject: { kind: 'comment', comment },
          shown: { typename: 'IssueComment', value: comment },
        }
      );
    }
    case 'PullRequestReviewComment': {
      const { record: comment } = node;
      return (
        mayWrite(context, comment.issue.repository, 'pull_requests') ?? {
          subject: { kind: 'review-comment', comment },
          shown: { typename: 'PullRequestReviewComment', value: comment },
        }
      );
    }
    case 'Issue':
    case 'PullRequest': {
      const issue = writableThread(context, id);
      if (issue instanceof GraphQLError) return issue;
      return { subject: { kind: 'issue', issue }, shown: { typename: node.type, value: issue } };
    }
  }
}

function contentNamed(name: unknown): Reaction['content'] {
  const found = reactionContents.find(([, graphql]) => graphql === name)?.[0];
  if (found === undefined) throw new Error(`The schema let the reaction ${String(name)} through`);
  return found;
}

function reactionPayload(subject: ReactableSubject, reaction: Reaction): Payload {
  const group = (content: Reaction['content']): Ref => ({
    typename: 'ReactionGroup',
    value: { subject, content } satisfies ReactionGroupSource,
  });
  return {
    reaction: { typename: 'Reaction', value: { subject, reaction } satisfies ReactionSource },
    reactionGroups: reactionContents.map(([content]) => group(content)),
    subject,
  };
}
