/** The entry points of a query. */
import {
  findAccount,
  findOrganization,
  findRenamedRepository,
  findRepository,
  findUser,
} from '../../model/world.ts';
import { canSee } from '../access.ts';
import { objectType, type GraphqlContext } from '../context.ts';
import { connection, connectionFields, edgeType, pageInfoType } from '../engine/connection.ts';
import { fieldError } from '../engine/errors.ts';
import type { FieldArguments, Resolved, TypeResolvers } from '../engine/resolvers.ts';
import { strings } from '../lists.ts';
import { nodeRef } from '../nodes.ts';
import { accountRef, instant, items, issueRef, repositoryRef } from '../refs.ts';
import { searchIssues } from '../../search.ts';

/** A search counts by kind (`issueCount`) and has no `totalCount`. */
const searchPage = Object.fromEntries(
  Object.entries(connectionFields('SearchResultItemEdge')).filter(
    ([field]) => field !== 'totalCount',
  ),
);

/** The most ids one `nodes` field takes. */
const idLimit = 100;

export const queryTypes: readonly TypeResolvers<GraphqlContext>[] = [
  objectType<null>('Query', {
    repository: (_root, args, context) => repository(args, context),
    repositoryOwner: (_root, args, { world }) => {
      const account = findAccount(world, String(args['login']));
      return account === undefined || account.type === 'Bot' ? null : accountRef(account);
    },
    organization: (_root, args, { world }) => {
      const login = String(args['login']);
      const organization = findOrganization(world, login);
      return organization === undefined
        ? unresolved('an Organization', 'login of', login)
        : accountRef(organization);
    },
    user: (_root, args, { world }) => {
      const login = String(args['login']);
      const user = findUser(world, login);
      return user === undefined ? unresolved('a User', 'login of', login) : accountRef(user);
    },
    // The schema types it User; GitHub puts an App's bot in a User's clothes.
    viewer: (_root, _args, { viewer }) => ({ typename: 'User', value: viewer }),
    node: (_root, args, context) => nodeRef(context, String(args['id'])),
    nodes: (_root, args, context) => {
      const ids = strings(args['ids']);
      if (ids.length > idLimit) {
        return fieldError(
          'ARGUMENT_LIMIT',
          `You may not provide more than ${idLimit} node ids; you provided ${ids.length}.`,
        );
      }
      return ids.map((id) => nodeRef(context, id));
    },
    search: (_root, args, context) => search(args, context),
    rateLimit: () => ({ typename: 'RateLimit', value: null }),
  }),
  objectType<null>('RateLimit', {
    limit: (_source, _args, { rateLimit }) => rateLimit.limit,
    cost: (_source, _args, { rateLimit }) => rateLimit.cost,
    remaining: (_source, _args, { rateLimit }) => rateLimit.remaining,
    used: (_source, _args, { rateLimit }) => rateLimit.used,
    nodeCount: (_source, _args, { rateLimit }) => rateLimit.nodeCount,
    resetAt: (_source, _args, { rateLimit }) => instant(rateLimit.resetAt),
  }),
  objectType<SearchSource>('SearchResultItemConnection', {
    ...searchPage,
    issueCount: ({ page }) => page.totalCount,
    repositoryCount: () => 0,
    codeCount: () => 0,
    userCount: () => 0,
    discussionCount: () => 0,
    wikiCount: () => 0,
  }),
  edgeType<GraphqlContext>('SearchResultItemEdge'),
  pageInfoType<GraphqlContext>(),
];

type SearchSource = Parameters<ReturnType<typeof connectionFields>[string]>[0];

function repository(args: FieldArguments, context: GraphqlContext): Resolved {
  const [owner, name] = [String(args['owner']), String(args['name'])];
  const found =
    findRepository(context.world, owner, name) ??
    (args['followRenames'] === false
      ? undefined
      : findRenamedRepository(context.world, owner, name));
  return found !== undefined && canSee(context, found)
    ? repositoryRef(found)
    : unresolved('a Repository', 'name', `${owner}/${name}`);
}

function unresolved(kind: string, key: string, value: string): Resolved {
  return fieldError('NOT_FOUND', `Could not resolve to ${kind} with the ${key} '${value}'.`);
}

/** GitHub's search shows at most this many results. */
const searchLimit = 1000;

function search(args: FieldArguments, context: GraphqlContext): Resolved {
  const type = String(args['type']);
  if (!type.startsWith('ISSUE')) {
    return fieldError(
      'UNPROCESSABLE',
      `The sandbox searches issues and pull requests only, not ${type}.`,
    );
  }
  const found = searchIssues(
    {
      world: context.world,
      visible: (one) => canSee(context, one),
      lag: context.searchLag,
    },
    String(args['query']),
  ).slice(0, searchLimit);
  return connection('SearchResultItem', items(found, issueRef), args);
}
