import type { Person } from '../../model/records/accounts.ts';
import type { ContentEdit, Reaction } from '../../model/records/issue.ts';
import type { Repository } from '../../model/records/repository.ts';
import { authorAssociation } from '../../model/queries/association.ts';
import { mayEditText } from '../access.ts';
import type { Fields } from '../context.ts';
import { connection } from '../engine/connection.ts';
import { accountRef, accountOrNull, instant, instantOrNull, items } from '../refs.ts';
import { bodyHtml, bodyText } from '../body.ts';

/** Whatever somebody wrote: issue, pull request, comment, review. */
export interface Authored {
  readonly nodeId: string;
  readonly author: Person;
  readonly body: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly lastEditedAt: number | null;
  readonly edits: readonly ContentEdit[];
}

/** The fields of GraphQL's `Comment` interface, for a text that lives in a repository. */
export function authoredFields<Source extends Authored>(
  repositoryOf: (source: Source) => Repository,
): Fields<Source> {
  return {
    id: (text) => text.nodeId,
    author: (text) => accountRef(text.author),
    authorAssociation: (text) => authorAssociation(text.author, repositoryOf(text)),
    body: (text) => text.body ?? '',
    bodyHTML: (text, _args, context) => bodyHtml(context, repositoryOf(text), text.body ?? ''),
    bodyText: (text, _args, context) => bodyText(context, repositoryOf(text), text.body ?? ''),
    createdAt: (text) => instant(text.createdAt),
    createdViaEmail: () => false,
    editor: (text) => accountOrNull(text.edits.at(-1)?.editor ?? null),
    includesCreatedEdit: (text) => text.edits.length > 0,
    lastEditedAt: (text) => instantOrNull(text.lastEditedAt),
    publishedAt: (text) => instant(text.createdAt),
    updatedAt: (text) => instant(text.updatedAt),
    repository: (text) => ({ typename: 'Repository', value: repositoryOf(text) }),
    userContentEdits: (text, args) =>
      connection(
        'UserContentEdit',
        items(text.edits, (edit) => ({ typename: 'UserContentEdit', value: edit })),
        args,
      ),
    viewerDidAuthor: (text, _args, { viewer }) => text.author === viewer,
    viewerCanUpdate: (text, _args, context) =>
      mayEditText(context, repositoryOf(text), text.author),
  };
}

/** A text one can react to. */
export interface ReactableText extends Authored {
  readonly reactions: readonly Reaction[];
}

/** All of GitHub's reactions in the order in which it lists them, with their GraphQL names. */
export const reactionContents = [
  ['+1', 'THUMBS_UP'],
  ['-1', 'THUMBS_DOWN'],
  ['laugh', 'LAUGH'],
  ['hooray', 'HOORAY'],
  ['confused', 'CONFUSED'],
  ['heart', 'HEART'],
  ['rocket', 'ROCKET'],
  ['eyes', 'EYES'],
] as const;

export interface ReactionSource {
  readonly subject: ReactableSubject;
  readonly reaction: Reaction;
}

export interface ReactionGroupSource {
  readonly subject: ReactableSubject;
  readonly content: Reaction['content'];
}

/** The thing reacted to, with the name of its type so that it can be shown again. */
export interface ReactableSubject {
  readonly typename: string;
  readonly value: ReactableText;
}

/** `reactions` and `reactionGroups`. */
export function reactableFields<Source extends ReactableText>(
  typenameOf: (source: Source) => string,
): Fields<Source> {
  const subjectOf = (text: Source): ReactableSubject => ({
    typename: typenameOf(text),
    value: text,
  });
  return {
    reactionGroups: (text) =>
      reactionContents.map(([content]) => ({
        typename: 'ReactionGroup',
        value: { subject: subjectOf(text), content } satisfies ReactionGroupSource,
      })),
    reactions: (text, args) =>
      connection(
        'Reaction',
        items(
          text.reactions.filter(
            (reaction) =>
              args['content'] == null || graphqlName(reaction.content) === args['content'],
          ),
          (reaction) => ({
            typename: 'Reaction',
            value: { subject: subjectOf(text), reaction } satisfies ReactionSource,
          }),
        ),
        args,
      ),
    viewerCanReact: () => true,
  };
}

export function graphqlName(content: Reaction['content']): string {
  return reactionContents.find(([rest]) => rest === content)?.[1] ?? content;
}
