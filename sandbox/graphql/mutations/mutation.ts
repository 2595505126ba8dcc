import { objectType, type GraphqlContext } from '../context.ts';
import type { TypeResolvers } from '../engine/resolvers.ts';
import { edgeType } from '../engine/connection.ts';
import { checkMutations } from './checks.ts';
import { commentMutations } from './comments.ts';
import { issueMoveMutations } from './issue-moves.ts';
import { issueMutations } from './issues.ts';
import { pullRequestMutations } from './pull-requests.ts';

const mutations = [
  ...commentMutations,
  ...issueMutations,
  ...issueMoveMutations,
  ...pullRequestMutations,
  ...checkMutations,
];

/** The type `Mutation` with every mutation the sandbox knows, and their payloads. */
export const mutationTypes: readonly TypeResolvers<GraphqlContext>[] = [
  objectType<null>(
    'Mutation',
    Object.fromEntries(mutations.map(({ name, resolve }) => [name, resolve])),
  ),
  ...mutations.map(({ payload }) => payload),
  edgeType<GraphqlContext>('IssueTimelineItemEdge'),
];
