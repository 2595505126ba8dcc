import type { ContentEdit } from '../../model/records/issue.ts';
import { objectType, type GraphqlContext } from '../context.ts';
import { connection, connectionTypes } from '../engine/connection.ts';
import type { TypeResolvers } from '../engine/resolvers.ts';
import { accountRef, instant, items } from '../refs.ts';
import { graphqlName, type ReactionGroupSource, type ReactionSource } from './authored.ts';

/** Reactions, their groups, and the history of a text's edits. */
export const reactionTypes: readonly TypeResolvers<GraphqlContext>[] = [
  objectType<ReactionSource>('Reaction', {
    id: ({ reaction }) => reaction.nodeId,
    databaseId: ({ reaction }) => reaction.id,
    content: ({ reaction }) => graphqlName(reaction.content),
    createdAt: ({ reaction }) => instant(reaction.createdAt),
    reactable: ({ subject }) => subject,
    // The field is typed User: GitHub shows null where an App reacted.
    user: ({ reaction }) => (reaction.user.type === 'User' ? accountRef(reaction.user) : null),
  }),
  objectType<ReactionGroupSource>('ReactionGroup', {
    content: ({ content }) => graphqlName(content),
    createdAt: (group) => {
      const [first] = ofGroup(group);
      return first === undefined ? null : instant(first.createdAt);
    },
    subject: ({ subject }) => subject,
    viewerHasReacted: (group, _args, { viewer }) =>
      ofGroup(group).some((reaction) => reaction.user === viewer),
    reactors: (group, args) =>
      connection(
        'Reactor',
        items(
          ofGroup(group).map((reaction) => reaction.user),
          accountRef,
        ),
        args,
      ),
    users: (group, args) =>
      connection(
        'ReactingUser',
        items(
          ofGroup(group)
            .map((reaction) => reaction.user)
            .filter((user) => user.type === 'User'),
          accountRef,
        ),
        args,
      ),
  }),
  objectType<ContentEdit>('UserContentEdit', {
    id: (edit) => edit.nodeId,
    createdAt: (edit) => instant(edit.at),
    editedAt: (edit) => instant(edit.at),
    updatedAt: (edit) => instant(edit.at),
    deletedAt: () => null,
    deletedBy: () => null,
    // Despite its name, GitHub's field holds the text as it was after the edit.
    diff: (edit) => edit.after,
    editor: (edit) => accountRef(edit.editor),
  }),
  ...connectionTypes<GraphqlContext>('Reaction'),
  ...connectionTypes<GraphqlContext>('Reactor'),
  ...connectionTypes<GraphqlContext>('ReactingUser'),
  ...connectionTypes<GraphqlContext>('UserContentEdit'),
];

function ofGroup(group: ReactionGroupSource) {
  return group.subject.value.reactions.filter((reaction) => reaction.content === group.content);
}
